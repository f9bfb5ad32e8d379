/** The worker: wiring only. It keeps the shell, sends the outbox, shows pushes. It never decides to reload a page. */

import type { Identity } from '../web/scripts/outbox/identity';
import { flush } from '../web/scripts/outbox/flush';
import { soon } from '../web/scripts/patience';
import { roster } from '../web/scripts/roster';
import { read } from '../web/scripts/store';
import { ASSETS, dropOld, fill, keptAsset, keptShell } from './precache';
import { onClick, onPush, onSubscriptionChange } from './push';
import { decide, isAway } from './routes';

declare const self: ServiceWorkerGlobalScope;
interface SyncEvent extends ExtendableEvent {
  tag: string;
}

/** A gym with one bar of signal: after this long without an answer the shell is of more use. */
const PATIENCE_MS = 10_000;
/** And for what the phone itself keeps: no page, and no new worker, may wait for a database that hangs. */
const OWN_MS = 1_000;

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(Promise.all([dropOld(), self.clients.claim(), soon(roster(), OWN_MS)])));
self.addEventListener('message', (event) => {
  if (event.data === 'skipWaiting') void self.skipWaiting();
  if (event.data === 'claim') event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const route = decide(event.request, self.location.origin, ASSETS);
  if (route === 'asset') event.respondWith(keptAsset(event.request));
  if (route === 'page') event.respondWith(page(event.request));
});

/** The server's own answer, untouched and never kept; the shell when there is none. */
async function page(request: Request): Promise<Response> {
  const answer = await soon(fetch(request), PATIENCE_MS);
  if (answer && !isAway(answer.status)) return answer;
  const me = await soon(read<Identity>('config'), OWN_MS);
  return keptShell(me?.language ?? 'nl');
}

for (const kind of ['sync', 'periodicsync']) {
  self.addEventListener(kind, (event) => {
    if ((event as SyncEvent).tag === 'outbox') (event as SyncEvent).waitUntil(send());
  });
}

/** A rejected sync is tried again by the browser. */
async function send(): Promise<void> {
  if ((await flush({ force: true })).stop === 'retry') throw new Error('not yet');
}

self.addEventListener('push', onPush);
self.addEventListener('notificationclick', onClick);
self.addEventListener('pushsubscriptionchange', onSubscriptionChange);
