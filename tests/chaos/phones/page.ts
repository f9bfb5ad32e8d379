/** Inside a page: the app as it is, and what a person does with it. Bundled by build.mjs, run in a context of its own. */

import '../../../web/scripts/app';
import { collect } from '../../../web/scripts/collect';
import { identity, remember } from '../../../web/scripts/identity';
import { add, type Draft } from '../../../web/scripts/outbox/add';
import { alsoPaint } from '../../../web/scripts/screen';
import { placeOf } from '../../../web/scripts/states';
import { canStore } from '../../../web/scripts/storage';
import { kick } from '../../../web/scripts/triggers';

export interface Note {
  group: string;
  pupil: string;
  signals: string[];
  observation: string;
  interpretation: string;
}
/** A conversation, by the names it has in its draft. */
export interface Talk {
  pupil: string;
  talked_with: string;
  held_on: string;
  questions: string[];
  said: string;
  thought: string;
  small_plan: string;
}
/** One tap on Bewaar: a note for each child, a conversation, or drafts as they are; `share` taps Delen behind it. */
export interface Tap {
  notes?: Note[];
  talk?: Talk;
  drafts?: Draft[];
  share?: boolean;
}
export interface Hands {
  save(tap: Tap): Promise<{ ids: string[]; shares: string[] }>;
  kick(force: boolean): void;
  remember(): Promise<void>;
}
declare const around: {
  /** All rows as this page shows them now: (id, place). */
  painted(rows: [string, string | null][]): void;
  /** The words 'op deze telefoon' about these. */
  kept(ids: string[]): void;
  hands?: Hands;
};

const form = (fields: Record<string, string | string[]>): FormData => {
  const data = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) data.append(name, value);
  return data;
};
const drafted = ({ signals, ...rest }: Note): Draft[] => collect('note', form({ ...rest, signal: signals }));
const talked = ({ questions, ...rest }: Talk): Draft[] => collect('conversation', form({ ...rest, question: questions }));

async function save({ notes = [], talk, drafts = [], share = false }: Tap): Promise<{ ids: string[]; shares: string[] }> {
  if (!(await canStore())) throw new Error('cannot-keep');
  const ids = await keep([...notes.flatMap(drafted), ...(talk ? talked(talk) : []), ...drafts]);
  return { ids, shares: share ? await keep(collect('share', form({ note: ids }))) : [] };
}

async function keep(drafts: Draft[]): Promise<string[]> {
  const me = await identity();
  if (!me) throw new Error('not-known');
  const ids = (await add(drafts, me)).map((item) => item.id);
  around.kept(ids);
  kick({ force: true, sync: true });
  return ids;
}

alsoPaint((items) => around.painted(items.map((item) => [item.id, placeOf(item, undefined)])));
around.hands = { save, kick: (force) => kick({ force }), remember };
