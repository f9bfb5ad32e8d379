/** Fetches the roster for the next time without a connection, and lets the person do without it. */

import { isExpired, roster, serverNow, type Contacts, type Fetched, type Roster } from './roster';
import { erase, read, write } from './store';

const wanted = async (): Promise<boolean> => (await read<boolean>('roster-off')) !== true;

/** Fetch what this phone needs without a connection; whatever goes wrong, what is kept stays until it expires. */
export async function fetchRoster(person: string): Promise<void> {
  await roster(person);
  if (!navigator.onLine) return;
  const response = await fetch('/roster', { headers: { accept: 'application/json' }, redirect: 'error', cache: 'no-store' });
  if (response.status !== 200) return;
  const fresh = (await response.json()) as Fetched;
  if (fresh.person !== person) return;
  const now = fresh.now ?? Date.parse(response.headers.get('date') ?? '');
  const skew = Number.isFinite(now) ? now - Date.now() : 0;
  const { contacts, contacts_until: expires, ...names } = fresh;
  await write('contacts', { person, contacts, expires, skew } satisfies Contacts);
  await keepNames({ ...names, skew });
}

/** Names of children only for who teaches soon and wants them here. */
async function keepNames(fresh: Partial<Roster> & Pick<Roster, 'groups'>): Promise<void> {
  if (!fresh.groups.length) return erase('roster');
  const names = fresh as Roster;
  if ((await wanted()) && !isExpired(names, serverNow(names))) await write('roster', names);
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
