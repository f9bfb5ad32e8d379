/** Which messages this phone has alerted for. A sender that died before it wrote down 'sent' sends once more. */

import { soon } from '../web/scripts/patience';
import { transact } from '../web/scripts/store';

const ROW = 'shown';
const MOST = 100;
/** A person must be told all the same, also by a phone whose database hangs. */
const PATIENCE_MS = 4_000;

/** Whether this message came before. From now on it did; a phone that cannot tell says no, and buzzes. */
export const isRepeat = async (id: string): Promise<boolean> => (await soon(note(id), PATIENCE_MS)) ?? false;

/** Looked up and written down in one transaction: two alike may come at once. */
const note = (id: string): Promise<boolean> =>
  transact(async (tx) => {
    const rows = tx.objectStore('kv');
    const row = await rows.get(ROW);
    const kept: unknown[] = Array.isArray(row) ? row : [];
    if (kept.includes(id)) return true;
    await rows.put([...kept, id].slice(-MOST), ROW);
    return false;
  });
