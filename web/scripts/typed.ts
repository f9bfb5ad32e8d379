/**
 * What was typed and not yet saved survives a way round: to Help and back, a reload, a phone that needed its memory.
 * The browser's own memory for this is plain words on the disk; every form says `autocomplete="off"` to it. Ours waits
 * in this tab, sealed (typed_box.ts), until it is saved, sent or emptied.
 */

import { boot } from './identity';
import { close, open } from './typed_box';

/** After the last key (ms). */
const SOON_MS = 300;
/** In front of what was sent by the browser itself: it comes back only with the browser's own way back. */
const SENT = '!';
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Typed = [name: string, value: string][];
const waiting = new WeakMap<HTMLFormElement, ReturnType<typeof setTimeout>>();
const turns = new WeakMap<HTMLFormElement, number>();

const isText = (field: Field): field is HTMLInputElement | HTMLTextAreaElement => !(field instanceof HTMLSelectElement) && !isTick(field);
const isTick = (field: Field): field is HTMLInputElement => field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type);

/** Only forms to write in. */
const forms = (): HTMLFormElement[] => [...document.forms].filter((form) => form.querySelector('textarea'));
const fields = (form: HTMLFormElement): Field[] =>
  ([...form.elements] as Field[]).filter((field) => field.name && field.matches('input:not([type=hidden]), textarea, select'));

/** Of each person apart. The address holds ids only; two forms on a page differ by where they go, or by which comes first. */
function placeOf(form: HTMLFormElement): string {
  const action = form.getAttribute('action');
  const same = forms().filter((one) => one.getAttribute('action') === action);
  return `typed ${boot()?.person} ${location.pathname}${location.search} ${action} ${same.indexOf(form)}`;
}

const isHalfTyped = (form: HTMLFormElement): boolean => fields(form).some((field) => isText(field) && field.value !== field.defaultValue);

function typedIn(form: HTMLFormElement): Typed {
  return fields(form).filter((field) => !isTick(field) || field.checked).map((field) => [field.name, field.value]);
}

/** What waits to be kept, or is being sealed, comes too late from now on. */
function turn(form: HTMLFormElement): number {
  clearTimeout(waiting.get(form));
  const next = (turns.get(form) ?? 0) + 1;
  turns.set(form, next);
  return next;
}

async function keep(form: HTMLFormElement): Promise<void> {
  const place = placeOf(form);
  const mine = turn(form);
  const sealed = isHalfTyped(form) ? await close(place, typedIn(form)) : null;
  if (turns.get(form) !== mine) return;
  if (sealed) sessionStorage.setItem(place, sealed);
  else sessionStorage.removeItem(place);
}

function forget(form: HTMLFormElement): void {
  turn(form);
  sessionStorage.removeItem(placeOf(form));
}

function send(form: HTMLFormElement): void {
  turn(form);
  const sealed = sessionStorage.getItem(placeOf(form));
  if (sealed && !sealed.startsWith(SENT)) sessionStorage.setItem(placeOf(form), SENT + sealed);
}

const formOf = (event: Event): HTMLFormElement | null => {
  const form = event.target instanceof HTMLFormElement ? event.target : ((event.target as Partial<Field> | null)?.form ?? null);
  return form?.querySelector('textarea') ? form : null;
};

/** Without storage (a private window may refuse it) nothing is kept, and nothing breaks. */
const calmly = (work: () => unknown): void => void Promise.resolve().then(work).catch(() => undefined);

export function keepTyped(): void {
  const touched = (event: Event): void => {
    const form = formOf(event);
    if (!form) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => calmly(() => keep(form)), SOON_MS));
  };
  for (const kind of ['input', 'change']) document.addEventListener(kind, touched);
  document.addEventListener('klankbord:saved', (event) => {
    const form = formOf(event);
    if (form) calmly(() => forget(form));
  });
  // The outbox takes its forms before they come here.
  document.addEventListener('submit', (event) => {
    const form = formOf(event);
    if (form) calmly(() => send(form));
  });
}

/** Puts it back where it was typed. A form that somebody types in already is left alone. */
export async function fillTyped(): Promise<void> {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  for (const form of forms()) {
    const place = placeOf(form);
    const kept = sessionStorage.getItem(place);
    if (!kept) continue;
    const over = kept.startsWith(SENT) && entry?.type === 'navigate';
    const typed = over ? null : await open(place, kept.replace(SENT, '')).catch(() => sessionStorage.removeItem(place));
    if (over) sessionStorage.removeItem(place);
    if (typed && !isHalfTyped(form)) fill(form, typed as Typed);
  }
}

function fill(form: HTMLFormElement, typed: Typed): void {
  for (const field of fields(form)) {
    const found = typed.findIndex(([name, value]) => name === field.name && (!isTick(field) || value === field.value));
    const [, value] = (found < 0 ? undefined : typed.splice(found, 1)[0]) ?? [];
    if (isTick(field)) field.checked = value !== undefined;
    else if (value !== undefined) field.value = value;
    if (isText(field) && field.value) field.closest('details')?.setAttribute('open', '');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  form.dispatchEvent(new Event('change', { bubbles: true }));
}
