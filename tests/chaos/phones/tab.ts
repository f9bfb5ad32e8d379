/** One open page or the service worker of a phone: a context of its own in which the client's own modules run. */

import { createContext, Script } from 'node:vm';
import { globalsOf, PRELUDE } from './globals';
import { Life } from './life';
import type { Phone } from './phone';

const prelude = new Script(PRELUDE, { filename: 'prelude.js' });

export class Tab {
  readonly life = new Life();
  readonly window = new EventTarget();
  private readonly leaves = new AbortController();

  constructor(phone: Phone, script: Script, more: (tab: Tab) => Record<string, unknown>) {
    const { window } = this;
    const context = createContext({
      ...globalsOf(this.life, phone, this.leaves.signal),
      addEventListener: window.addEventListener.bind(window),
      removeEventListener: window.removeEventListener.bind(window),
      dispatchEvent: window.dispatchEvent.bind(window),
      ...more(this),
    });
    prelude.runInContext(context);
    script.runInContext(context);
  }

  /** An event on the window or worker, if it still hears. */
  fire(event: Event): void {
    if (this.life.alive) this.window.dispatchEvent(event);
  }

  /** Gone, this moment. @param leaveRequest what was sent may still arrive */
  close(leaveRequest: boolean): void {
    this.life.end();
    if (!leaveRequest) this.leaves.abort();
  }

  /** What it answers, or an error when it is closed before it could. */
  async orClosed<T>(work: Promise<T>): Promise<T> {
    work.catch(() => undefined); // when the closing is first
    return Promise.race([work, this.life.over.then(() => Promise.reject(new Error('closed')))]);
  }
}
