/** A talk in the offline shell: about a child of the group that is chosen for a note, today unless somebody says so. */

import { serverNow, type Pupil, type Roster } from './roster';

const two = (number: number): string => `${number}`.padStart(2, '0');

/** `2026-11-03`, where this phone is. */
const localDay = (moment: Date): string => `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;

export function fillTalk(roster: Roster): void {
  const fold = document.querySelector<HTMLElement>('[data-talk-fold]');
  const note = document.querySelector<HTMLFormElement>('form[data-outbox="note"]');
  const template = document.querySelector<HTMLTemplateElement>('template[data-talk-chip]');
  if (!fold || !note || !template) return;
  const day = fold.querySelector<HTMLInputElement>('input[name="held_on"]');
  if (day) day.defaultValue = localDay(new Date(serverNow(roster))); // stays when the form is emptied
  let shown: string | undefined;
  const fill = (): void => {
    const group = roster.groups.find((one) => one.id === note.querySelector<HTMLInputElement>('input[name="group"]')?.value);
    if (!group || group.id === shown) return;
    shown = group.id;
    fold.querySelector('[data-talk-names]')?.replaceChildren(...group.pupils.map((pupil) => chip(template, pupil)));
    fold.hidden = group.pupils.length === 0;
  };
  note.addEventListener('change', fill);
  fill();
}

function chip(template: HTMLTemplateElement, pupil: Pupil): Node {
  const label = template.content.cloneNode(true) as DocumentFragment;
  const input = label.querySelector('input');
  if (input) input.value = pupil.id;
  label.querySelectorAll('[data-fill="name"]').forEach((part) => (part.textContent = pupil.name));
  label.querySelectorAll<HTMLElement>('[data-fill="hint"]').forEach((part) => {
    part.textContent = pupil.hint ?? '';
    part.hidden = !pupil.hint;
  });
  return label;
}
