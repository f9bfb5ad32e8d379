/** One sender at a time over all tabs and the worker. Only thrift: the server makes sure that an item is kept once. */

import { read, write } from '../store';

const LOCK = 'klankbord-outbox';
const LEASE_MS = 60_000;
/** Just after a run the next one may hold the lock before it wrote its lease. */
const GRACE_MS = 2_000;
const SECOND_LOOK_MS = 250;

export interface Lease {
  owner: string;
  /** ms since 1970 */
  until: number;
}

/** A lease is over when its time has passed, or when it lies further ahead than a lease can (the clock was moved). */
export const isLeaseOver = (lease: Lease | undefined, now: number): boolean =>
  !lease || lease.until < now || lease.until - now > LEASE_MS + 1_000;

/** Renews the lease; false when another has taken over, so stop. */
export type Renew = () => Promise<boolean>;

async function hold<T>(run: (renew: Renew) => Promise<T>): Promise<T> {
  const owner = crypto.randomUUID();
  const claim = (ms: number): Promise<unknown> => write('lease', { owner, until: Date.now() + ms });
  await claim(LEASE_MS);
  try {
    return await run(async () => {
      if ((await read<Lease>('lease'))?.owner !== owner) return false;
      await claim(LEASE_MS);
      return true;
    });
  } finally {
    if ((await read<Lease>('lease'))?.owner === owner) await claim(GRACE_MS);
  }
}

/**
 * Run alone, or not at all (undefined). Never waits for the lock: WebKit leaks locks held by a page in the back-forward
 * cache or by a worker after a refresh (webkit.org/b/316904). A lock whose lease is over is stolen.
 */
export async function alone<T>(run: (renew: Renew) => Promise<T>): Promise<T | undefined> {
  if (!navigator.locks) return isLeaseOver(await read<Lease>('lease'), Date.now()) ? hold(run) : undefined;
  let busy = false;
  const value = await request({ ifAvailable: true }, run, () => (busy = true));
  if (!busy || !(await leaseIsOverTwice())) return value;
  return request({ steal: true }, run, () => undefined);
}

async function request<T>(options: LockOptions, run: (renew: Renew) => Promise<T>, onBusy: () => void): Promise<T | undefined> {
  try {
    return await navigator.locks.request(LOCK, options, async (lock) => (lock ? hold(run) : void onBusy()));
  } catch (error) {
    if ((error as Error).name === 'AbortError') return undefined; // stolen from us: the thief goes on
    throw error;
  }
}

async function leaseIsOverTwice(): Promise<boolean> {
  if (!isLeaseOver(await read<Lease>('lease'), Date.now())) return false;
  await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK_MS));
  return isLeaseOver(await read<Lease>('lease'), Date.now());
}
