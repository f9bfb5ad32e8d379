/** Signing out: send what can be sent, keep what cannot (sealed, unreadable, and say so), wipe the rest. */

import { forgetReadable, identity } from './identity';
import { flush } from './outbox/flush';
import { isOver } from './outbox/item';
import { turnOff } from './push';
import { allItems, write } from './store';
import { wipe } from './wipe';

const PATIENCE_MS = 6_000;

const inTime = (work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);

export function listenToSignOut(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.signOut === undefined || form.dataset.leaving !== undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dataset.leaving = '';
    // Whatever fails here, leaving must work.
    void leave(form).catch(() => undefined).then(() => form.submit());
  }, true);
}

async function leave(form: HTMLFormElement): Promise<void> {
  await inTime(flush({ force: true }));
  await inTime(turnOff());
  // Rows of anyone on this phone count: erasing them would lose what somebody wrote.
  const left = (await allItems()).filter((item) => !isOver(item)).length;
  // The server wipes only on this word: without it (no script, a database that fails) nothing is erased.
  form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'waits', value: left ? 'some' : 'none' }));
  if (left === 0) return wipe();
  const me = await identity();
  await forgetReadable();
  if (me) await write('config', { ...me, gone: true });
}
