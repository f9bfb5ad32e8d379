/** What the phone keeps: the outbox items and a few single rows. One database, two stores, used by page and worker. */

import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { Item } from './outbox/item';

interface Shape extends DBSchema {
  items: { key: string; value: Item };
  kv: { key: string; value: unknown };
}
type StoreName = 'items' | 'kv';
type Mode = 'readonly' | 'readwrite';
type Work<T, M extends Mode> = (tx: IDBPTransaction<Shape, StoreName[], M>) => Promise<T>;

export const DATABASE = 'klankbord';
let opening: Promise<IDBPDatabase<Shape>> | undefined;

function open(): Promise<IDBPDatabase<Shape>> {
  opening ??= openDB<Shape>(DATABASE, 1, {
    upgrade(database) {
      database.createObjectStore('items', { keyPath: 'id' });
      database.createObjectStore('kv');
    },
    // Another tab wants to upgrade or erase: get out of the way, the next call opens again.
    blocking: () => close(),
    terminated: () => (opening = undefined),
  });
  return opening;
}

/** Let go of the connection. The next call opens a new one. */
export function close(): void {
  const handle = opening;
  opening = undefined;
  handle?.then((database) => database.close()).catch(() => undefined);
}

/**
 * Run `work` in one transaction and resolve when it is on disk (strict), not when it was asked for; `relaxed` is for what
 * nobody would miss. One that only reads says so: then it need not wait for others that read, nor they for it.
 * WebKit cuts the connection of a page in the background, so any failure is tried once more on a fresh one.
 * A full disk passes through at once: trying again cannot help, and the form must say so.
 */
export async function transact<T, M extends Mode = 'readwrite'>(work: Work<T, M>, mode?: M, durability: IDBTransactionDurability = 'strict'): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      const tx = (await open()).transaction(['items', 'kv'] as StoreName[], mode ?? ('readwrite' as M), { durability });
      const abandon = (error: unknown): never => {
        try {
          tx.abort();
        } catch {
          // already over: the error below says why
        }
        throw error;
      };
      const [value] = await Promise.all([work(tx).catch(abandon), tx.done]);
      return value;
    } catch (error) {
      close();
      if (attempt > 0 || (error as Error).name === 'QuotaExceededError') throw error;
    }
  }
}

const ask = <T>(work: Work<T, 'readonly'>): Promise<T> => transact(work, 'readonly');
/** Nothing is asked after these, so the commit need not wait for their answers. */
const change = <T>(work: Work<T, 'readwrite'>): Promise<T> =>
  transact((tx) => {
    const done = work(tx);
    tx.commit();
    return done;
  });

export const allItems = (): Promise<Item[]> => ask((tx) => tx.objectStore('items').getAll());
export const putItems = (items: Item[]): Promise<unknown> =>
  change((tx) => Promise.all(items.map((item) => tx.objectStore('items').put(item))));
export const dropItems = (ids: string[]): Promise<unknown> =>
  change((tx) => Promise.all(ids.map((id) => tx.objectStore('items').delete(id))));

export const read = <T>(key: string): Promise<T | undefined> => ask((tx) => tx.objectStore('kv').get(key)) as Promise<T | undefined>;
export const write = (key: string, value: unknown): Promise<unknown> => change((tx) => tx.objectStore('kv').put(value, key));
export const erase = (key: string): Promise<void> => change((tx) => tx.objectStore('kv').delete(key));
