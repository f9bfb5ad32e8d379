/** Push on this device: asked for with a tap, kept in step with the server, and honest about every state. */

import { toggleBanner } from './banners';
import { fromBase64url } from './ids';
import { boot } from './identity';
import { isIos, isStandalone } from './install';
import { post } from './server';
import { erase, read, write } from './store';

/** `subscribe()` may never settle (seen in Chromium): then say so instead of turning for ever. */
const PATIENCE_MS = 15_000;
const RESYNC_MS = 24 * 3600_000;

export type PushState = 'unsupported' | 'ios' | 'denied' | 'off' | 'on' | 'busy' | 'failed';
interface Known {
  endpoint: string;
  person: string;
  at: number;
  id: string | null;
}

const patiently = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([work, new Promise<never>((_, reject) => setTimeout(() => reject(new Error('too slow')), PATIENCE_MS))]);

const manager = async (): Promise<PushManager> => (await patiently(navigator.serviceWorker.ready)).pushManager;
const current = async (): Promise<PushSubscription | null> => patiently((await manager()).getSubscription());

async function state(): Promise<PushState> {
  if (isIos() && !isStandalone()) return 'ios';
  if (!('serviceWorker' in navigator && 'PushManager' in self && 'Notification' in self) || !boot()?.push_key) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  return (await current().catch(() => null)) && (await read<Known>('push'))?.person === boot()?.person ? 'on' : 'off';
}

/** Tell the server about this device, or about its new address. */
async function report(subscription: PushSubscription, person: string): Promise<void> {
  const before = await read<Known>('push');
  const old = before && before.endpoint !== subscription.endpoint ? before.endpoint : null;
  const { endpoint, keys } = subscription.toJSON();
  const answer = (await post('/push/subscriptions', { endpoint, keys, old })) as { id?: string } | null;
  await write('push', { endpoint: subscription.endpoint, person, at: Date.now(), id: answer?.id ?? null } satisfies Known);
}

async function turnOn(): Promise<void> {
  const me = boot();
  if (!me?.push_key) return;
  if ((await patiently(Notification.requestPermission())) !== 'granted') return;
  const options = { userVisibleOnly: true, applicationServerKey: fromBase64url(me.push_key) };
  const subscription = (await current()) ?? (await patiently((await manager()).subscribe(options)));
  await report(subscription, me.person);
}

/** Also before signing out: what comes for a person must not buzz on a phone they left. */
export async function turnOff(): Promise<void> {
  const known = await read<Known>('push');
  await (await current().catch(() => null))?.unsubscribe().catch(() => false);
  await erase('push');
  if (known?.id) await post(`/push/subscriptions/${known.id}/removal`).catch(() => null);
}

/** `pushsubscriptionchange` cannot be relied on: compare at each page. Gone without a word → a quiet card, never a prompt. */
export async function resyncPush(): Promise<void> {
  const me = boot();
  const known = await read<Known>('push');
  if (!me || !known || known.person !== me.person || (await state()) === 'unsupported') return;
  const subscription = await current();
  toggleBanner('push-lost', !subscription);
  const moved = subscription && (subscription.endpoint !== known.endpoint || Math.abs(Date.now() - known.at) > RESYNC_MS);
  if (moved) await report(subscription, me.person);
}

export function listenToPush(): void {
  const section = document.querySelector<HTMLElement>('[data-push]');
  if (!section) return;
  const show = (now: PushState): void =>
    section.querySelectorAll<HTMLElement>('[data-push-show]').forEach((part) => (part.hidden = part.dataset.pushShow !== now));
  let taps = 0; // what was asked before a tap must not hide what the tap began
  const refresh = async (tapped = taps): Promise<void> => {
    const now = await state().catch(() => 'failed' as const);
    if (tapped === taps) show(now);
  };
  const tap = (work: () => Promise<unknown>) => (): void => {
    const tapped = ++taps;
    show('busy');
    work().then(() => refresh(tapped), () => show('failed'));
  };
  section.querySelectorAll('[data-push-on]').forEach((button) => button.addEventListener('click', tap(turnOn)));
  section.querySelectorAll('[data-push-off]').forEach((button) => button.addEventListener('click', tap(turnOff)));
  section.querySelectorAll('[data-push-test]').forEach((button) => button.addEventListener('click', () => void test(section)));
  void refresh();
}

async function test(section: HTMLElement): Promise<void> {
  const outcome = await post('/push/test').then(() => 'sent', () => 'failed');
  section.querySelectorAll<HTMLElement>('[data-push-said]').forEach((part) => (part.hidden = part.dataset.pushSaid !== outcome));
}
