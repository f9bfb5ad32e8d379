/** The note form in the offline shell: chips from the roster, or a first name typed by hand. */

import { groupNow, serverNow, type Pupil, type Roster, type RosterGroup } from './roster';
import { clockTime, sayText } from './words';

export function fillForm(roster: Roster | null): void {
  const form = document.querySelector<HTMLFormElement>('form[data-outbox="note"]');
  if (!form) return;
  const now = roster ? serverNow(roster) : Date.now();
  const group = roster ? shown(roster) : undefined;
  form.querySelectorAll<HTMLElement>('[data-by-hand]').forEach((part) => {
    part.hidden = Boolean(group?.pupils.length);
    part.querySelectorAll('input').forEach((field) => (field.disabled = Boolean(group?.pupils.length)));
  });
  form.querySelectorAll<HTMLElement>('[data-with-roster]').forEach((part) => (part.hidden = !group?.pupils.length));
  if (roster && group) choose(form, group, roster.groups, now);
}

/** The address may ask for a group, as on the page that has no line now. */
const shown = (roster: Roster): RosterGroup | undefined =>
  groupNow(roster.groups, serverNow(roster), new URLSearchParams(location.search).get('group'));

function choose(form: HTMLFormElement, group: RosterGroup, groups: RosterGroup[], now: number): void {
  const field = form.querySelector<HTMLInputElement>('input[name="group"]');
  if (field) field.value = group.id;
  const set = (name: string, text: string): void => form.querySelectorAll(`[data-fill="${name}"]`).forEach((part) => (part.textContent = text));
  set('group', group.name);
  const template = form.querySelector<HTMLTemplateElement>('template[data-name-chip]');
  if (template) form.querySelector('[data-names]')?.replaceChildren(...group.pupils.map((pupil) => chip(template, pupil)));
  const pick = form.querySelector<HTMLTemplateElement>('template[data-pick-row]');
  const list = form.querySelector('[data-picks]');
  if (!pick || !list) return;
  list.replaceChildren(...groups.filter((one) => one !== group).map((one) => {
    const row = pick.content.cloneNode(true) as DocumentFragment;
    const button = row.querySelector('button');
    if (button) button.textContent = `${one.name} · ${one.location}`;
    button?.addEventListener('click', () => {
      choose(form, one, groups, now);
      paintOver(one, now);
      form.querySelector('details[data-picker]')?.removeAttribute('open');
      form.dispatchEvent(new Event('change', { bubbles: true }));
    });
    return row;
  }));
}

/** When the lesson is: later than the rest, for a phone just started takes long over its first clock time. */
export function fillOver(roster: Roster | null): void {
  const group = roster && shown(roster);
  if (roster && group) paintOver(group, serverNow(roster));
}

function paintOver(group: RosterGroup, now: number): void {
  document.querySelectorAll('form [data-fill="over"]').forEach((part) => (part.textContent = overLine(group, now)));
}

function overLine(group: RosterGroup, now: number): string {
  const words = group.starts <= now && now < group.ends ? 'over-now' : group.ends <= now ? 'over-past' : 'over-later';
  return sayText(words, { location: group.location, until: clockTime(group.ends, now), from: clockTime(group.starts, now) });
}

function chip(template: HTMLTemplateElement, pupil: Pupil): Node {
  const label = template.content.cloneNode(true) as DocumentFragment;
  const input = label.querySelector('input');
  if (input) Object.assign(input, { value: pupil.id });
  if (input) input.dataset.name = pupil.hint ? `${pupil.name} ${pupil.hint}` : pupil.name;
  label.querySelectorAll('[data-fill="name"]').forEach((part) => (part.textContent = pupil.name));
  label.querySelectorAll<HTMLElement>('[data-fill="hint"]').forEach((part) => {
    part.textContent = pupil.hint ?? '';
    part.hidden = !pupil.hint;
  });
  return label;
}
