/** BroadcastChannels of one phone: heard by every other one with the same name, never by itself. */

import type { Life } from './life';

export class Channels {
  private readonly open = new Set<{ name: string; life: Life; hear(data: unknown): void }>();

  /** The class `BroadcastChannel` as one page knows it. */
  of(life: Life): new (name: string) => EventTarget {
    const { open } = this;
    return class extends EventTarget {
      private readonly mine: { name: string; life: Life; hear(data: unknown): void };

      constructor(readonly name: string) {
        super();
        this.mine = { name, life, hear: (data) => this.dispatchEvent(new MessageEvent('message', { data })) };
        open.add(this.mine);
        life.atEnd(() => this.close());
      }

      postMessage(message: unknown): void {
        if (!life.alive || !open.has(this.mine)) return;
        const data = structuredClone(message);
        for (const other of open) {
          if (other !== this.mine && other.name === this.name) setImmediate(() => void (other.life.alive && other.hear(data)));
        }
      }

      close(): void {
        open.delete(this.mine);
      }
    };
  }
}
