/** Signing out, as a tap on the button does it: the page's own script first, then the form goes to the server. */

import { HTMLFormElement } from './document';
import { ask } from './line';
import type { Phone } from './phone';

/** The script waits 6 s for sending and 6 s for the push service at most; a page that cannot do that is stuck. */
const PATIENCE_MS = 30_000;

/** All pages are closed afterwards. @returns the server's status, null when it could not be reached, and whether anything waits */
export async function signOut(phone: Phone): Promise<Record<string, unknown>> {
  const { tab, document } = phone.open('signing-out');
  const fields = await tab.orClosed(
    new Promise<Record<string, string>>((resolve, reject) => {
      const form = new HTMLFormElement(() => resolve(form.fields));
      form.dataset.signOut = '';
      const event = new Event('submit', { cancelable: true });
      Object.defineProperty(event, 'target', { value: form });
      document.dispatchEvent(event);
      setTimeout(reject, PATIENCE_MS, new Error('the page never let go'));
    }),
  );
  for (const page of [...phone.pages.values()]) page.tab.close(true);
  phone.boot = null;
  return { status: await tellServer(phone, fields), waits: fields.waits ?? null };
}

async function tellServer(phone: Phone, fields: Record<string, string>): Promise<number | null> {
  const init = { method: 'POST', redirect: 'manual', headers: { accept: 'text/html' }, body: new URLSearchParams(fields) } as const;
  try {
    const answer = await ask(new URL('/sign-out', phone.base), init, phone.cookies, AbortSignal.timeout(PATIENCE_MS));
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}
