/** Reads a push: declarative (the browser has parsed it), classic JSON, or broken. Always gives something to show. Pure. */

export interface Notice {
  title: string;
  body: string;
  tag: string;
  lang: string;
  /** Same-origin address to open. */
  url: string;
  /** Number on the icon; null when the message says nothing about it. */
  badge: number | null;
  /** The same when a message is sent again; null when it has none. */
  id: string | null;
  /** It does not leave the screen by itself. */
  stays: boolean;
}

interface Declared {
  title?: unknown;
  body?: unknown;
  tag?: unknown;
  lang?: unknown;
  navigate?: unknown;
  app_badge?: unknown;
  data?: unknown;
  require_interaction?: unknown;
  requireInteraction?: unknown;
}

const FALLBACK = { title: 'Klankbord', body: 'Er is iets voor je in Klankbord.', tag: 'klankbord', lang: 'nl' };
const text = (value: unknown, otherwise: string): string => (typeof value === 'string' && value ? value : otherwise);
const count = (value: unknown): number | null => (value != null && Number.isInteger(Number(value)) && Number(value) >= 0 ? Number(value) : null);

/** Only our own pages are opened; anything else becomes the home page. */
export function sameOrigin(address: unknown, origin: string): string {
  try {
    const url = new URL(text(address, '/'), origin);
    return url.origin === origin ? url.href : `${origin}/`;
  } catch {
    return `${origin}/`;
  }
}

/** @param declared `event.notification` of a declarative push; @param data the raw text of a classic one */
export function readPush(declared: Declared | null, appBadge: unknown, data: string | null, origin: string): Notice {
  const classic = declared ? {} : parse(data);
  const inner = declared ?? (classic.notification as Declared | undefined) ?? {};
  return {
    title: text(inner.title, FALLBACK.title),
    body: text(inner.body, FALLBACK.body),
    tag: text(inner.tag, FALLBACK.tag),
    lang: text(inner.lang, FALLBACK.lang),
    url: sameOrigin(inner.navigate, origin),
    badge: count(appBadge ?? classic.app_badge ?? inner.app_badge),
    id: text(classic.id ?? (inner.data as { id?: unknown } | null | undefined)?.id, '') || null,
    stays: inner.require_interaction === true || inner.requireInteraction === true,
  };
}

function parse(data: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(data ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
