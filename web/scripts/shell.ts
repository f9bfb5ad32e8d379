/** Entry of the offline shell: a public page without a session, filled from what the phone keeps. */

import { showBanner } from './banners';
import { isHalfFilled } from './half_filled';
import { identity } from './identity';
import { fillContacts, fillDue } from './shell_lists';
import { fillForm, fillOver } from './shell_form';
import { fillTalk } from './shell_talk';
import { painted } from './frame';
import { contacts, roster, type Roster } from './roster';
import { repaint } from './screen';
import { ready, start } from './start';
import { allItems } from './store';
import { kick } from './triggers';

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

/** Asks for the real page again; what stands half-written here would be gone. */
function toThePage(): void {
  if (isHalfFilled()) showBanner('save-first');
  else location.reload();
}

async function main(): Promise<void> {
  // Asked together: what is not there, or may not be, is found out below.
  const who = identity().catch(() => null);
  const names = who.then((me) => (me ? roster(me.person) : null)).catch(() => null);
  const works = await start().catch(() => false);
  const me = works ? await who : null;
  show('[data-shell-write]', Boolean(me));
  show('[data-shell-stranger]', !me);
  const kept = me ? await names : null;
  if (me) fillForm(kept);
  document.querySelectorAll('[data-shell-reload]').forEach((button) => button.addEventListener('click', toThePage));
  addEventListener('online', () => void online());
  if (location.pathname.startsWith('/help')) document.querySelector('[data-shell-help]')?.scrollIntoView();
  ready();
  await painted();
  if (me) await fillTheRest(me.person, kept);
}

/** What nobody waits for: writing comes first. */
async function fillTheRest(person: string, kept: Roster | null): Promise<void> {
  const [items, people] = await Promise.all([allItems(), contacts(person)]);
  fillContacts(people);
  fillOver(kept);
  if (kept) {
    fillDue(kept, items);
    fillTalk(kept);
  }
  await repaint();
  kick();
}

void main();
