/** Seal and keep. All rows of one tap are stored together or not at all. */

import type { Identity } from './identity';
import { pad, toBase64url } from '../ids';
import { putItems, read, transact } from '../store';
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
  /** How many rows had been written on this phone. */
  before: Promise<number>;
}

/** Of a finger that came and went without saving, only the newest counts, and not for long (ms). */
const STILL_TRUE_MS = 1_000;
let ahead: Ahead | null = null;
const wordsOf = (drafts: Draft[], me: Identity): string => JSON.stringify([me.person, me.seal.kid, drafts]);

/** Seal before it is sure that this will be saved, count what was written, and walk to the store with empty hands. */
export async function sealAhead(drafts: Draft[], me: Identity): Promise<void> {
  const before = read<number>('order').then((count) => count ?? 0);
  ahead = { words: wordsOf(drafts, me), made: Date.now(), items: seal(drafts, me), before };
  await Promise.all([ahead.items, before, putItems([])]);
}

/** @returns the stored rows, in the order of the drafts. Throws when one could not be sealed or stored; then none is. */
export async function add(drafts: Draft[], me: Identity): Promise<Item[]> {
  const [made, at] = [ahead, Date.now()];
  ahead = null;
  const ready = made?.words === wordsOf(drafts, me) && Math.abs(at - made.made) < STILL_TRUE_MS;
  const [sealed, before] = (ready && (await Promise.all([made.items, made.before]).catch(() => null))) || [await seal(drafts, me), null];
  const items = sealed.map((item) => ({ ...item, at }));
  await store(items, before);
  return items;
}

/** The highest place this page gave out itself. */
let given = 0;

/**
 * Behind all that was written on this phone before, whatever its clock says and whichever page wrote it.
 * @param known how many that were, when somebody just looked: another page can hardly have written since, and then the ids decide
 */
const store = (items: Item[], known: number | null): Promise<unknown> =>
  transact(async (tx) => {
    const [rows, kv] = [tx.objectStore('items'), tx.objectStore('kv')];
    const before = Math.max(given, known ?? ((await kv.get('order')) as number | undefined) ?? 0);
    items.forEach((item, place) => (item.order = before + place + 1));
    given = before + items.length;
    const stored = Promise.all([kv.put(given, 'order'), ...items.map((item) => rows.put(item))]);
    tx.commit();
    return stored;
  });
