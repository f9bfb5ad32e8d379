/** Fetches the roster for the next time without a connection, and lets the person do without it. */

import { isExpired, roster, serverNow, type Roster } from './roster';
import { erase, read, write } from './store';

const wanted = async (): Promise<boolean> => (await read<boolean>('roster-off')) !== true;

/** Fetch today's roster for offline use; whatever goes wrong, the kept one stays until it expires. */
export async function fetchRoster(person: string): Promise<void> {
  await roster(person);
  if (!navigator.onLine || !(await wanted())) return;
  const response = await fetch('/roster', { headers: { accept: 'application/json' }, redirect: 'error', cache: 'no-store' });
  if (response.status === 204) return erase('roster'); // no lessons, so no names
  if (response.status !== 200) return;
  const fresh = (await response.json()) as Roster;
  const now = fresh.now ?? Date.parse(response.headers.get('date') ?? '');
  fresh.skew = Number.isFinite(now) ? now - Date.now() : 0;
  if (fresh.person === person && !isExpired(fresh, serverNow(fresh))) await write('roster', fresh);
}

/** `[data-roster-toggle]`: names on this phone, or type them by hand. */
export async function listenToRosterToggle(person: string): Promise<void> {
  const toggle = document.querySelector<HTMLInputElement>('[data-roster-toggle]');
  if (!toggle) return;
  toggle.checked = await wanted();
  toggle.addEventListener('change', async () => {
    await write('roster-off', !toggle.checked);
    if (toggle.checked) await fetchRoster(person);
    else await erase('roster');
  });
}
