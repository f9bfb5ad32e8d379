/** Seal and keep. All rows of one tap are stored together or not at all. */

import type { Identity } from './identity';
import { pad, toBase64url } from '../ids';
import { putItems, transact } from '../store';
import { envelope } from './envelopes';
import type { Item, Kind } from './item';

export interface Draft {
  kind: Kind;
  subject: string | null;
  /** What the server will read, without `kind`. */
  body: Record<string, unknown>;
}

async function seal(drafts: Draft[], me: Identity): Promise<Item[]> {
  const items: Item[] = [];
  for (const { kind, subject, body } of drafts) {
    const { id, person, kid, close } = await envelope(me);
    const box = toBase64url(await close(pad({ kind, ...body })));
    items.push({ id, person, at: Date.now(), kind, subject, kid, box, state: 'waiting', tries: 0, problem: null });
  }
  return items;
}

/** Made while the finger was still on the button. Never stored by itself: of use only when the very same is saved. */
interface Ahead {
  words: string;
  made: number;
  items: Promise<Item[]>;
  /** The place before theirs. */
  before: Promise<number>;
}

/** Of a finger that came and went without saving, only the newest counts, and not for long (ms). */
const STILL_TRUE_MS = 1_000;
let ahead: Ahead | null = null;
const wordsOf = (drafts: Draft[], me: Identity): string => JSON.stringify([me.person, me.seal.kid, drafts]);

/** Seal before it is sure that this will be saved, and keep places for it: the tap itself then only writes the rows. */
export async function sealAhead(drafts: Draft[], me: Identity): Promise<void> {
  ahead = { words: wordsOf(drafts, me), made: Date.now(), items: seal(drafts, me), before: takePlaces(drafts.length) };
  await Promise.all([ahead.items, ahead.before]);
}

/** @returns the stored rows, in the order of the drafts. Throws when one could not be sealed or stored; then none is. */
export async function add(drafts: Draft[], me: Identity): Promise<Item[]> {
  const [made, at] = [ahead, Date.now()];
  ahead = null;
  const ready = made?.words === wordsOf(drafts, me) && Math.abs(at - made.made) < STILL_TRUE_MS;
  const [sealed, before] = (ready && (await Promise.all([made.items, made.before]).catch(() => null))) || [await seal(drafts, me), null];
  const items = sealed.map((item) => ({ ...item, at }));
  const behind = (place: number): Item[] => items.map((item, index) => Object.assign(item, { order: place + index + 1 }));
  await (before === null ? takePlaces(items.length, behind) : putItems(behind(before)));
  return items;
}

const none = (): Item[] => [];

/**
 * Places behind all that was written on this phone before, whatever its clock says and whichever page wrote it. One
 * that stays empty is no harm. Without rows there is nothing to lose yet, so nobody waits for the disk.
 * @param rows what goes into them, all together or not at all
 * @returns the place before them
 */
const takePlaces = (count: number, rows: (before: number) => Item[] = none): Promise<number> =>
  transact(
    async (tx) => {
      const [items, kv] = [tx.objectStore('items'), tx.objectStore('kv')];
      const before = ((await kv.get('order')) as number | undefined) ?? 0;
      const stored = Promise.all([kv.put(before + count, 'order'), ...rows(before).map((row) => items.put(row))]);
      tx.commit();
      await stored;
      return before;
    },
    'readwrite',
    rows === none ? 'relaxed' : 'strict',
  );
