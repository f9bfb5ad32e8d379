/** What is readable on the phone, each with an expiry: first names of the next lesson day, and whom to call. */

import { erase, read } from './store';

export interface Pupil {
  id: string;
  name: string;
  hint: string | null;
}
export interface RosterGroup {
  id: string;
  name: string;
  location: string;
  /** ms since 1970 */
  starts: number;
  ends: number;
  pupils: Pupil[];
}
export interface DueLesson {
  id: string;
  pupil: string;
  group: string;
  number: number;
  of: number;
  ends: number;
}
export interface Contact {
  name: string;
  role: string;
  phone: string;
  hours: string | null;
}
export interface Roster {
  person: string;
  day: string;
  expires: number;
  groups: RosterGroup[];
  watches: DueLesson[];
  /** The server's clock at the moment of asking, ms since 1970. */
  now?: number;
  /** Server clock minus phone clock, ms; written down here when the roster came in. */
  skew?: number;
}

/** Whom to call; of colleagues only, so it may stay longer than names of children. */
export interface Contacts {
  person: string;
  expires: number;
  contacts: Contact[];
  skew?: number;
}
/** What the server gives: names only to who teaches soon. */
export interface Fetched extends Partial<Roster> {
  person: string;
  groups: RosterGroup[];
  watches: DueLesson[];
  contacts: Contact[];
  contacts_until: number;
}
type Lasting = Pick<Roster, 'expires' | 'skew'>;

/** Longest life of a roster: the next lesson day may lie behind a summer. One that says more was made by another clock. */
const LONGEST_MS = 70 * 24 * 3600_000;

export const isExpired = (roster: Lasting, now: number): boolean => now >= roster.expires || roster.expires - now > LONGEST_MS;

/** Now, by the server's clock as far as this phone knows it: a phone may be a year wrong. */
export const serverNow = (roster: Lasting): number => Date.now() + (roster.skew ?? 0);

/** The roster, if it is this person's and not expired; anything else is erased on the way. Also called by the worker. */
export const roster = (person?: string): Promise<Roster | null> => kept<Roster>('roster', person);

/** Whom this person can call; nobody when that was never fetched here, or long ago. */
export const contacts = async (person: string): Promise<Contact[]> => (await kept<Contacts>('contacts', person))?.contacts ?? [];

async function kept<T extends Lasting & { person: string }>(key: string, person?: string): Promise<T | null> {
  const row = await read<T>(key);
  if (!row) return null;
  if (!isExpired(row, serverNow(row)) && (!person || row.person === person)) return row;
  await erase(key);
  return null;
}

/** The group that was asked for (its id), or else whose lesson is now, or else ended last, or else begins first. */
export function groupNow(groups: RosterGroup[], now: number, asked: string | null = null): RosterGroup | undefined {
  const byStart = [...groups].sort((a, b) => a.starts - b.starts);
  return byStart.find((g) => g.id === asked) ?? byStart.find((g) => g.starts <= now && now < g.ends) ?? byStart.filter((g) => g.ends <= now).at(-1) ?? byStart[0];
}
