/** One phone: what stays when its pages close (databases, cookies, locks, who has it), and its open pages. */

import { IDBFactory } from 'fake-indexeddb';
import type { Script } from 'node:vm';
import { Caches } from './caches';
import { Channels } from './channels';
import { Cookies } from './cookies';
import { rowsOf } from './database';
import { classes, documentWith, type Page } from './document';
import { Locks } from './locks';
import type { Hands } from './page';
import { signOut } from './sign_out';
import { Tab } from './tab';
import { Worker, type Alert } from './worker';

/** What a page and a worker load. */
export interface Site {
  page: Script;
  worker: Script;
}
export interface OpenPage {
  tab: Tab;
  /** Whose page the server made it; null in the shell, which is of whoever had a page here last. */
  person: string | null;
  document: Page;
  hands: Hands;
}
export type Tell = (event: string, about: Record<string, unknown>) => void;

export class Phone {
  readonly databases = new IDBFactory();
  readonly channels = new Channels();
  readonly caches = new Caches();
  readonly locks = new Locks();
  readonly alerts: Alert[] = [];
  readonly pages = new Map<string, OpenPage>();
  worker: Worker | null = null;
  /** The version whose worker was installed last; 0: none yet. */
  installed = 0;
  /** No item is sent as long as this stands. */
  holds = false;
  boot: unknown = null;
  /** The phone's clock minus the right time, ms. */
  offset = 0;
  readonly now = (): number => Date.now() + this.offset;
  readonly cookies = new Cookies(this.now);
  private readonly told = new Map<string, string>();

  constructor(
    readonly base: string,
    public version: number,
    private readonly site: Site,
    readonly tell: Tell,
  ) {}

  /** This page, opened when there is none. */
  page(name: string): OpenPage {
    return this.pages.get(name) ?? this.open(name);
  }

  /** A page is opened (or loaded anew): the app starts in it as it does in a browser. */
  open(name: string): OpenPage {
    this.pages.get(name)?.tab.close(false);
    const document = documentWith(this.boot);
    const around: { painted: unknown; kept: unknown; hands?: Hands } = {
      painted: (rows: [string, string | null][]) => this.painted(rows),
      kept: (ids: string[]) => this.tell('kept', { ids }),
    };
    const tab = new Tab(this, this.site.page, (mine) => ({
      ...classes,
      around,
      document,
      navigator: this.navigatorOf(mine),
      matchMedia: () => ({ matches: false }),
    }));
    const person = (this.boot as { person?: string } | null)?.person ?? null;
    const page = { tab, person, document, hands: around.hands! };
    this.pages.set(name, page);
    tab.life.atEnd(() => this.pages.get(name) === page && this.pages.delete(name));
    for (const kind of ['load', 'pageshow']) tab.fire(Object.assign(new Event(kind), { persisted: false }));
    return page;
  }

  /** The service worker, started when it does not run. */
  awake(): Worker {
    if (this.worker) return this.worker;
    const worker = this.takeOver(this.newWorker());
    if (!this.installed) worker.begin(() => (this.installed = this.version));
    return worker;
  }

  /** A worker that is not in charge yet. */
  newWorker(): Worker {
    return new Worker(this, this.site.worker);
  }

  /** From now on this is the one that hears of pushes and syncs. */
  takeOver(worker: Worker): Worker {
    this.worker = worker;
    worker.tab.life.atEnd(() => this.worker === worker && (this.worker = null));
    return worker;
  }

  close(name: string, leaveRequest: boolean): void {
    if (name === 'sw') this.worker?.tab.close(leaveRequest);
    else this.pages.get(name)?.tab.close(leaveRequest);
  }

  /** A page of this person has been here: the app's own code writes down who it is. */
  async signIn(boot: unknown, cookies: Record<string, string>): Promise<void> {
    this.boot = boot;
    this.cookies.put(cookies);
    const page = this.open('signed-in');
    await page.tab.orClosed(page.hands.remember());
    page.tab.close(true);
  }

  signOut(): Promise<Record<string, unknown>> {
    return signOut(this);
  }

  items(): Promise<unknown[]> {
    return rowsOf(this.databases, 'klankbord', 'items');
  }

  /** `navigator` of a page or of the worker. */
  navigatorOf({ life }: Tab): Record<string, unknown> {
    const nothing = (): void => undefined;
    const registration = {
      sync: { register: () => Promise.resolve(void (life.alive && this.worker?.sync())) },
      active: { postMessage: nothing },
      addEventListener: nothing,
      unregister: () => Promise.resolve(void this.worker?.tab.close(false)),
    };
    const serviceWorker = {
      controller: { postMessage: nothing },
      ready: Promise.resolve(registration),
      register: () => Promise.resolve(registration),
      getRegistration: () => Promise.resolve(registration),
      getRegistrations: () => Promise.resolve([registration]),
      addEventListener: nothing,
    };
    return { locks: this.locks.of(life), onLine: true, userAgent: 'a phone', maxTouchPoints: 1, serviceWorker };
  }

  /** What a page shows of each item now; only what is new is told, with the right time: the clock of this process, which
   *  nobody sets, and not the phone's own, which pages and workers find as `Date`. */
  private painted(rows: [string, string | null][]): void {
    for (const [id, place] of rows) {
      if (!place || this.told.get(id) === place) continue;
      this.told.set(id, place);
      this.tell('said', { id, state: place === 'here' ? 'waiting' : place, at: Date.now() });
    }
  }
}
