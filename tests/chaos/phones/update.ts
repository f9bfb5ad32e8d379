/**
 * A new version of the app comes to a phone on which it is open: installed, waiting, and then in charge. It is the same code
 * under another version: the change is what is tried, not what next year's code makes of today's rows.
 */

import { rowsOf } from './database';
import type { Phone } from './phone';

interface Row {
  state: string;
}

/**
 * The new worker is installed beside the old one; somebody taps the button on the page `tab`; the old worker ends, the new
 * one becomes active, and that page is loaded anew. Other pages stay as they are.
 * @returns how many items waited just then. Throws, and everything stays as it was, when it cannot be installed.
 */
export async function update(phone: Phone, version: number, tab: string): Promise<Record<string, unknown>> {
  const before = phone.version;
  if (!phone.installed) await phone.awake().ready;
  phone.version = version;
  const next = phone.newWorker();
  try {
    await next.install();
    await next.skipWaiting();
  } catch (error) {
    phone.version = before;
    next.tab.close(false);
    throw error;
  }
  const rows = (await rowsOf(phone.databases, 'klankbord', 'items')) as Row[];
  phone.installed = version;
  phone.worker?.tab.close(true);
  phone.takeOver(next);
  next.ready = next.activate();
  next.ready.catch(() => undefined);
  phone.open(tab);
  return { waits: rows.filter(({ state }) => state === 'waiting' || state === 'signin').length };
}
