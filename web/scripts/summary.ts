/** The outbox in a few numbers, for header and banners. Pure. */

import { isOver, type Item } from './outbox/item';

export const LOUD_AFTER_MS = 24 * 3600_000;

export interface Summary {
  /** Of this person, not yet with the server. */
  waiting: number;
  /** The oldest of those, ms since 1970; 0 when none. */
  since: number;
  signin: boolean;
  /** On this phone and never going to fit. */
  attention: number;
  /** Arrived, but filed under 'needs attention', in the last 24 hours. */
  filed: number;
  /** Of another account on this phone. */
  others: number;
  /** Something has waited for more than a day. */
  old: boolean;
}

export function summarise(items: Item[], person: string | null, now: number): Summary {
  const mine = items.filter((item) => item.person === person);
  const here = mine.filter((item) => !isOver(item));
  const queue = here.filter((item) => item.state !== 'attention');
  const since = Math.min(...queue.map((item) => item.at));
  return {
    waiting: queue.length,
    since: queue.length ? since : 0,
    signin: queue.some((item) => item.state === 'signin'),
    attention: here.length - queue.length,
    filed: mine.filter((item) => item.state === 'filed').length,
    others: items.filter((item) => item.person !== person && !isOver(item)).length,
    old: queue.length > 0 && now - since > LOUD_AFTER_MS,
  };
}
