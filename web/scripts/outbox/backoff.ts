/** When the queue may try again: 5 s, 10 s, 20 s … up to 15 minutes, with jitter so that a school does not ring at once. */

const FIRST_MS = 5_000;
export const LONGEST_MS = 15 * 60_000;

export interface Gate {
  failures: number;
  /** ms since 1970 */
  next: number;
}

export const OPEN: Gate = { failures: 0, next: 0 };

/** @param chance 0…1, for the jitter of 50 to 100 %. @param asked the server's Retry-After in ms, or 0. */
export function afterFailure(gate: Gate, now: number, chance: number, asked = 0): Gate {
  const failures = gate.failures + 1;
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1)) * (0.5 + chance / 2);
  return { failures, next: now + Math.min(LONGEST_MS, Math.max(wait, asked)) };
}

/** A gate further away than the longest wait was written by another clock: it does not hold. */
export const isOpen = (gate: Gate, now: number): boolean => now >= gate.next || gate.next - now > LONGEST_MS;
