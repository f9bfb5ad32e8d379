/** The one readable thing on the phone: group labels and first names of the next lesson day, with an expiry. */

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
  contacts: Contact[];
  /** The server's clock at the moment of asking, ms since 1970. */
  now?: number;
  /** Server clock minus phone clock, ms; written down here when the roster came in. */
  skew?: number;
}

/** Longest life of a roster: the next lesson day may lie behind a summer. One that says more was made by another clock. */
const LONGEST_MS = 70 * 24 * 3600_000;

export const isExpired = (roster: Roster, now: number): boolean => now >= roster.expires || roster.expires - now > LONGEST_MS;

/** Now, by the server's clock as far as this phone knows it: a phone may be a year wrong. */
export const serverNow = (roster: Roster): number => Date.now() + (roster.skew ?? 0);

/** The roster, if it is this person's and not expired; anything else is erased on the way. Also called by the worker. */
export async function roster(person?: string): Promise<Roster | null> {
  const kept = await read<Roster>('roster');
  if (!kept) return null;
  if (!isExpired(kept, serverNow(kept)) && (!person || kept.person === person)) return kept;
  await erase('roster');
  return null;
}

/** The group whose lesson is now, or else ended last, or else begins first. */
export function groupNow(groups: RosterGroup[], now: number): RosterGroup | undefined {
  const byStart = [...groups].sort((a, b) => a.starts - b.starts);
  return byStart.find((g) => g.starts <= now && now < g.ends) ?? byStart.filter((g) => g.ends <= now).at(-1) ?? byStart[0];
}
