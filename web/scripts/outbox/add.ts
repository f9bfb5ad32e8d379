/** Seal and keep. All rows of one tap are stored together or not at all. */

import type { Identity } from './identity';
import { fromBase64url, pad, toBase64url, uuid7 } from '../ids';
import { loadSeal } from '../sealing';
import { putItems } from '../store';
import { tell } from './changes';
import { sealInfo, type Item, type Kind } from './item';

export interface Draft {
  kind: Kind;
  subject: string | null;
  /** What the server will read, without `kind`. */
  body: Record<string, unknown>;
}

/** @returns the stored rows, in the order of the drafts. Throws when one could not be sealed or stored; then none is. */
export async function add(drafts: Draft[], me: Identity): Promise<Item[]> {
  const seal = await loadSeal();
  const key = fromBase64url(me.seal.key);
  const items: Item[] = [];
  for (const { kind, subject, body } of drafts) {
    const id = uuid7();
    const info = new TextEncoder().encode(sealInfo(id, me.person));
    const box = toBase64url(await seal(key, info, pad({ kind, ...body })));
    const row = { id, person: me.person, at: Date.now(), kind, subject, kid: me.seal.kid, box };
    items.push({ ...row, state: 'waiting', tries: 0, problem: null });
  }
  await putItems(items);
  tell();
  return items;
}
