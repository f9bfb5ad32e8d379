/**
 * What was typed and not yet saved survives a way round: to Help and back, a reload, a phone that needed its memory.
 * The browser's own memory for this is plain words on the disk; every form says `autocomplete="off"` to it. Ours waits
 * in this tab, sealed (typed_box.ts), until it is saved, sent or emptied.
 */

import { isHalfFilled, isTick, type Field } from './half_filled';
import { boot } from './identity';
import { close, open } from './typed_box';

/** After the last key (ms). */
const SOON_MS = 300;
const ONCE = 'once'; // another one for each page that is made
/** In front of what the browser sent itself. That may not have arrived, so its own way back brings it back; no link does. */
const SENT = '!';
type Typed = [name: string, value: string][];
const waiting = new WeakMap<HTMLFormElement, ReturnType<typeof setTimeout>>();
const turns = new WeakMap<HTMLFormElement, number>();
let filling = false;

const isHidden = (field: Field): boolean => field.type === 'hidden';
const fieldsOf = (form: HTMLFormElement): Field[] =>
  ([...form.elements] as Field[]).filter((field) => field.name && field.matches('input, textarea, select'));

/** To write in. An alarm is never filled in from before: what stands there is about now. */
const holdsWords = (form: HTMLFormElement): boolean => form.isConnected && form.matches(':not([data-alarm-form])') && form.querySelector('textarea') !== null;

/** Whose, and about what: the hidden values say which child, group, case or step. Ids only. */
function placeOf(form: HTMLFormElement): string {
  const about = fieldsOf(form).filter((field) => isHidden(field) && field.name !== ONCE).map(({ name, value }) => `${name}=${value}`);
  return ['typed', boot()?.person, form.getAttribute('action'), ...about].join(' ');
}

function typedIn(form: HTMLFormElement): Typed {
  const chosen = fieldsOf(form).filter((field) => !isHidden(field) && (!isTick(field) || field.checked));
  return chosen.map(({ name, value }) => [name, value]);
}

/** What waits to be kept, or is being sealed, comes too late from now on. */
function turn(form: HTMLFormElement): number {
  clearTimeout(waiting.get(form));
  const next = (turns.get(form) ?? 0) + 1;
  turns.set(form, next);
  return next;
}

async function keep(form: HTMLFormElement, mark = ''): Promise<void> {
  const mine = turn(form);
  if (!holdsWords(form)) return;
  const place = placeOf(form);
  const sealed = isHalfFilled([form]) ? await close(place, typedIn(form)) : null;
  if (turns.get(form) !== mine) return;
  if (sealed) sessionStorage.setItem(place, mark + sealed);
  else sessionStorage.removeItem(place);
}

/** Without storage (a browser may refuse it) nothing is kept, and nothing breaks. */
const calmly = (work: () => unknown): void => void Promise.resolve().then(work).catch(() => undefined);

const formOf = ({ target }: Event): HTMLFormElement | null => {
  const form = target instanceof HTMLFormElement ? target : ((target as Partial<Field> | null)?.form ?? null);
  return form && holdsWords(form) ? form : null;
};

/** Soon after a key; at once when a field is left, for that may be on the way to another page. */
function onTouch(event: Event): void {
  const form = filling ? null : formOf(event);
  if (!form) return;
  clearTimeout(waiting.get(form));
  if (event.type === 'change') return calmly(() => keep(form));
  waiting.set(form, setTimeout(() => calmly(() => keep(form)), SOON_MS));
}

function onKept(event: Event): void {
  const form = formOf(event);
  if (!form) return;
  turn(form);
  calmly(() => sessionStorage.removeItem(placeOf(form)));
}

function onSubmit(event: Event): void {
  const form = formOf(event);
  if (form) calmly(() => keep(form, SENT));
}

export function keepTyped(): void {
  for (const kind of ['input', 'change']) document.addEventListener(kind, onTouch);
  document.addEventListener('klankbord:kept', onKept, true);
  // The outbox takes its own forms before they come here; what it cannot keep it posts without a submit.
  for (const kind of ['submit', 'klankbord:posted']) document.addEventListener(kind, onSubmit);
  document.addEventListener('htmx:before:swap', leaveDesk);
  document.addEventListener('htmx:after:swap', () => calmly(() => fillTyped(false)));
}

/** Another case takes the place of this one, and htmx keeps its fields: what was typed about one child is no other's. */
function leaveDesk({ target }: Event): void {
  if (!(target instanceof Element) || !target.matches('[data-queue-item]')) return;
  for (const form of document.querySelectorAll<HTMLFormElement>('.desk form')) {
    clearTimeout(waiting.get(form));
    form.reset();
  }
}

/** Whether this page was opened again by the browser itself: its way back, or a reload. */
const isOpenedAgain = (): boolean => (performance.getEntriesByType('navigation') as PerformanceNavigationTiming[])[0]?.type !== 'navigate';

/** Puts it back where it was typed. A form that somebody has begun to fill in is left alone. */
export async function fillTyped(again = isOpenedAgain()): Promise<void> {
  for (const form of [...document.forms].filter(holdsWords)) {
    const place = placeOf(form);
    const kept = sessionStorage.getItem(place);
    const over = kept?.startsWith(SENT) && !again;
    if (over) sessionStorage.removeItem(place);
    const typed = kept && !over ? await open(place, kept.replace(SENT, '')).catch(() => null) : null;
    if (typed && !isHalfFilled([form]) && (again || hasWords(form, typed as Typed))) fill(form, typed as Typed);
  }
}

/** A tick alone comes back only with the browser's own way back: days later nobody looks for it, and it would go along. */
const hasWords = (form: HTMLFormElement, typed: Typed): boolean =>
  [...form.querySelectorAll('textarea')].some((field) => typed.some(([name, value]) => name === field.name && value.trim() !== field.defaultValue.trim()));

function fill(form: HTMLFormElement, typed: Typed): void {
  filling = true;
  for (const field of fieldsOf(form).filter((one) => !isHidden(one))) {
    const found = typed.findIndex(([name, value]) => name === field.name && (!isTick(field) || value === field.value));
    const [, value] = (found < 0 ? undefined : typed.splice(found, 1)[0]) ?? [];
    if (isTick(field)) field.checked = value !== undefined;
    else if (value !== undefined) field.value = value;
    if (field instanceof HTMLTextAreaElement && field.value) field.closest('details')?.setAttribute('open', '');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  form.dispatchEvent(new Event('change', { bubbles: true }));
  filling = false;
}
