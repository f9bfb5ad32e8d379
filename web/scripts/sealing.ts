/** Loads seal.js when a form is first touched: it is a quarter of all script, and most pages are only read. */

import type { seal } from './seal';

declare const __SEAL__: string;
let loading: Promise<typeof seal> | undefined;

/** The sealing function. A failed load is forgotten, so the next tap tries again. */
export function loadSeal(): Promise<typeof seal> {
  loading ??= import(__SEAL__).then(
    (module: { seal: typeof seal }) => module.seal,
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

const warm = (): void => void loadSeal().catch(() => undefined);

/** Fetch on the first touch; at once when no worker stands by with a copy, for the network may be gone by then. */
export function loadSealInTime(): void {
  const touched = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest('form[data-outbox]')) warm();
  };
  for (const kind of ['pointerdown', 'focusin', 'change']) document.addEventListener(kind, touched, { passive: true });
  if (document.querySelector('form[data-outbox]') && !navigator.serviceWorker?.controller) addEventListener('load', warm);
}
