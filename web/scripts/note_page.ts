/** The page Noteren: the button names the child, and what was saved appears in place. */

import { tellForm, type Saved } from './form';
import { painted } from './frame';
import { missingIn } from './missing';
import type { Item } from './outbox/item';
import { clockTime, joined, sayCount, sayText } from './words';

const MOST_NAMES = 2;

const nameOf = (input: HTMLInputElement): string =>
  (input.dataset.name ?? input.closest('label')?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** The ticked children, and a name typed by hand. */
function chosen(form: HTMLFormElement, field: string): string[] {
  const ticked = [...form.querySelectorAll<HTMLInputElement>(`input[name="${field}"]:checked`)].map(nameOf);
  const typed = field === 'pupil' ? form.querySelector<HTMLInputElement>('input[name="first_name"]')?.value.trim() : '';
  return typed ? [...ticked, typed] : ticked;
}

/** 'bij Sara', 'bij Milan en Noor', 'bij 5 kinderen'. */
function forWhom(form: HTMLFormElement): string {
  const names = chosen(form, 'pupil');
  if (!names.length) return '';
  return names.length > MOST_NAMES ? sayCount('for-children', names.length) : sayText('for-names', { names: joined(names) });
}

function paintButton(form: HTMLFormElement): void {
  for (const button of document.querySelectorAll(`[form="${form.id}"] [data-of]`)) button.textContent = forWhom(form);
  const line = form.querySelector<HTMLElement>('[data-outbox-status]:not([hidden])');
  if (line && !missingIn(new FormData(form))) tellForm(form, null);
}

export function listenToNotePage(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-outbox="note"]');
  if (!form) return;
  for (const kind of ['change', 'input']) form.addEventListener(kind, () => paintButton(form));
  form.addEventListener('klankbord:kept', (event) => showLine((event as CustomEvent<Item[]>).detail));
  for (const kind of ['pointerdown', 'focusin', 'input']) form.addEventListener(kind, layLine);
  form.addEventListener('klankbord:saved', (event) => showSaved(form, (event as CustomEvent<Saved>).detail));
  document.addEventListener('click', onIdea);
  paintButton(form);
}

const line = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-kept]');

/** Out of sight, laid out and with its words, so that showing it is all that is left to do after the tap. */
function layLine(): void {
  const place = line();
  if (!place || (place.dataset.items === '' && !place.hidden)) return;
  for (const told of ['shown', 'state', 'words']) delete place.dataset[told];
  place.dataset.items = '';
  place.querySelectorAll('[data-state-words]').forEach((words) => (words.textContent = sayText('state-here')));
  place.hidden = false;
}

/** At the thumb, where the eyes are, the place of what was just saved is told first; the card needs a frame more. */
function showLine(items: Item[]): void {
  const place = line();
  if (!place) return;
  if (place.dataset.items !== '' || place.hidden) layLine();
  Object.assign(place.dataset, { items: items.map((item) => item.id).join(' '), shown: '' });
}

/** The card with the voyage, and at most one idea under it. Newest on top; older ideas leave. */
function showSaved(form: HTMLFormElement, { items }: Saved): void {
  const template = document.querySelector<HTMLTemplateElement>('template[data-saved-card]');
  const place = document.querySelector<HTMLElement>('[data-saved]');
  if (!template || !place) return;
  const sheets = [document.documentElement, ...document.querySelectorAll('.sheet')].filter((sheet) => sheet.scrollTop > 0);
  const card = template.content.cloneNode(true) as DocumentFragment;
  const set = (name: string, text: string): void => card.querySelectorAll(`[data-fill="${name}"]`).forEach((part) => (part.textContent = text));
  set('time', clockTime(items[0]?.at ?? Date.now()));
  set('names', joined(chosen(form, 'pupil')));
  set('seen', chosen(form, 'signal').join(', '));
  const ids = items.map((item) => item.id);
  for (const part of card.querySelectorAll<HTMLElement>('[data-items]:not([data-done-here])')) part.dataset.items = ids.join(' ');
  for (const list of card.querySelectorAll<HTMLElement>('[data-note-ids]')) list.replaceChildren(...ids.map(hiddenNote));
  for (const talk of card.querySelectorAll<HTMLElement>('[data-talk]')) leadToTalk(form, talk, ids);
  for (const link of card.querySelectorAll<HTMLAnchorElement>('[data-open-note]')) link.href = ids.length === 1 ? `/notes/${ids[0]}` : '/notes';
  const [first, idea] = card.children as unknown as [HTMLElement, HTMLElement | undefined];
  if (!needsIdea(form)) idea?.remove();
  place.querySelectorAll('[data-idea]').forEach((older) => older.remove());
  place.prepend(card);
  place.hidden = false;
  form.querySelectorAll('details[open]').forEach((fold) => fold.removeAttribute('open'));
  form.querySelectorAll<HTMLElement>('[data-after-saving]').forEach((part) => (part.textContent = part.dataset.afterSaving ?? ''));
  // In the frame itself, when all that was to change has changed.
  if (sheets.length) requestAnimationFrame(() => sheets.forEach((sheet) => sheet.scrollTo({ top: 0 })));
  void painted().then(() => {
    first.setAttribute('tabindex', '-1');
    first.focus({ preventScroll: true });
  });
}

/** A talk is with one child; the address holds ids that mean nothing without the server. */
function leadToTalk(form: HTMLFormElement, talk: HTMLElement, ids: string[]): void {
  const pupils = [...form.querySelectorAll<HTMLInputElement>('input[name="pupil"]:checked')];
  const link = talk.querySelector('a');
  if (pupils.length !== 1 || ids.length !== 1 || !link) return talk.remove();
  link.href = `/conversations/new?pupil=${pupils[0]?.value}&note=${ids[0]}`;
}

/** No idea when it only went well; nor for a name typed by hand, which is filed for mending first. */
function needsIdea(form: HTMLFormElement): boolean {
  const byHand = form.querySelector<HTMLInputElement>('input[name="first_name"]')?.value;
  const signals = [...form.querySelectorAll('input[name="signal"]:checked')];
  return !byHand && !(signals.length > 0 && signals.every((signal) => signal.closest('.good')));
}

function hiddenNote(id: string): HTMLInputElement {
  return Object.assign(document.createElement('input'), { type: 'hidden', name: 'note', value: id });
}

function onIdea(event: Event): void {
  const target = event.target instanceof Element ? event.target.closest('[data-not-now]') : null;
  target?.closest('[data-idea]')?.remove();
}
