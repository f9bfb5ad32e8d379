/** One PUT. Redirects are not followed: a redirect to the sign-in page must never look like success. */

import { judge, type Verdict } from './answers';
import type { Item } from './item';

const TIMEOUT_MS = 20_000;

/** @returns the verdict, and the server's Retry-After in ms (0 when it gave none). */
export async function send(item: Item): Promise<{ verdict: Verdict; asked: number; answered: boolean }> {
  try {
    const response = await fetch(`/outbox/${item.id}`, {
      method: 'PUT',
      credentials: 'same-origin',
      redirect: 'manual',
      cache: 'no-store',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'x-outbox': '1' },
      body: JSON.stringify({ v: 1, person: item.person, at: item.at, kid: item.kid, box: item.box }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await response.json().catch(() => null);
    const verdict = judge({ type: response.type, status: response.status, body }, item.id);
    return { verdict, asked: Number(response.headers.get('retry-after') ?? 0) * 1000 || 0, answered: true };
  } catch {
    return { verdict: { kind: 'retry' }, asked: 0, answered: false };
  }
}
