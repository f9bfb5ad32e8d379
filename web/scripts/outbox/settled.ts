/** What was filed, and then mended or thrown away on a page of the server: the phone stops saying that it asks attention. */

import type { Settled } from '../states';
import { transact } from '../store';
import { tell } from './changes';

/** Rows are looked at and written in one transaction: another tab may have been first, and nothing else is touched. */
export async function settleFiled({ mended, discarded }: Settled): Promise<void> {
  if (!mended.length && !discarded.length) return;
  const found = await transact(async (tx) => {
    const store = tx.objectStore('items');
    const rows = await Promise.all([...mended, ...discarded].map((id) => store.get(id)));
    const filed = rows.flatMap((row) => (row?.state === 'filed' ? row : []));
    await Promise.all(filed.map((row) => (discarded.includes(row.id) ? store.delete(row.id) : store.put({ ...row, state: 'sent', problem: null }))));
    return filed.length;
  });
  if (found) tell();
}
