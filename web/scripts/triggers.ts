/** When to send: after a save, when the network comes back, when the page is seen again, and every 30 s while it is seen. */

import { flush } from './outbox/flush';

const EVERY_MS = 30_000;
const AGAIN_MS = 1_500;

interface Kick {
  /** Ignore the back-off. */
  force?: boolean;
  /** Also ask the browser to let the worker send later (Chromium only; elsewhere nothing happens). */
  sync?: boolean;
}

/** Send in the background. When another tab is at it, look once more: it may have missed what was just saved. */
export function kick({ force = false, sync = false }: Kick = {}, again = true): void {
  if (sync) void registerSync();
  flush({ force }).then(
    ({ busy }) => {
      if (busy && again) setTimeout(kick, AGAIN_MS, { force }, false);
    },
    () => undefined,
  );
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
