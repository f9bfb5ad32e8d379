/** What was filed and then mended on a page of the server: the phone hears of it there, and stops saying it asks attention. */

import { transact } from '../store';
import { tell } from './changes';

/** Rows are looked at and written in one transaction: another tab may have been first, and nothing else is touched. */
export async function settleMended(ids: string[]): Promise<void> {
  if (!ids.length) return;
  const found = await transact(async (tx) => {
    const store = tx.objectStore('items');
    const rows = await Promise.all(ids.map((id) => store.get(id)));
    const filed = rows.flatMap((row) => (row?.state === 'filed' ? row : []));
    await Promise.all(filed.map((row) => store.put({ ...row, state: 'sent', problem: null })));
    return filed.length;
  });
  if (found) tell();
}
