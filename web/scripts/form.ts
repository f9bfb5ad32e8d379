/** `form[data-outbox]`: sealed, stored, then sent. One path, online and offline. Without storage the plain POST goes through. */

import { collect, isKind } from './collect';
import { identityOfTap } from './identity';
import { missingIn, missingInCorrection, missingInTalk, type Missing } from './missing';
import { add } from './outbox/add';
import type { Item, Kind } from './outbox/item';
import { painted } from './frame';
import { tell } from './outbox/changes';
import { canStore, storageState } from './storage';
import { kick } from './triggers';
import { say } from './words';

/** A second tap on the button lands after the form was emptied; within this time it is the same tap. */
const SAME_TAP_MS = 700;
const resting = new WeakMap<HTMLFormElement, number>();
const answered = new WeakMap<HTMLFormElement, string>();

export interface Saved {
  kind: Kind;
  items: Item[];
  data: FormData;
}

export function listenToForms(): void {
  document.addEventListener('submit', onSubmit, true);
}

function onSubmit(event: SubmitEvent): void {
  if (!(event.target instanceof HTMLFormElement) || !take(event.target, event.submitter)) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // htmx must not post it a second time
}

/** Into the outbox with it. False: this is for the browser to send, as any form. */
export function take(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
  const kind = form.dataset.outbox;
  const noStore = storageState() === 'no';
  if (!isKind(kind) || (noStore && navigator.onLine && !form.closest('[data-shell]'))) return false;
  if (noStore) tellForm(form, 'cannot-keep');
  else if (!isSameTap(form, kind, submitter)) {
    resting.set(form, Infinity);
    void save(form, kind, submitter).finally(() => {
      if (resting.get(form) === Infinity) resting.delete(form);
    });
  }
  return true;
}

/** While it is being saved, and just after for a form that was emptied; a form filled anew is another note. */
function isSameTap(form: HTMLFormElement, kind: Kind, submitter: HTMLElement | null): boolean {
  const until = resting.get(form) ?? 0;
  if (until === Infinity || Date.now() >= until) return until === Infinity;
  if (kind === 'lesson_answer') return answered.get(form) === (submitter as HTMLButtonElement | null)?.value;
  return kind === 'share' || kind === 'conversation' || whatIsMissing(kind, dataOf(form, submitter)) !== null;
}

async function save(form: HTMLFormElement, kind: Kind, submitter: HTMLElement | null): Promise<void> {
  const data = dataOf(form, submitter);
  const lacking = whatIsMissing(kind, data);
  if (lacking) return tellForm(form, lacking);
  if (storageState() !== 'yes' && !(await canStore())) return postInstead(form, submitter);
  let items: Item[];
  try {
    const me = await identityOfTap();
    if (!me) return tellForm(form, 'not-known');
    items = await add(collect(kind, data), me);
  } catch (error) {
    return tellForm(form, (error as Error).name === 'QuotaExceededError' ? 'disk-full' : 'not-saved');
  }
  form.dispatchEvent(new CustomEvent<Item[]>('klankbord:kept', { detail: items }));
  if (kind === 'note') await painted();
  resting.set(form, Date.now() + SAME_TAP_MS);
  answered.set(form, String(data.get('answer') ?? ''));
  tellForm(form, null);
  form.dispatchEvent(new CustomEvent<Saved>('klankbord:saved', { bubbles: true, detail: { kind, items, data } }));
  form.reset();
  form.dispatchEvent(new Event('change', { bubbles: true }));
  await painted();
  tell();
  kick({ force: true, sync: true });
}

export function dataOf(form: HTMLFormElement, submitter: HTMLElement | null): FormData {
  const data = new FormData(form);
  if (submitter instanceof HTMLButtonElement && submitter.name) data.set(submitter.name, submitter.value);
  return data;
}

function whatIsMissing(kind: Kind, data: FormData): Missing {
  if (kind === 'note') return missingIn(data);
  if (kind === 'conversation') return missingInTalk(data);
  return kind === 'correction' ? missingInCorrection(data) : null;
}

/** The browser cannot keep anything: send the form as any form, with the value of the button that was tapped. */
function postInstead(form: HTMLFormElement, submitter: HTMLElement | null): void {
  if (!navigator.onLine || form.closest('[data-shell]')) return tellForm(form, 'cannot-keep');
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    const field = Object.assign(document.createElement('input'), { type: 'hidden', name: submitter.name, value: submitter.value });
    form.append(field);
  }
  form.dispatchEvent(new Event('klankbord:posted', { bubbles: true }));
  form.submit();
}

/** Says something inside the form, or takes it back with null. What was typed stays. */
export function tellForm(form: HTMLFormElement, name: string | null): void {
  let line = form.querySelector<HTMLElement>('[data-outbox-status]');
  if (!name && (!line || line.hidden)) return;
  if (!line) {
    line = Object.assign(document.createElement('p'), { role: 'status', className: 'amiss' });
    line.dataset.outboxStatus = '';
    form.append(line);
  }
  line.replaceChildren(name ? say(name) : '');
  line.hidden = name === null;
  if (name) line.scrollIntoView({ block: 'nearest' });
}
