/** Ids and bytes: uuid7 (RFC 9562), base64url (RFC 4648 §5), and padding that hides how much was written. */

const STEP = 256;
let last = 0;

/**
 * A new UUIDv7. Each is later than the one before it, also within a millisecond and when the clock is set back:
 * a share must sort behind the note it shares.
 */
export function uuid7(now: number = Date.now()): string {
  last = Math.max(now, last + 1);
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 5, rest = last; place >= 0; place--, rest = Math.floor(rest / 256)) bytes[place] = rest % 256;
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

/** Utf-8 JSON behind its length (4 bytes, big-endian), filled with zeros to a multiple of 256 bytes. */
export function pad(value: unknown): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(value));
  const padded = new Uint8Array(Math.ceil((json.length + 4) / STEP) * STEP);
  new DataView(padded.buffer).setUint32(0, json.length);
  padded.set(json, 4);
  return padded;
}

/** What was padded. */
export function unpad(padded: ArrayBuffer): unknown {
  const length = new DataView(padded).getUint32(0);
  return JSON.parse(new TextDecoder().decode(padded.slice(4, 4 + length)));
}
