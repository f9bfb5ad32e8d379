import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect } from '../../web/scripts/collect';
import { missingIn, missingInCorrection, missingInTalk } from '../../web/scripts/missing';
import type { Item, ItemState } from '../../web/scripts/outbox/item';
import { groupNow, isExpired, type Roster, type RosterGroup } from '../../web/scripts/roster';
import { due } from '../../web/scripts/shell_lists';
import { isDrawn, least, placeOf, seenBy, together } from '../../web/scripts/states';
import { summarise } from '../../web/scripts/summary';

const HOUR = 3_600_000;
const NOW = 1_800_000_000_000;
const form = (...fields: [string, string][]): FormData => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
};
const item = (id: string, state: ItemState, at = NOW, person = 'iris'): Item => ({ id, person, at, kind: 'note', subject: null, kid: 'k', box: 'b', state, tries: 0, problem: null });

test('each ticked child gets a note of its own', () => {
  const drafts = collect('note', form(['group', 'g'], ['pupil', 'sara'], ['pupil', 'milan'], ['signal', 'late'], ['observation', ' stil '], ['interpretation', '']));
  assert.deepEqual(drafts.map((draft) => draft.body), [
    { group: 'g', pupil: 'sara', signals: ['late'], observation: 'stil', interpretation: '' },
    { group: 'g', pupil: 'milan', signals: ['late'], observation: 'stil', interpretation: '' },
  ]);
});

test('a first name typed by hand becomes a note without ids', () => {
  const [draft] = collect('note', form(['group', ''], ['first_name', 'Sara'], ['signal', 'late']));
  assert.deepEqual(draft?.body, { group: null, pupil: null, first_name: 'Sara', signals: ['late'], observation: '', interpretation: '' });
});

test('answers, shares and corrections carry what they are about', () => {
  assert.deepEqual(collect('lesson_answer', form(['watch_lesson', 'w'], ['answer', 'same'])), [{ kind: 'lesson_answer', subject: 'w', body: { watch_lesson: 'w', answer: 'same' } }]);
  assert.deepEqual(collect('share', form(['note', 'a'], ['note', 'b'])).map((draft) => draft.subject), ['a', 'b']);
  assert.deepEqual(collect('correction', form(['note', 'a'], ['observation', 'x'])), [{ kind: 'correction', subject: 'a', body: { note: 'a', observation: 'x', interpretation: '' } }]);
});

test('a conversation goes along as it was filled in, and one tap is enough', () => {
  const least = form(['pupil', 'sara'], ['talked_with', 'child'], ['held_on', '2026-11-03']);
  const empty = { questions: [], said: '', thought: '', small_plan: '' };
  assert.deepEqual(collect('conversation', least), [{ kind: 'conversation', subject: null, body: { pupil: 'sara', talked_with: 'child', held_on: '2026-11-03', ...empty } }]);
  const more = form(['pupil', 'sara'], ['talked_with', 'parent'], ['held_on', '2026-11-03'], ['question', 'a'], ['question', 'b'], ['said', ' moe '], ['small_plan', 'eerder']);
  assert.deepEqual(collect('conversation', more)[0]?.body, { pupil: 'sara', talked_with: 'parent', held_on: '2026-11-03', questions: ['a', 'b'], said: 'moe', thought: '', small_plan: 'eerder' });
});

test('what is missing is named, a child first', () => {
  assert.equal(missingIn(form(['signal', 'late'])), 'missing-pupil');
  assert.equal(missingIn(form(['pupil', 'sara'], ['observation', '  '])), 'missing-seen');
  assert.equal(missingIn(form(['pupil', 'sara'], ['observation', 'stil'])), null);
  assert.equal(missingInCorrection(form(['note', 'a'])), 'missing-text');
  assert.equal(missingInTalk(form(['talked_with', 'child'])), 'missing-pupil');
  assert.equal(missingInTalk(form(['pupil', 'sara'])), null);
});

test('the header counts own waiting rows from the oldest, and others apart', () => {
  const items = [item('1', 'waiting', NOW - 2 * HOUR), item('2', 'signin', NOW - HOUR), item('3', 'sent'), item('4', 'attention'), item('5', 'waiting', NOW, 'karim'), item('6', 'filed')];
  assert.deepEqual(summarise(items, 'iris', NOW), { waiting: 2, since: NOW - 2 * HOUR, signin: true, attention: 1, filed: 1, others: 1, old: false });
});

test('a day of waiting makes the words loud', () => {
  assert.equal(summarise([item('1', 'waiting', NOW - 25 * HOUR)], 'iris', NOW).old, true);
  assert.equal(summarise([item('1', 'sent', NOW - 25 * HOUR)], 'iris', NOW).old, false);
});

test('a note is never shown further than it is', () => {
  const seen = { state: 'seen', seen_by: 'Karim', seen_at: null } as const;
  assert.equal(placeOf(item('1', 'waiting'), seen), 'here');
  assert.equal(placeOf(item('1', 'sent'), seen), 'seen');
  assert.equal(placeOf(item('1', 'sent'), undefined), 'sent');
  assert.equal(placeOf(undefined, { ...seen, state: 'stored' }), 'sent');
  assert.equal(placeOf(undefined, undefined), null);
  assert.equal(least(['seen', 'here', 'sent']), 'here');
});

test('what was filed is where the server says it is by now', () => {
  const stored = { state: 'stored', seen_by: null, seen_at: null } as const;
  assert.equal(placeOf(item('1', 'filed'), undefined), 'filed');
  assert.equal(placeOf(item('1', 'filed'), { ...stored, state: 'attention' }), 'filed');
  assert.equal(placeOf(item('1', 'filed'), stored), 'sent');
  assert.equal(placeOf(item('1', 'waiting'), stored), 'here');
  assert.equal(placeOf(item('1', 'filed'), { ...stored, state: 'discarded' }), null);
});

test('of several notes one that nobody knows any more keeps the others where they were painted', () => {
  assert.equal(together(['sent', null]), 'here');
  assert.equal(together(['seen', null], 'sent'), 'sent');
  assert.equal(together(['signin', null], 'sent'), 'signin');
  assert.equal(together(['sent', 'seen'], 'here'), 'sent');
  assert.equal(together([null, null], 'sent'), null);
  assert.equal(together([]), null);
});

test('on a page the server drew only what waits here and who saw it is news', () => {
  const news = (drawn?: string): string[] => (['attention', 'signin', 'here', 'filed', 'sent', 'seen'] as const).filter((place) => !isDrawn(place, drawn));
  assert.deepEqual(news('sent'), ['attention', 'signin', 'here', 'seen']);
  assert.deepEqual(news('seen'), ['attention', 'signin', 'here']);
  assert.equal(news().length, 6);
});

test('several notes are seen by a name only when that one person saw them all, and then when the last was seen', () => {
  const seen = (seen_by: string | null, seen_at: string | null) => ({ state: 'seen', seen_by, seen_at }) as const;
  const [early, late] = ['2026-11-02T10:30:00+00:00', '2026-11-02T10:45:00+00:00'];
  assert.deepEqual(seenBy([seen('Karim', late), seen('Karim', early)]), { name: 'Karim', time: Date.parse(late) });
  assert.equal(seenBy([seen('Karim', early), seen('Marjan', late)]), null);
  assert.equal(seenBy([seen('Karim', early), undefined]), null);
  assert.equal(seenBy([seen(null, null)]), null);
  assert.equal(seenBy([]), null);
});

const group = (id: string, starts: number, ends: number): RosterGroup => ({ id, name: id, location: 'x', starts, ends, pupils: [] });

test('the group is the one whose lesson is now, or ended last, or begins first', () => {
  const groups = [group('c', NOW + 3 * HOUR, NOW + 4 * HOUR), group('a', NOW - 3 * HOUR, NOW - 2 * HOUR), group('b', NOW - HOUR, NOW)];
  assert.equal(groupNow([...groups, group('now', NOW - 1, NOW + 1)], NOW)?.id, 'now');
  assert.equal(groupNow(groups, NOW)?.id, 'b');
  assert.equal(groupNow(groups.slice(0, 1), NOW)?.id, 'c');
  assert.equal(groupNow([], NOW), undefined);
  assert.equal(groupNow(groups, NOW, 'a')?.id, 'a', 'the one that was asked for goes before all');
  assert.equal(groupNow(groups, NOW, 'gone')?.id, 'b');
});

const roster = (expires: number): Roster => ({ person: 'iris', day: '', expires, groups: [], watches: [] });

test('a roster ends at its expiry, and one that claims to live for a year has ended too', () => {
  assert.equal(isExpired(roster(NOW + HOUR), NOW), false);
  assert.equal(isExpired(roster(NOW), NOW), true);
  assert.equal(isExpired(roster(NOW + 365 * 24 * HOUR), NOW), true);
});

test('only lessons that have ended and were not answered ask for an answer', () => {
  const lesson = (id: string, ends: number) => ({ id, pupil: 'p', group: 'g', number: 1, of: 2, ends });
  const kept = { ...roster(NOW + HOUR), watches: [lesson('past', NOW - 1), lesson('later', NOW + HOUR), lesson('answered', NOW - 1)] };
  const answered: Item = { ...item('1', 'sent'), kind: 'lesson_answer', subject: 'answered' };
  assert.deepEqual(due(kept, [answered], NOW).map((one) => one.id), ['past']);
});
