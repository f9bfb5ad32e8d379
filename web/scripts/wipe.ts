/** Leave nothing behind. Clear-Site-Data does the same where it is known (not on iOS 16.4). */

import { DATABASE, close } from './store';

export async function wipe(): Promise<void> {
  close();
  const gone = new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
  const names = await caches.keys().catch(() => []);
  const workers = await navigator.serviceWorker?.getRegistrations().catch(() => []);
  await Promise.all([gone, ...names.map((name) => caches.delete(name)), ...(workers ?? []).map((worker) => worker.unregister())]);
  localStorage.clear();
  sessionStorage.clear();
}
