import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64url, pad, toBase64url, uuid7 } from '../../web/scripts/ids';

test('an id is a version 7 uuid that carries the moment of writing', () => {
  const now = Date.now() + 5_000;
  const id = uuid7(now);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(parseInt(id.replaceAll('-', '').slice(0, 12), 16), now);
});

test('ids of one millisecond sort in the order they were made', () => {
  const now = Date.now() + 60_000;
  const ids = Array.from({ length: 50 }, () => uuid7(now));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, 50);
});

test('a clock set back a year still gives later ids', () => {
  const before = uuid7();
  assert.ok(uuid7(Date.now() - 365 * 24 * 3600_000) > before);
});

test('bytes survive base64url, also those that need - and _', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
  const text = toBase64url(bytes);
  assert.match(text, /^[A-Za-z0-9_-]+$/);
  assert.deepEqual([...fromBase64url(text)], [...bytes]);
});

test('padding is a length of four bytes, the json, and zeros up to a step of 256', () => {
  const padded = pad({ text: 'é'.repeat(10) });
  const length = new DataView(padded.buffer).getUint32(0);
  assert.equal(padded.length, 256);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(padded.subarray(4, 4 + length))), { text: 'é'.repeat(10) });
  assert.ok(padded.subarray(4 + length).every((byte) => byte === 0));
});

test('texts of different length look equally long until a step is full', () => {
  assert.equal(pad({ a: 'x' }).length, pad({ a: 'x'.repeat(200) }).length);
  assert.equal(pad('x'.repeat(250)).length, 256);
  assert.equal(pad('x'.repeat(251)).length, 512);
});
