/** Timers that die with their page. */

import type { Life } from './life';

type Timer = (work: (...more: unknown[]) => void, ms?: number, ...more: unknown[]) => number;
export interface Timers {
  setTimeout: Timer;
  setInterval: Timer;
  clearTimeout(id?: number): void;
  clearInterval(id?: number): void;
}

export function timersOf(life: Life): Timers {
  const running = new Map<number, ReturnType<typeof setTimeout>>();
  let last = 0;
  const stop = (id?: number): void => {
    clearTimeout(running.get(id ?? 0));
    running.delete(id ?? 0);
  };
  const start =
    (begin: typeof setTimeout | typeof setInterval, once: boolean): Timer =>
    (work, ms = 0, ...more) => {
      const id = ++last;
      if (!life.alive) return id;
      const ring = (): void => {
        if (once) running.delete(id);
        work(...more);
      };
      running.set(id, begin(ring, ms));
      return id;
    };
  life.atEnd(() => [...running.keys()].forEach(stop));
  return { setTimeout: start(setTimeout, true), setInterval: start(setInterval, false), clearTimeout: stop, clearInterval: stop };
}
