import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPush } from '../../service_worker/notification';
import { international } from '../../web/scripts/shell_lists';

const ORIGIN = 'https://klankbord.example.org';

test('a number reads as wa.me wants it, or not at all', () => {
  const numbers = ['06 12 34 56 78', '06-12345678', '+31 6 12 34 56 78', '+31 (0)6 12345678', '0031612345678', '+32 470 12 34 56'];
  assert.deepEqual(numbers.map(international), ['31612345678', '31612345678', '31612345678', '31612345678', '31612345678', '32470123456']);
  assert.deepEqual(['', '112', '0800-2000', 'bel Karim'].map(international), ['', '', '', '']);
});

test('a message that stays says so, in the old and the new way of writing it', () => {
  const read = (inside: object) => readPush(null, null, JSON.stringify({ notification: { title: 'Klankbord', ...inside } }), ORIGIN).stays;
  assert.deepEqual([{}, { require_interaction: true }, { requireInteraction: true }, { require_interaction: 'yes' }].map(read), [false, true, true, false]);
});
