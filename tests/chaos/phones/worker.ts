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

/** Each may hold on with `waitUntil`. */
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
  /** Resolves when it is active; pushes and syncs wait for that (w3.org/TR/service-workers, Handle Functional Event). */
  ready: Promise<unknown> = Promise.resolve();
  private goOn = (): void => undefined;
  private readonly goesOn = new Promise<void>((resolve) => (this.goOn = resolve));
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
      return { registration, clients, navigator: phone.navigatorOf(tab), skipWaiting: () => Promise.resolve(this.goOn()) };
    });
  }

  /** The first worker of a phone: nobody is in charge whom it would have to wait for. */
  begin(installed: () => void): void {
    this.ready = this.install().then(installed).then(() => this.activate());
    this.ready.catch(() => undefined);
  }

  /** Resolves when everything it wants to keep is kept; rejects when it cannot be installed. */
  async install(): Promise<void> {
    await this.tab.orClosed(this.worksOf(new WorkerEvent('install')));
  }

  /** The page's button: the worker itself asks not to wait any longer. */
  async skipWaiting(): Promise<void> {
    this.tab.fire(new WorkerEvent('message', { data: 'skipWaiting' }));
    await this.tab.orClosed(this.goesOn);
  }

  /** Whatever becomes of its work, it is active then. */
  async activate(): Promise<void> {
    await this.tab.orClosed(this.worksOf(new WorkerEvent('activate')).catch(() => undefined));
  }

  private worksOf(event: WorkerEvent): Promise<unknown> {
    this.tab.fire(event);
    return Promise.all(event.works);
  }

  /** A push arrives. Resolves once it stands on the screen; what goes on behind it may go on. */
  async push(text: string): Promise<void> {
    await this.tab.orClosed(this.ready);
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
    this.ready.then(
      () => this.tab.fire(new WorkerEvent('sync', { tag: 'outbox' })),
      () => undefined,
    );
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
