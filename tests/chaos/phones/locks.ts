/** Web Locks of one phone (w3.org/TR/web-locks): exclusive, with ifAvailable and steal; what a dead page held is free. */

import type { Life } from './life';

interface Options {
  ifAvailable?: boolean;
  steal?: boolean;
}
type Callback = (lock: { name: string; mode: 'exclusive' } | null) => unknown;
interface Ask {
  name: string;
  life: Life;
  callback: Callback;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export class Locks {
  private readonly held = new Map<string, Ask>();
  private waiting: Ask[] = [];

  /** `navigator.locks` of one page. */
  of(life: Life): { request(name: string, ...more: [Callback] | [Options, Callback]): Promise<unknown> } {
    life.atEnd(() => this.forget(life));
    return {
      request: (name, ...more) => {
        const [options, callback] = more.length === 1 ? [{}, more[0]] : more;
        return life.guard(new Promise((resolve, reject) => this.ask({ name, life, callback, resolve, reject }, options)));
      },
    };
  }

  private ask(ask: Ask, { ifAvailable, steal }: Options): void {
    if (!ask.life.alive) return;
    const holder = this.held.get(ask.name);
    if (steal) {
      holder?.reject(new DOMException('stolen', 'AbortError'));
      return this.grant(ask);
    }
    const busy = holder !== undefined || this.waiting.some((other) => other.name === ask.name);
    if (!busy) return this.grant(ask);
    if (ifAvailable) return void run(ask, null);
    this.waiting.push(ask);
  }

  private grant(ask: Ask): void {
    this.held.set(ask.name, ask);
    void run(ask, { name: ask.name, mode: 'exclusive' }).then(() => this.release(ask));
  }

  private release(ask: Ask): void {
    if (this.held.get(ask.name) !== ask) return; // stolen, or taken from a dead page
    this.held.delete(ask.name);
    const next = this.waiting.find((other) => other.name === ask.name);
    if (!next) return;
    this.waiting = this.waiting.filter((other) => other !== next);
    this.grant(next);
  }

  private forget(life: Life): void {
    this.waiting = this.waiting.filter((ask) => ask.life !== life);
    for (const ask of [...this.held.values()]) if (ask.life === life) this.release(ask);
  }
}

/** The callback runs in a task of its own, as in a browser; a page that died before it is not woken. */
async function run(ask: Ask, lock: Parameters<Callback>[0]): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  if (!ask.life.alive) return;
  try {
    ask.resolve(await ask.callback(lock));
  } catch (error) {
    ask.reject(error);
  }
}
