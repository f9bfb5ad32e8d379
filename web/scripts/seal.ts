/** HPKE (RFC 9180), base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. A file of its own: see sealing.ts. */

import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/**
 * @param publicKey the server's point, uncompressed, 65 bytes
 * @returns the encapsulated key (65 bytes) followed by the ciphertext; only the server can open it
 */
export async function seal(publicKey: Uint8Array<ArrayBuffer>, info: Uint8Array<ArrayBuffer>, plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey.buffer);
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: info.buffer }, plain.buffer);
  const box = new Uint8Array(enc.byteLength + ct.byteLength);
  box.set(new Uint8Array(enc));
  box.set(new Uint8Array(ct), enc.byteLength);
  return box;
}
