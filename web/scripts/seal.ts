/** HPKE (RFC 9180), base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. A file of its own: see sealing.ts. */

import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** Closes over one text, once: @returns the encapsulated key (65 bytes) followed by the ciphertext; only the server can open it */
export type Close = (plain: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/**
 * Everything that can be done before there is a text: a fresh key of our own, agreed with the server's.
 * @param publicKey the server's point, uncompressed, 65 bytes
 */
export async function envelope(publicKey: Uint8Array<ArrayBuffer>, info: Uint8Array<ArrayBuffer>): Promise<Close> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey.buffer);
  const sender = await suite.createSenderContext({ recipientPublicKey, info: info.buffer });
  return async (plain) => {
    const ct = await sender.seal(plain.buffer);
    const box = new Uint8Array(sender.enc.byteLength + ct.byteLength);
    box.set(new Uint8Array(sender.enc));
    box.set(new Uint8Array(ct), sender.enc.byteLength);
    return box;
  };
}
