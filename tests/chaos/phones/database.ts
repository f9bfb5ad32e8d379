/** IndexedDB of one page on the phone's databases. What a dead page had not committed is undone, as a browser does. */

import { IDBOpenDBRequest } from 'fake-indexeddb';
import type { Life } from './life';

/** What fake-indexeddb (pinned) keeps behind a connection; it has no call for 'its page is gone'. */
interface Connection extends IDBDatabase {
  _rawDatabase: { transactions: { db: unknown; _state: string; mode: string; _abort(name: string): void }[] };
}

export function databaseOf(life: Life, phone: IDBFactory): IDBFactory {
  const connections = new Set<Connection>();
  life.atEnd(() => connections.forEach(cut));
  const dead = (): IDBOpenDBRequest => new IDBOpenDBRequest(); // one that never hears anything
  return {
    open: (name: string, version?: number) => {
      if (!life.alive) return dead();
      const request = phone.open(name, version);
      request.addEventListener('success', () => {
        const connection = request.result as Connection;
        if (life.alive) connections.add(connection);
        else connection.close();
      });
      return request;
    },
    deleteDatabase: (name: string) => (life.alive ? phone.deleteDatabase(name) : dead()),
    databases: () => phone.databases(),
    cmp: (first: unknown, second: unknown) => phone.cmp(first, second),
  };
}

function cut(connection: Connection): void {
  const open = connection._rawDatabase.transactions.filter(({ db, _state, mode }) => db === connection && _state !== 'finished' && mode !== 'versionchange');
  for (const transaction of open) transaction._abort('AbortError');
  connection.close();
}

/** All rows of one store, for who looks at the phone from outside; none when there is no database (yet). */
export async function rowsOf(phone: IDBFactory, name: string, store: string): Promise<unknown[]> {
  if (!(await phone.databases()).some((database) => database.name === name)) return [];
  const database = await settled(phone.open(name));
  database.addEventListener('versionchange', () => database.close());
  try {
    return await settled(database.transaction(store).objectStore(store).getAll());
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}
