import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../web/scripts/outbox/answers';

const ID = '018f0000-0000-7000-8000-000000000001';
const verdict = (status: number, body: unknown = null, type = 'basic'): string => judge({ type, status, body }, ID).kind;

test('only our own json with the same id counts as arrived', () => {
  assert.equal(verdict(200, { id: ID, state: 'stored' }), 'done');
  assert.equal(verdict(201, { id: ID, state: 'stored' }), 'done');
  assert.equal(verdict(200, null), 'retry', 'the page of a hotel Wi-Fi');
  assert.equal(verdict(200, { id: 'another' }), 'retry');
  assert.equal(verdict(200, [ID]), 'retry');
  assert.equal(verdict(204), 'retry');
});

test('an item filed under attention has arrived, and says why', () => {
  const answer = { type: 'basic', status: 200, body: { id: ID, state: 'attention', problem: 'unknown_pupil' } };
  assert.deepEqual(judge(answer, ID), { kind: 'filed', problem: 'unknown_pupil' });
});

test('a redirect, 401 and 403 keep the item and ask to sign in', () => {
  assert.equal(verdict(0, null, 'opaqueredirect'), 'signin');
  assert.equal(verdict(401, { error: 'not_signed_in' }), 'signin');
  assert.equal(verdict(403), 'signin');
});

test('server trouble keeps the item and backs off', () => {
  for (const status of [404, 405, 408, 425, 429, 500, 502, 503, 504]) assert.equal(verdict(status), 'retry', `${status}`);
});

test('what will never fit waits on the phone for a person and lets the rest pass', () => {
  for (const status of [409, 410, 413, 422]) assert.equal(verdict(status), 'attention', `${status}`);
  assert.equal(verdict(400, { error: 'garbage' }), 'attention');
  assert.equal(verdict(400, null), 'retry', "a proxy's 400 says nothing about this item");
});

test('no answer at all makes an item disappear', () => {
  for (let status = 200; status < 600; status++) {
    const kind = verdict(status, { error: 'x', state: 'stored' });
    assert.ok(kind !== 'done' && kind !== 'filed', `${status}`);
  }
});
