/** From a filled-in form to drafts for the outbox. */

import type { Draft } from './outbox/add';
import type { Kind } from './outbox/item';

const text = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value.trim() : '';
};
const texts = (data: FormData, name: string): string[] => data.getAll(name).filter((value) => typeof value === 'string' && value !== '') as string[];

/** One draft per ticked child; a first name typed by hand (offline shell without a roster) becomes one without ids. */
function notes(data: FormData): Draft[] {
  const body = { signals: texts(data, 'signal'), observation: text(data, 'observation'), interpretation: text(data, 'interpretation') };
  const group = text(data, 'group') || null;
  const drafts: Draft[] = texts(data, 'pupil').map((pupil) => ({ kind: 'note', subject: null, body: { group, pupil, ...body } }));
  const typed = text(data, 'first_name');
  if (typed) drafts.push({ kind: 'note', subject: null, body: { group, pupil: null, first_name: typed, ...body } });
  return drafts;
}

const about = (kind: Kind, field: string, body: (data: FormData) => object) => (data: FormData): Draft[] =>
  texts(data, field).map((subject) => ({ kind, subject, body: { [field]: subject, ...body(data) } }));

/** What came of a talk about one child; all of it may be empty but whom it was with, and when. */
const conversation = (data: FormData): Draft[] => {
  const words = { said: text(data, 'said'), thought: text(data, 'thought'), small_plan: text(data, 'small_plan') };
  const talk = { talked_with: text(data, 'talked_with'), held_on: text(data, 'held_on'), questions: texts(data, 'question') };
  return [{ kind: 'conversation', subject: null, body: { pupil: text(data, 'pupil') || null, ...talk, ...words } }];
};

const COLLECTORS: Record<Kind, (data: FormData) => Draft[]> = {
  note: notes,
  correction: about('correction', 'note', (data) => ({ observation: text(data, 'observation'), interpretation: text(data, 'interpretation') })),
  lesson_answer: about('lesson_answer', 'watch_lesson', (data) => ({ answer: text(data, 'answer') })),
  share: about('share', 'note', () => ({})),
  conversation,
};

export const isKind = (value: string | undefined): value is Kind => value !== undefined && value in COLLECTORS;

/** The drafts of a form; none when something that is needed is missing. */
export const collect = (kind: Kind, data: FormData): Draft[] => COLLECTORS[kind](data);
