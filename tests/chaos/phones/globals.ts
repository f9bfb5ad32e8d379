/** What a page and a worker both find around them. Everything that reaches outside goes through the life of its owner. */

import { IDBCursor, IDBDatabase, IDBIndex, IDBObjectStore, IDBRequest, IDBTransaction } from 'fake-indexeddb';
import { databaseOf } from './database';
import type { Life } from './life';
import { lineOf } from './line';
import type { Phone } from './phone';
import { timersOf } from './timers';

/** One kind of bytes inside and outside, so that `instanceof` holds on both sides. */
const bytes = { ArrayBuffer, DataView, Uint8Array };
const web = {
  AbortController, AbortSignal, Blob, DOMException, Event, EventTarget, FormData, Headers, MessageEvent, Request, Response,
  TextDecoder, TextEncoder, URL, URLSearchParams, atob, btoa, console, crypto, queueMicrotask, structuredClone,
};
const stored = { IDBCursor, IDBDatabase, IDBIndex, IDBObjectStore, IDBRequest, IDBTransaction };

/** @param leaves aborted when the requests of this owner must be cut off */
export function globalsOf(life: Life, phone: Phone, leaves: AbortSignal): Record<string, unknown> {
  const { origin, href } = new URL('/', phone.base);
  const storage = { getItem: () => null, setItem: () => undefined, clear: () => undefined };
  return {
    ...bytes,
    ...web,
    ...stored,
    ...timersOf(life),
    CustomEvent: globalThis.CustomEvent,
    BroadcastChannel: phone.channels.of(life),
    indexedDB: databaseOf(life, phone.databases),
    fetch: lineOf(life, phone, leaves),
    caches: phone.caches.of(life),
    location: { origin, href, pathname: '/', reload: () => undefined },
    localStorage: storage,
    sessionStorage: storage,
    BUILD_VERSION: `build-${phone.version}`,
    phoneNow: phone.now,
  };
}

/** Run first: the phone's own clock, and the names of the global object. */
export const PRELUDE = `
globalThis.self = globalThis;
globalThis.Date = class extends Date {
  constructor(...given) { if (given.length) super(...given); else super(phoneNow()); }
  static now() { return phoneNow(); }
};`;
