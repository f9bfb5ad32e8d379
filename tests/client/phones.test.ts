/** The phones of `make chaos` (tests/chaos/phones) behave as phones: else what chaos proves would prove nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { before, after, somePhones, someServer, until, type Phones, type Server } from './some_phones';

const NOTE = { group: 'g', pupil: 'p', signals: ['late'], observation: 'Zat stil.', interpretation: '' };
const HOUR = 3_600_000;
const LONG_ENOUGH = 2_200; // ms; who is told to wait looks again after 1.5 s
let phones: Phones;
let server: Server;
before(async () => {
  server = await someServer();
  phones = await somePhones(server.base);
});
after(() => {
  phones.end();
  server.end();
});

const ids = async (phone: string, state: string): Promise<string[]> =>
  ((await phones.do('items', phone)).items as { id: string; state: string }[]).filter((item) => item.state === state).map((item) => item.id);
const inState = (phone: string, state: string, wanted: string[]): Promise<void> =>
  until(async () => JSON.stringify(await ids(phone, state)) === JSON.stringify(wanted), `${wanted} ${state} on ${phone}`);

test('a note is kept, sent as the person who signed in, and shown as sent', async () => {
  const phone = await phones.make({ session: 'abc', klankbord_add: 'def' });
  const { ids: wanted } = await phones.save(phone, 't1', [NOTE, { ...NOTE, pupil: 'q' }]);
  await inState(phone, 'sent', wanted);
  assert.deepEqual(server.puts.map((put) => put.id), wanted);
  for (const put of server.puts) assert.deepEqual([put.headers.cookie, put.headers['sec-fetch-site']], ['session=abc; klankbord_add=def', 'same-origin']);
  for (const id of wanted) await until(() => phones.said.some((one) => one.id === id && one.state === 'sent'), 'the page says so');
});

test('a page closed in the middle of sending leaves the item, and its lock is free at once', async () => {
  const phone = await phones.make();
  server.answers = 'never';
  const { ids: wanted } = await phones.save(phone, 't1', [NOTE]);
  await until(() => server.tries(wanted[0]!) === 1, 'the first try');
  await phones.do('close', phone, { tab: 't1' });
  assert.deepEqual(await ids(phone, 'waiting'), wanted);
  server.answers = 'yes';
  await phones.do('kick', phone, { tab: 't2', force: true });
  await inState(phone, 'sent', wanted);
  assert.equal(server.tries(wanted[0]!), 2);
});

test('what a closed page had sent may still arrive, and the next page learns that it did', async () => {
  const phone = await phones.make();
  server.answers = 'late';
  const { ids: wanted } = await phones.save(phone, 't1', [NOTE]);
  await until(() => server.tries(wanted[0]!) === 1, 'the first try');
  await phones.do('close', phone, { tab: 't1', leave_request: true });
  await until(() => server.kept.has(wanted[0]!), 'the request that was left');
  assert.deepEqual(await ids(phone, 'waiting'), wanted);
  server.answers = 'yes';
  await phones.do('kick', phone, { tab: 't1', force: true });
  await inState(phone, 'sent', wanted);
});

test('two pages and the worker send an item once when nothing fails', async () => {
  const phone = await phones.make();
  server.answers = 'lost';
  const { ids: wanted } = await phones.save(phone, 't1', [NOTE, NOTE, NOTE]);
  await until(() => server.tries(wanted[0]!) >= 1, 'the first try');
  for (const tab of ['t2', 'sw']) await phones.do('open', phone, { tab });
  server.answers = 'yes';
  await Promise.all(['t1', 't2', 'sw'].map((tab) => phones.do('kick', phone, { tab, force: true })));
  await inState(phone, 'sent', wanted);
  assert.deepEqual(server.taken.filter((id) => wanted.includes(id)), wanted, 'each once, in order');
});

test('what failed is sent when its back-off ends, although nobody does anything and no browser says that the line is back', async () => {
  const phone = await phones.make();
  server.answers = 'lost';
  const { ids: wanted } = await phones.save(phone, 't1', [NOTE]);
  await until(() => server.tries(wanted[0]!) === 1, 'the first try');
  server.answers = 'yes';
  await inState(phone, 'sent', wanted);
});

test('who wants to send while another page waits in vain has a turn when that is over', async () => {
  const phone = await phones.make();
  server.answers = 'never';
  const { ids: wanted } = await phones.save(phone, 't1', [NOTE]);
  await until(() => server.tries(wanted[0]!) === 1, 'the first try');
  await phones.do('kick', phone, { tab: 't2', force: true });
  await new Promise((resolve) => setTimeout(resolve, LONG_ENOUGH));
  await phones.do('close', phone, { tab: 't1' });
  server.answers = 'yes';
  await inState(phone, 'sent', wanted);
});

test('that the line came back is not forgotten because the page was looked at in the same moment, and has long to wait', async () => {
  const phone = await phones.make();
  server.answers = 'lost';
  const { ids: wanted } = await phones.save(phone, 't1', [NOTE]);
  for (let tries = 1; tries <= 4; tries++) {
    await until(() => server.tries(wanted[0]!) >= tries, `try ${tries}`);
    await phones.do('kick', phone, { tab: 't1', force: true });
  }
  await until(() => server.tries(wanted[0]!) >= 5, 'the last one: 40 to 80 seconds of back-off');
  await new Promise((resolve) => setTimeout(resolve, LONG_ENOUGH));
  server.answers = 'yes';
  await Promise.all([false, true].map((force) => phones.do('kick', phone, { tab: 't1', force })));
  await inState(phone, 'sent', wanted);
});

test('a phone whose clock is two days off sends, before and after somebody sets it', async () => {
  const phone = await phones.make();
  await phones.do('clock', phone, { offset_ms: 48 * HOUR });
  const early = (await phones.save(phone, 't1', [NOTE])).ids;
  await inState(phone, 'sent', early);
  await phones.do('clock', phone, { offset_ms: -48 * HOUR });
  const { ids: late } = await phones.save(phone, 't1', [NOTE]);
  await until(() => server.kept.has(late[0]!), 'the second note');
  const at = (id: string): number => server.puts.find((put) => put.id === id)!.at - Date.now();
  assert.deepEqual([early, late].map(([id]) => Math.round(at(id!) / HOUR)), [48, -48]);
});

test('a redirect to sign in keeps the note, as the opaque redirect of a browser does', async () => {
  const phone = await phones.make();
  server.answers = 'redirect';
  const { ids: wanted } = await phones.save(phone, 't1', [NOTE]);
  await inState(phone, 'signin', wanted);
  server.answers = 'yes';
  await phones.do('kick', phone, { tab: 't1', force: true });
  await inState(phone, 'sent', wanted);
});

test('a newer answer about a lesson never overtakes an older one, and everything else may go by', async () => {
  const phone = await phones.make();
  server.answers = 'lost';
  const answer = (lesson: string, word: string): object => ({ kind: 'lesson_answer', subject: lesson, body: { watch_lesson: lesson, answer: word } });
  const [first, second] = (await phones.draft(phone, 't1', [answer('l1', 'better'), answer('l1', 'same')])).ids as [string, string];
  const [other] = (await phones.draft(phone, 't1', [answer('l2', 'worse')])).ids as [string];
  server.chokes.add(first);
  server.answers = 'yes';
  const byNow = async (): Promise<boolean> => {
    await phones.do('kick', phone, { tab: 't1', force: true });
    return server.tries(first) > 4 && server.kept.has(other);
  };
  await until(byNow, 'the one that goes by');
  assert.equal(server.tries(second), 0);
  server.chokes.clear();
  await phones.do('kick', phone, { tab: 't1', force: true });
  await inState(phone, 'sent', [first, second, other]);
});

test('what was written later goes later, also from another page after the clock was set back', async () => {
  const phone = await phones.make();
  server.answers = 'lost';
  const answer = (word: string): object[] => [{ kind: 'lesson_answer', subject: 'l3', body: { watch_lesson: 'l3', answer: word } }];
  const wanted: string[] = [];
  for (const [tab, hours] of [['t1', 48], ['t2', 0], ['t1', 0], ['t2', -48]] as const) {
    await phones.do('clock', phone, { offset_ms: hours * HOUR });
    wanted.push(...(await phones.draft(phone, tab, answer(`${hours}`))).ids, ...(await phones.save(phone, tab, [NOTE])).ids);
  }
  server.answers = 'yes';
  await phones.do('kick', phone, { tab: 't1', force: true });
  await until(() => wanted.every((id) => server.kept.has(id)), 'all of it');
  assert.deepEqual(server.taken.filter((id) => wanted.includes(id)), wanted);
});

test('a page that was open before somebody else signed in stays the page of who had it', async () => {
  const phone = await phones.make();
  await phones.do('open', phone, { tab: 't1' });
  await phones.signIn(phone, {}, 'the other');
  const first = (await phones.do('who', phone, { tab: 't1' })).person;
  assert.deepEqual([first, (await phones.do('who', phone, { tab: 't2' })).person], [`person of ${phone}`, 'the other']);
  const refused = await phones.do('save', phone, { tab: 't1', person: 'the other', notes: [NOTE] }).catch((error: Error) => error.message);
  assert.match(String(refused), /somebody else/);
  await phones.do('save', phone, { tab: 't1', person: first, notes: [NOTE] });
  assert.deepEqual(((await phones.do('items', phone)).items as { person: string }[]).map((item) => item.person), [first]);
});

test('two pages opened at the same moment can both keep a note', async () => {
  const phone = await phones.make();
  for (let turn = 0; turn < 5; turn++) {
    const tabs = ['t1', 't2'];
    await Promise.all(tabs.flatMap((tab) => [phones.do('open', phone, { tab }), phones.save(phone, tab, [NOTE])]));
  }
  await until(async () => (await ids(phone, 'sent')).length === 10, 'all ten');
});

test('signing out wipes the phone, but not while something waits', async () => {
  const phone = await phones.make();
  server.answers = 'lost';
  const { ids: wanted } = await phones.save(phone, 't1', [NOTE]);
  assert.equal((await phones.do('sign_out', phone)).waits, 'some');
  assert.deepEqual(await ids(phone, 'waiting'), wanted);
  server.answers = 'yes';
  await phones.signIn(phone);
  await phones.do('open', phone, { tab: 't1' });
  await inState(phone, 'sent', wanted);
  assert.equal((await phones.do('sign_out', phone)).waits, 'none');
  assert.deepEqual((await phones.do('items', phone)).items, []);
});

test('a push that comes twice alerts once, also when the worker was stopped in between', async () => {
  const phone = await phones.make();
  const push = (id: string): Promise<unknown> => phones.do('push', phone, { text: JSON.stringify({ id, notification: { body: 'B', tag: 't' } }) });
  await Promise.all([push('a'), push('a'), push('b')]);
  await phones.do('close', phone, { tab: 'sw' });
  await push('a');
  const alerts = (await phones.do('shown', phone)).alerts as { id: string; silent: boolean }[];
  assert.deepEqual(alerts.map(({ id, silent }) => `${id} ${silent}`).sort(), ['a false', 'a true', 'a true', 'b false']);
});
