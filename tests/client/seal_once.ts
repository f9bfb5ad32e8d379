/** Seals one text as the page does, for test_seal.py: key and person on the command line, the item on the standard output. */
import { fromBase64url, pad, toBase64url, uuid7 } from '../../web/scripts/ids';
import { sealInfo } from '../../web/scripts/outbox/item';
import { envelope } from '../../web/scripts/seal';

declare const process: { argv: string[] };
const [, , key = '', person = '', text = ''] = process.argv;
const id = uuid7();
const info = new TextEncoder().encode(sealInfo(id, person));
const close = await envelope(fromBase64url(key), info);
const box = await close(pad({ kind: 'note', observation: text }));
console.log(JSON.stringify({ id, box: toBase64url(box) }));
