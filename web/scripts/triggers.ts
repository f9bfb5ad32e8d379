/** When to send: after a save, when the network comes back, when the page is seen again, when the back-off ends, and every
 *  30 s while it is seen. */

import { flush } from './outbox/flush';

const EVERY_MS = 30_000;
const AGAIN_MS = 1_500;

interface Kick {
  /** Ignore the back-off. */
  force?: boolean;
  /** Also ask the browser to let the worker send later (Chromium only; elsewhere nothing happens). */
  sync?: boolean;
}

let planned: ReturnType<typeof setTimeout> | undefined;
/** A kick that ignores the back-off has not had its turn yet. */
let owed = false;

/** Send in the background. When another tab is at it, look until it is done: it may have missed what was just saved, or be
 *  waiting in vain on a line that has come back since. */
export function kick({ force = false, sync = false }: Kick = {}): void {
  if (sync) void registerSync();
  flush({ force }).then(
    ({ busy, next }) => {
      if (busy) plan(AGAIN_MS, force);
      else if (next) plan(next - Date.now(), false);
    },
    () => undefined,
  );
}

/** One kick a while from now, in place of the one that was planned; soon when one that may not wait is owed. No browser
 *  tells of every line that comes back. */
function plan(inMs: number, force: boolean): void {
  owed ||= force;
  clearTimeout(planned);
  planned = setTimeout(() => {
    const forced = owed;
    owed = false;
    if (forced || !document.hidden) kick({ force: forced });
  }, owed ? AGAIN_MS : Math.max(inMs, AGAIN_MS));
}

async function registerSync(): Promise<void> {
  try {
    const worker = (await navigator.serviceWorker?.getRegistration()) as { sync?: { register(tag: string): Promise<void> } } | undefined;
    await worker?.sync?.register('outbox');
  } catch {
    // refused or unknown: the other triggers remain
  }
}

export function listenToTriggers(): void {
  addEventListener('online', () => kick({ force: true }));
  addEventListener('pageshow', () => kick());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) kick();
  });
  setInterval(() => {
    if (!document.hidden) kick();
  }, EVERY_MS);
}
