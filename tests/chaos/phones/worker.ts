/** The service worker of a phone: what stands around service_worker/sw.ts, and what the browser makes happen in it. */

import type { Script } from 'node:vm';
import { never } from './life';
import type { Phone } from './phone';
import { Tab } from './tab';

export interface Alert {
  title: string;
  body: string;
  tag: string;
  id: string | null;
  silent: boolean;
  /** ms since 1970, the right time */
  at: number;
}
interface Shown {
  body: string;
  tag: string;
  silent?: boolean;
  data?: { id?: string | null };
}

/** `install` and `activate` have no work to do here, `push`, `sync` and `message` have: each may hold on with `waitUntil`. */
class WorkerEvent extends Event {
  readonly works: Promise<unknown>[] = [];
  constructor(kind: string, more: object = {}) {
    super(kind);
    Object.assign(this, more);
  }
  waitUntil(work: Promise<unknown>): void {
    this.works.push(work);
    work.catch(() => undefined);
  }
}

export class Worker {
  readonly tab: Tab;
  private readonly awaited: { id: string | null; seen(): void }[] = [];

  constructor(phone: Phone, script: Script) {
    this.tab = new Tab(phone, script, (tab) => {
      const registration = {
        showNotification: (title: string, shown: Shown) => {
          if (!tab.life.alive) return never();
          const alert = { title, body: shown.body, tag: shown.tag, id: shown.data?.id ?? null, silent: shown.silent ?? false, at: Date.now() };
          phone.alerts.push(alert);
          this.hasShown(alert);
          return Promise.resolve();
        },
      };
      const clients = { claim: () => Promise.resolve(), matchAll: () => Promise.resolve([]), openWindow: () => Promise.resolve(null) };
      return { registration, clients, navigator: phone.navigatorOf(tab), skipWaiting: () => Promise.resolve() };
    });
    this.tab.fire(new WorkerEvent('activate'));
  }

  /** A push arrives. Resolves once it stands on the screen; what goes on behind it may go on. */
  async push(text: string): Promise<void> {
    const event = new WorkerEvent('push', { data: { text: () => text } });
    const waiting = { id: idIn(text), seen: () => undefined as void };
    const seen = new Promise<boolean>((resolve) => (waiting.seen = () => resolve(true)));
    this.awaited.push(waiting);
    this.tab.fire(event);
    const nothing = Promise.allSettled(event.works).then(() => false);
    if (!(await this.tab.orClosed(Promise.race([seen, nothing])))) throw new Error('nothing was shown');
  }

  /** The browser found a moment in the background. */
  sync(): void {
    this.tab.fire(new WorkerEvent('sync', { tag: 'outbox' }));
  }

  private hasShown({ id }: Alert): void {
    const index = this.awaited.findIndex((one) => one.id === id);
    if (index >= 0) this.awaited.splice(index, 1)[0]?.seen();
  }
}

function idIn(text: string): string | null {
  try {
    return (JSON.parse(text) as { id?: string }).id ?? null;
  } catch {
    return null;
  }
}
