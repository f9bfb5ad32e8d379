/** Can this browser keep a note? Private windows and Lockdown Mode say yes and forget: so try, with a real write and read. */

import { erase, read, write } from './store';

const PATIENCE_MS = 4_000;
export type Storage = 'asking' | 'yes' | 'no';

let state: Storage = 'asking';
let asked: Promise<boolean> | undefined;

export const storageState = (): Storage => state;

/** Resolves to true when a value written is a value read. Never hangs: WebKit's `open` may. */
export function canStore(): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, PATIENCE_MS, false));
  asked ??= Promise.race([probe(), late]).then((works) => {
    state = works ? 'yes' : 'no';
    return works;
  });
  return asked;
}

async function probe(): Promise<boolean> {
  try {
    const token = crypto.randomUUID();
    // A row of its own: two pages that open together (tabs brought back by the browser) must not read each other's.
    const row = `probe-${token}`;
    await write(row, token);
    const same = (await read<string>(row)) === token;
    void erase(row).catch(() => undefined);
    return same;
  } catch {
    return false;
  }
}
