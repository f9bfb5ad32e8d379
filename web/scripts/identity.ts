/** Who writes on this phone, and the key to seal with. From the page's #boot; in the offline shell from the last page. */

import type { Identity } from './outbox/identity';
import { erase, read, write } from './store';

/** The page's own identity, or null on a page without one. */
export function boot(): Identity | null {
  const text = document.getElementById('boot')?.textContent?.trim();
  const found = text ? (JSON.parse(text) as Identity | null) : null;
  return found?.person ? found : null;
}

/** Who may write now: the page's own, else the one who last had a page here. */
export async function identity(): Promise<Identity | null> {
  const mine = boot();
  if (mine) return mine;
  const kept = await read<Identity>('config');
  return kept && !kept.gone ? kept : null;
}

const A_TAP_MS = 1_000;
let asked = 0;
let answer: ReturnType<typeof identity> | undefined;

/** The same, asked when a finger comes down on a form, so that the answer is there when it leaves. */
export function identityOfTap(): ReturnType<typeof identity> {
  if (!answer || Math.abs(Date.now() - asked) > A_TAP_MS) [asked, answer] = [Date.now(), identity()];
  return answer;
}

/** Writes the page's identity down for the worker and the shell. Another person's roster and contacts leave. */
export async function remember(): Promise<void> {
  const mine = boot();
  if (!mine) return;
  const before = await read<Identity>('config');
  if (before && before.person !== mine.person) await forgetReadable();
  await write('config', mine);
}

/** What is readable here leaves; what is sealed stays. */
export const forgetReadable = (): Promise<unknown> => Promise.all([erase('roster'), erase('contacts')]);
