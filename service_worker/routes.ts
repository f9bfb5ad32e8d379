/** What the worker does with a request, as a table. Pure. */

/** asset: cache first, immutable. page: network, else the shell. pass: the worker is not there. */
export type Route = 'asset' | 'page' | 'pass';

export interface Asked {
  method: string;
  url: string;
  mode: string;
}

/** First match wins. */
const TABLE: [Route, (asked: Asked, path: string, known: ReadonlySet<string>) => boolean][] = [
  // A write is never answered, repeated or kept by the worker: that is the outbox's work.
  ['pass', ({ method }) => method !== 'GET'],
  ['asset', (_, path, known) => known.has(path)],
  // Its own file and the health checks must always be the server's.
  ['pass', (_, path) => path === '/sw.js' || path === '/healthz' || path === '/readyz'],
  ['page', ({ mode }) => mode === 'navigate'],
];

/** @param known paths of the kept assets */
export function decide(asked: Asked, origin: string, known: ReadonlySet<string>): Route {
  const url = new URL(asked.url);
  if (url.origin !== origin) return 'pass';
  return TABLE.find(([, fits]) => fits(asked, url.pathname, known))?.[0] ?? 'pass';
}

/** A gateway that says the app is away counts as no connection; every other answer is the app's own. */
export const isAway = (status: number): boolean => status === 502 || status === 503 || status === 504;
