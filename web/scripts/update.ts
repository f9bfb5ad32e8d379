/** A new version: a quiet banner with a button. The page decides to reload, never the worker, never over a half-filled form. */

import { showBanner } from './banners';
import { isHalfFilled } from './half_filled';
import { loadSeal } from './sealing';

let asked = false;

function offer(worker: ServiceWorker): void {
  // The old files leave with the old worker: fetch what this page may still need.
  void loadSeal().catch(() => undefined);
  const banner = showBanner('update');
  banner?.querySelector('[data-update-now]')?.addEventListener('click', () => {
    if (isHalfFilled()) return void showBanner('save-first');
    asked = true;
    worker.postMessage('skipWaiting');
  });
}

/** Registers the worker and watches for a new one. */
export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (asked && !isHalfFilled()) location.reload();
  });
  const registration = await navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' });
  // A claim made while this page was still loading can miss it, and then it stays without a worker: ask once more.
  if (!navigator.serviceWorker.controller) void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage('claim'));
  const look = (worker: ServiceWorker | null): void => {
    if (worker?.state === 'installed' && navigator.serviceWorker.controller) offer(worker);
  };
  look(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => look(worker));
  });
}
