/**
 * Seals what is being typed with the key that only a page of the server holds: what stands in the tab's storage stands on
 * the disk too, and nothing there may be readable. AES-256-GCM, bound to its place; 12 bytes nonce in front.
 */

import { fromBase64url, pad, toBase64url, unpad } from './ids';

const NONCE = 12;
let key: Promise<CryptoKey> | null | undefined;

/** Null on a page without one: the offline shell, or where nobody is signed in. */
function keyOfPage(): Promise<CryptoKey> | null {
  if (key !== undefined) return key;
  const said = document.querySelector<HTMLMetaElement>('meta[name="typing-key"]')?.content;
  return (key = said ? crypto.subtle.importKey('raw', fromBase64url(said), 'AES-GCM', false, ['encrypt', 'decrypt']) : null);
}

const cipher = (place: string, iv: Uint8Array<ArrayBuffer>): AesGcmParams => ({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(place) });

/** Sealed for this place; null when this page cannot. */
export async function close(place: string, value: unknown): Promise<string | null> {
  const mine = await keyOfPage();
  if (!mine) return null;
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const box = await crypto.subtle.encrypt(cipher(place, iv), mine, pad(value));
  return toBase64url(new Uint8Array([...iv, ...new Uint8Array(box)]));
}

/** What was sealed here. Null when this page cannot; raises when it was somebody else's, the key has gone, or it is damaged. */
export async function open(place: string, sealed: string): Promise<unknown> {
  const mine = await keyOfPage();
  if (!mine) return null;
  const box = fromBase64url(sealed);
  return unpad(await crypto.subtle.decrypt(cipher(place, box.slice(0, NONCE)), mine, box.slice(NONCE)));
}
