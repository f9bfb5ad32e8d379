/** `fetch` of one page or worker: Node's, with what a browser adds to a request and takes from an answer. */

import type { Cookies } from './cookies';
import { never, type Life } from './life';
import type { Phone } from './phone';

type Init = RequestInit & { headers?: HeadersInit };
export type Fetch = (address: string, init?: Init) => Promise<unknown>;

/** @param leaves ends when the requests of this page must be cut off */
export function lineOf(life: Life, phone: Phone, leaves: AbortSignal): Fetch {
  return (address, init = {}) => {
    if (!life.alive) return never();
    if (phone.holds && address.startsWith('/outbox/')) return life.guard(Promise.reject(new TypeError('no line for this')));
    const url = new URL(address, phone.base);
    const asked = ask(url, init, phone.cookies, leaves);
    asked.catch((error: unknown) => life.alive && metBy(phone, url.pathname, error));
    return life.guard(asked.then((answer) => seenBy(life, answer, init.redirect)));
  };
}

/** What nobody but the client can know: that nobody listened, or that its own patience was at an end. */
function metBy(phone: Phone, path: string, error: unknown): void {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  if (cause?.code === 'ECONNREFUSED') phone.tell('refused', { path });
  if (name === 'TimeoutError') phone.tell('given_up', { path });
}

/** One request with the phone's cookies. Redirects are followed only when that is what was asked (the default). */
export async function ask(url: URL, init: Init, cookies: Cookies, leaves: AbortSignal): Promise<Response> {
  const headers = new Headers(init.headers);
  const cookie = init.credentials === 'omit' ? null : cookies.header(url.pathname);
  if (cookie) headers.set('cookie', cookie);
  headers.set('sec-fetch-site', 'same-origin');
  headers.set('sec-fetch-dest', 'empty');
  headers.set('accept-language', 'nl');
  if (init.method && init.method !== 'GET') headers.set('origin', url.origin);
  const signal = init.signal ? AbortSignal.any([init.signal, leaves]) : leaves;
  const answer = await fetch(url, { ...init, headers, signal });
  cookies.take(answer.headers.getSetCookie());
  return answer;
}

/** What a page sees of it: Node shows a redirect that was not followed, a browser shows nothing (fetch.spec.whatwg.org). */
function seenBy(life: Life, answer: Response, redirect: RequestRedirect | undefined): unknown {
  const hidden = redirect === 'manual' && answer.status >= 300 && answer.status < 400;
  if (hidden || !life.alive) void answer.body?.cancel().catch(() => undefined);
  if (hidden) {
    const nothing = (): Promise<never> => Promise.reject(new SyntaxError('no body'));
    return { type: 'opaqueredirect', status: 0, ok: false, headers: new Headers(), json: nothing, text: () => Promise.resolve('') };
  }
  const { status, ok, headers } = answer;
  const read = (how: 'json' | 'text') => () => life.guard<unknown>(answer[how]());
  return { type: 'basic', status, ok, headers, json: read('json'), text: read('text') };
}
