import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPush, sameOrigin } from '../../service_worker/notification';
import { decide, isAway } from '../../service_worker/routes';

const HOME = 'https://klankbord.test';
const KNOWN = new Set(['/static/app-AAAAAAAA.js']);
const route = (method: string, path: string, mode = 'cors'): string => decide({ method, url: new URL(path, HOME).href, mode }, HOME, KNOWN);

test('a write is never touched by the worker', () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    assert.equal(route(method, '/notes', 'navigate'), 'pass');
    assert.equal(route(method, '/static/app-AAAAAAAA.js'), 'pass');
  }
});

test('kept assets come from the cache, a page from the network', () => {
  assert.equal(route('GET', '/static/app-AAAAAAAA.js', 'no-cors'), 'asset');
  assert.equal(route('GET', '/today', 'navigate'), 'page');
  assert.equal(route('GET', '/help', 'navigate'), 'page');
});

test('fragments, states, the roster and the worker itself are the server’s', () => {
  for (const path of ['/roster', '/outbox/states?ids=a', '/static/unknown.js', '/manifest.webmanifest']) assert.equal(route('GET', path), 'pass', path);
  for (const path of ['/sw.js', '/healthz', '/readyz']) assert.equal(route('GET', path, 'navigate'), 'pass', path);
});

test('another origin is left alone', () => {
  assert.equal(decide({ method: 'GET', url: 'https://elsewhere.test/static/app-AAAAAAAA.js', mode: 'navigate' }, HOME, KNOWN), 'pass');
});

test('a gateway without the app behind it counts as no connection, an error of the app does not', () => {
  assert.deepEqual([502, 503, 504].map(isAway), [true, true, true]);
  assert.deepEqual([200, 401, 404, 500].map(isAway), [false, false, false, false]);
});

const message = { notification: { title: 'T', body: 'B', tag: 'reminder', lang: 'en', navigate: `${HOME}/today`, app_badge: 3 }, app_badge: 2 };

test('a classic push is read from its json', () => {
  assert.deepEqual(readPush(null, undefined, JSON.stringify(message), HOME), { title: 'T', body: 'B', tag: 'reminder', lang: 'en', url: `${HOME}/today`, badge: 2, id: null, stays: false });
});

test('a declarative push is read from what the browser parsed', () => {
  const notice = readPush(message.notification, 5, null, HOME);
  assert.equal(notice.badge, 5);
  assert.equal(notice.url, `${HOME}/today`);
});

test('a message is known again by its id, also where the browser hands over only the notification', () => {
  assert.equal(readPush(null, undefined, JSON.stringify({ ...message, id: 'abc' }), HOME).id, 'abc');
  assert.equal(readPush({ ...message.notification, data: { id: 'abc' } }, 5, null, HOME).id, 'abc');
  for (const data of [null, 7, 'abc', {}, { id: 7 }, []]) assert.equal(readPush({ data }, 5, null, HOME).id, null, JSON.stringify(data));
});

test('broken, empty and foreign data still give the fixed words and our own home page', () => {
  for (const data of [null, '', 'not json', '[]', '1', 'null', '{"notification":{"title":7,"navigate":"https://evil.test/x"},"app_badge":"x"}']) {
    const notice = readPush(null, undefined, data, HOME);
    assert.equal(notice.title, 'Klankbord');
    assert.equal(notice.url, `${HOME}/`);
    assert.equal(notice.badge, null);
  }
  assert.equal(sameOrigin('javascript:alert(1)', HOME), `${HOME}/`);
  assert.equal(sameOrigin('//evil.test/', HOME), `${HOME}/`);
});
