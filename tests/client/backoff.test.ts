import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterFailure, isOpen, LONGEST_MS, OPEN, type Gate } from '../../web/scripts/outbox/backoff';
import { isLeaseOver } from '../../web/scripts/outbox/lease';

const NOW = 1_800_000_000_000;

test('the wait doubles from five seconds and stops at a quarter of an hour', () => {
  let gate: Gate = OPEN;
  const waits = Array.from({ length: 10 }, () => {
    gate = afterFailure(gate, NOW, 1);
    return (gate.next - NOW) / 1000;
  });
  assert.deepEqual(waits, [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
});

test('jitter takes off at most half', () => {
  assert.equal(afterFailure(OPEN, NOW, 0).next, NOW + 2_500);
  assert.equal(afterFailure(OPEN, NOW, 1).next, NOW + 5_000);
});

test('the server may ask for more patience, but not for more than the longest wait', () => {
  assert.equal(afterFailure(OPEN, NOW, 1, 60_000).next, NOW + 60_000);
  assert.equal(afterFailure(OPEN, NOW, 1, 86_400_000).next, NOW + LONGEST_MS);
});

test('a gate set by a clock that was a year ahead does not hold', () => {
  assert.equal(isOpen({ failures: 3, next: NOW + 10_000 }, NOW), false);
  assert.equal(isOpen({ failures: 3, next: NOW + 365 * 86_400_000 }, NOW), true);
  assert.equal(isOpen(OPEN, NOW), true);
});

test('a lease holds for its minute, and not when it lies further ahead than a lease can', () => {
  assert.equal(isLeaseOver(undefined, NOW), true);
  assert.equal(isLeaseOver({ owner: 'a', until: NOW + 59_000 }, NOW), false);
  assert.equal(isLeaseOver({ owner: 'a', until: NOW - 1 }, NOW), true);
  assert.equal(isLeaseOver({ owner: 'a', until: NOW + 3_600_000 }, NOW), true);
});
