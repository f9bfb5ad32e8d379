/**
 * A push is always shown, exactly once: three hidden ones and a phone revokes the subscription without a word.
 * One that was sent again is shown again, but it does not buzz again.
 */

import { flush } from '../web/scripts/outbox/flush';
import { roster } from '../web/scripts/roster';
import { readPush, sameOrigin, type Notice } from './notification';
import { isRepeat } from './shown';

declare const self: ServiceWorkerGlobalScope;
declare const __ICON__: string | null;
declare const __BADGE__: string | null;

/** Safari 18.4 and later hand over what the message declares. */
interface DeclarativePush extends PushEvent {
  notification?: Notification & { navigate?: string };
  appBadge?: number | null;
}
type Badges = { setAppBadge?(n: number): Promise<void>; clearAppBadge?(): Promise<void> };

/** Shown before anything else, whatever becomes of the rest. A push is also the only moment in the background that iOS gives us to send. */
export function onPush(event: DeclarativePush): void {
  const data = event.data ? safely(() => event.data?.text() ?? null, null) : null;
  const notice = readPush(event.notification ?? null, event.appBadge, data, self.location.origin);
  event.waitUntil(showOnce(notice).finally(() => Promise.allSettled([badge(notice.badge), flush(), roster()])));
}

async function showOnce(notice: Notice): Promise<void> {
  await show(notice, notice.id !== null && (await isRepeat(notice.id)));
}

function show({ title, body, tag, lang, url, id, stays }: Notice, silent: boolean): Promise<void> {
  // One that replaces an older one on the screen buzzes too: it is about something else.
  const options = { body, tag, lang, silent, renotify: !silent, requireInteraction: stays, data: { url, id }, ...(__ICON__ && { icon: __ICON__ }), ...(__BADGE__ && { badge: __BADGE__ }) };
  return self.registration.showNotification(title, options);
}

async function badge(n: number | null): Promise<void> {
  const badges = self.navigator as WorkerNavigator & Badges;
  if (n !== null) await (n ? badges.setAppBadge?.(n) : badges.clearAppBadge?.());
}

/** Opens our own page in a window that is there, or in a new one. `focus()` may throw where `navigate()` works. */
export function onClick(event: NotificationEvent): void {
  event.notification.close();
  const url = sameOrigin((event.notification.data as { url?: unknown } | null)?.url, self.location.origin);
  event.waitUntil(open(url));
}

async function open(url: string): Promise<unknown> {
  for (const client of await self.clients.matchAll({ type: 'window' })) {
    await client.focus().catch(() => undefined);
    const gone = await client.navigate(url).catch(() => null);
    if (gone) return gone;
  }
  return self.clients.openWindow(url);
}

/** The push service moved us. Not dependable, so each page compares as well. */
export function onSubscriptionChange(event: Event): void {
  const { oldSubscription: old, newSubscription: fresh } = event as Event & Record<'oldSubscription' | 'newSubscription', PushSubscription | null>;
  (event as ExtendableEvent).waitUntil(report(old, fresh));
}

async function report(old: PushSubscription | null, fresh: PushSubscription | null): Promise<void> {
  const now = fresh ?? (old && (await self.registration.pushManager.subscribe(old.options)));
  if (!now) return;
  const { endpoint, keys } = now.toJSON();
  await fetch('/push/subscriptions', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'x-outbox': '1' },
    body: JSON.stringify({ endpoint, keys, old: old?.endpoint ?? null }),
  });
}

function safely<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
