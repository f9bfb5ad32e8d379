/** The header: how many wait and since when. And the banners about the outbox. */

import { toggleBanner } from './banners';
import type { Item } from './outbox/item';
import { summarise, type Summary } from './summary';
import { clockTime, say, sayCount } from './words';

export function paintWaits(items: Item[], person: string | null): void {
  const now = summarise(items, person, Date.now());
  const since = now.since ? clockTime(now.since) : '';
  for (const link of document.querySelectorAll<HTMLElement>('[data-waits]')) paintHeader(link, now, since);
  const { others } = now;
  toggleBanner('old', now.old, { since });
  toggleBanner('signin', now.signin);
  toggleBanner('stuck', now.attention > 0);
  toggleBanner('filed', now.filed > 0);
  toggleBanner('others', others > 0, { words: sayCount('others', others) });
  toggleBanner('offline', !navigator.onLine && !document.querySelector('[data-shell]'));
}

function paintHeader(link: HTMLElement, { waiting, attention }: Summary, since: string): void {
  const n = waiting + attention;
  const name = n === 0 ? 'waits-none' : waiting === 0 ? 'waits-stuck' : `waits-${waiting === 1 ? 'one' : 'many'}`;
  const key = `${name} ${n} ${since}`;
  if (link.dataset.said === key) return;
  link.dataset.said = key;
  link.classList.toggle('none', n === 0);
  link.hidden = false;
  link.replaceChildren(say(name, { n: waiting, since }));
}
