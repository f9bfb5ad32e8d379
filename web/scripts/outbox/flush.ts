/** Send what waits, oldest first. Used by the page and by the worker. */

import { allItems, dropItems, putItems, read, write } from '../store';
import type { Identity } from './identity';
import type { Verdict } from './answers';
import { afterFailure, isOpen, OPEN, type Gate } from './backoff';
import { tell } from './changes';
import { goesBefore, inOrder, isOver, isUnderway, TOMBSTONE_MS, type Item } from './item';
import { alone, type Renew } from './lease';
import { send } from './send';

/** After this many answers of 'server error' an item no longer holds up the ones behind it. */
const PATIENCE = 3;

export interface Outcome {
  sent: number;
  stop: 'signin' | 'retry' | null;
  /** Another tab or the worker is sending. */
  busy: boolean;
  /** When what still waits may be tried again (ms since 1970); 0 when nothing has to wait for that. */
  next: number;
}

const NOTHING: Outcome = { sent: 0, stop: null, busy: false, next: 0 };

/** @param force ignore the back-off: the person did something, or the network came back. */
export async function flush({ force = false } = {}): Promise<Outcome> {
  const outcome = await alone(async (renew) => {
    await bury();
    const me = await read<Identity>('config');
    const gate = (await read<Gate>('gate')) ?? OPEN;
    if (!me || !next(await allItems(), me.person, new Set())) return NOTHING;
    if (!force && !isOpen(gate, Date.now())) return { ...NOTHING, next: gate.next };
    const run = await sendAll(me.person, renew);
    const after = run.stop ? afterFailure(gate, Date.now(), Math.random(), run.asked) : OPEN;
    await write('gate', after);
    return { ...run, next: after.next };
  });
  return outcome ?? { ...NOTHING, busy: true };
}

/** The first row that may go: this person's, not yet tried, not about something that is itself still here, and not
 *  behind an older word about the same. */
function next(items: Item[], person: string, tried: Set<string>): Item | undefined {
  return inOrder(items).find(
    (item) =>
      item.person === person &&
      isUnderway(item) &&
      !tried.has(item.id) &&
      !items.some((other) => (other.id === item.subject && !isOver(other)) || goesBefore(other, item)),
  );
}

async function sendAll(person: string, renew: Renew): Promise<Outcome & { asked: number }> {
  const tried = new Set<string>();
  const run = { ...NOTHING, asked: 0 };
  // The list is read again for each item: one saved meanwhile goes along.
  for (let item; (item = next(await allItems(), person, tried)); ) {
    if (!(await renew())) break;
    const { verdict, asked, answered } = await send(item);
    await settle(item, verdict);
    if (verdict.kind === 'done' || verdict.kind === 'filed') run.sent++;
    else tried.add(item.id);
    if (verdict.kind === 'signin' || verdict.kind === 'retry') {
      run.stop = verdict.kind;
      run.asked = asked;
      if (verdict.kind === 'signin' || !answered || item.tries < PATIENCE) break;
    }
  }
  return run;
}

/** Write down what the server said. A row is only given up for a tombstone when the server has it. */
async function settle(item: Item, verdict: Verdict): Promise<void> {
  item.tries++;
  item.state = ({ done: 'sent', filed: 'filed', attention: 'attention', signin: 'signin', retry: 'waiting' } as const)[verdict.kind];
  item.problem = 'problem' in verdict ? verdict.problem : null;
  if (isOver(item)) Object.assign(item, { box: '', done: Date.now() });
  await putItems([item]);
  tell();
}

/** Tombstones go after 24 hours. Nothing else ever expires. */
async function bury(): Promise<void> {
  const old = (item: Item): boolean => isOver(item) && Math.abs(Date.now() - (item.done ?? 0)) > TOMBSTONE_MS;
  const ids = (await allItems()).filter(old).map((item) => item.id);
  if (ids.length) await dropItems(ids);
}
