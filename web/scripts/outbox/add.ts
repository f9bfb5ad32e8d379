/** Seal and keep. All rows of one tap are stored together or not at all. */

import type { Identity } from './identity';
import { pad, toBase64url } from '../ids';
import { putItems } from '../store';
import { envelope } from './envelopes';
import type { Item, Kind } from './item';

export interface Draft {
  kind: Kind;
  subject: string | null;
  /** What the server will read, without `kind`. */
  body: Record<string, unknown>;
}

/** @returns the stored rows, in the order of the drafts. Throws when one could not be sealed or stored; then none is. */
export async function add(drafts: Draft[], me: Identity): Promise<Item[]> {
  const items: Item[] = [];
  for (const { kind, subject, body } of drafts) {
    const { id, person, kid, close } = await envelope(me);
    const box = toBase64url(await close(pad({ kind, ...body })));
    items.push({ id, person, at: Date.now(), kind, subject, kid, box, state: 'waiting', tries: 0, problem: null });
  }
  await putItems(items);
  return items;
}
