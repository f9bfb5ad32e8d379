/** The files a phone keeps, by the names of their caches; they stay when pages and workers close. */

import type { Life } from './life';

type Files = Map<string, unknown>;

export class Caches {
  private readonly all = new Map<string, Files>();

  get names(): string[] {
    return [...this.all.keys()];
  }

  /** `caches` as one page or worker knows it. */
  of(life: Life): object {
    const { all } = this;
    const now = <T>(work: () => T): Promise<T> => life.guard(Promise.resolve().then(() => (life.alive ? work() : undefined) as T));
    return {
      keys: () => now(() => this.names),
      delete: (name: string) => now(() => all.delete(name)),
      open: (name: string) => now(() => cacheOf(all.get(name) ?? put(all, name), now)),
    };
  }
}

function put(all: Map<string, Files>, name: string): Files {
  const files: Files = new Map();
  all.set(name, files);
  return files;
}

const cacheOf = (files: Files, now: <T>(work: () => T) => Promise<T>): object => ({
  put: (path: string, answer: unknown) => now(() => void files.set(path, answer)),
  match: (path: string) => now(() => files.get(path)),
});
