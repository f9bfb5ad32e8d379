/**
 * Envelopes made ready while somebody is still choosing: all of the sealing that needs no words. On the tap itself only
 * the words are left to seal. Each envelope has an id of its own and is used once or never.
 */

import { fromBase64url, uuid7 } from '../ids';
import type { Close } from '../seal';
import { loadSeal } from '../sealing';
import type { Identity } from './identity';
import { sealInfo } from './item';

export interface Envelope {
  id: string;
  person: string;
  kid: string;
  close: Close;
}

/** An id tells when it was made, so an envelope does not lie ready for long. */
const KEEP_MS = 5 * 60_000;
let ready: { person: string; kid: string; made: number; envelope: Promise<Envelope> }[] = [];

const fresh = async ({ person, seal: { kid, key } }: Identity): Promise<Envelope> => {
  const make = await loadSeal();
  const id = uuid7();
  return { id, person, kid, close: await make(fromBase64url(key), new TextEncoder().encode(sealInfo(id, person))) };
};

const fits = (me: Identity, now: number) => ({ person, kid, made }: (typeof ready)[number]): boolean =>
  person === me.person && kid === me.seal.kid && Math.abs(now - made) < KEEP_MS;

/** Have so many lie ready. One that cannot be made is left out: saving tries again and tells what is wrong. */
export function prepare(me: Identity, count: number): void {
  const now = Date.now();
  ready = ready.filter(fits(me, now));
  while (ready.length < count) {
    const one = { person: me.person, kid: me.seal.kid, made: now, envelope: fresh(me) };
    one.envelope.catch(() => (ready = ready.filter((other) => other !== one)));
    ready.push(one);
  }
}

/** One to put words in: what lies ready, else a new one. Envelopes come in the order of their ids. */
export function envelope(me: Identity): Promise<Envelope> {
  ready = ready.filter(fits(me, Date.now()));
  return ready.shift()?.envelope ?? fresh(me);
}
