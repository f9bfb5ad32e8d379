/** An outbox row. It holds no name and no text: only the sealed box, and ids that mean nothing without the server. */

export type Kind = 'note' | 'correction' | 'lesson_answer' | 'share' | 'conversation';

/** waiting: will be sent; signin: will be sent after signing in; attention: the server cannot take this row;
 *  sent and filed are tombstones for 24 hours, so that the page can tell what became of it. */
export type ItemState = 'waiting' | 'signin' | 'attention' | 'sent' | 'filed';

export interface Item {
  id: string;
  person: string;
  /** The phone's clock, ms since 1970; may be a year wrong, and set back between two rows. */
  at: number;
  /** The place behind all rows written before on this phone, by any of its pages. Rows from before there were places have none: they are older. */
  order?: number;
  kind: Kind;
  /** What a later item is about: the note of a share or correction, the watch lesson of an answer. */
  subject: string | null;
  kid: string;
  box: string;
  state: ItemState;
  tries: number;
  /** The server's word for what is wrong, for the support code. */
  problem: string | null;
  /** When a tombstone was made, ms since 1970. */
  done?: number;
}

export const TOMBSTONE_MS = 24 * 3600_000;

export const isOver = (item: Item): boolean => item.state === 'sent' || item.state === 'filed';

/** The id and the person are bound into the seal, so a row cannot be passed off as another's. */
export const sealInfo = (id: string, person: string): string => `klankbord/outbox/1|${id}|${person}`;

/** What goes on being tried. */
export const isUnderway = (item: Item): boolean => item.state === 'waiting' || item.state === 'signin';

/** Below zero when `a` was written before `b`. Ids tell it too, but only as long as nobody sets the clock back. */
const olderFirst = (a: Item, b: Item): number => (a.order ?? 0) - (b.order ?? 0) || (a.id < b.id ? -1 : 1);

/** An older word about the same thing goes first: overtaken by a newer answer, it would take that one's place. */
export const goesBefore = (other: Item, item: Item): boolean =>
  other.id !== item.id &&
  isUnderway(other) &&
  olderFirst(other, item) < 0 &&
  item.subject !== null &&
  other.subject === item.subject &&
  other.kind === item.kind &&
  other.person === item.person;

/** As they were written. */
export const inOrder = (items: Item[]): Item[] => items.sort(olderFirst);
