/** Entry of the offline shell: a public page without a session, filled from what the phone keeps. */

import { identity } from './identity';
import { fillContacts, fillDue } from './shell_lists';
import { fillForm } from './shell_form';
import { roster } from './roster';
import { ready, start } from './start';
import { allItems } from './store';
import { kick } from './triggers';
import { isHalfFilled } from './update';

const show = (selector: string, on: boolean): void =>
  document.querySelectorAll<HTMLElement>(selector).forEach((part) => (part.hidden = !on));

/** The network is back: send, and offer the real page. Never leaves a half-filled form by itself. */
async function online(): Promise<void> {
  kick({ force: true });
  const answer = await fetch('/healthz', { cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(8_000) }).catch(() => null);
  if (!answer?.ok) return;
  show('[data-shell-back]', true);
  if (!isHalfFilled() && document.visibilityState === 'visible' && !document.querySelector('[data-saved] > *')) show('[data-shell-offline]', false);
}

async function main(): Promise<void> {
  const works = await start().catch(() => false);
  const me = works ? await identity() : null;
  show('[data-shell-write]', Boolean(me));
  show('[data-shell-stranger]', !me);
  if (me) {
    const kept = await roster(me.person);
    fillForm(kept);
    if (kept) {
      fillDue(kept, await allItems());
      fillContacts(kept.contacts);
    }
    kick();
  }
  document.querySelectorAll('[data-shell-reload]').forEach((button) => button.addEventListener('click', () => location.reload()));
  addEventListener('online', () => void online());
  if (location.pathname.startsWith('/help')) document.querySelector('[data-shell-help]')?.scrollIntoView();
  ready();
}

void main();
