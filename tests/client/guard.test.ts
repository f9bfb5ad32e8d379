import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guard, passesEleven, type GuardRules } from '../../web/scripts/guard';

declare const __GUARD__: GuardRules;
const find = guard(__GUARD__, ['Sara', 'Milan', 'Noor', 'Yusuf', 'Fenna']);
const kinds = (text: string): string[] => [...new Set(find(text).map((one) => one.kind))];

const TELLING: [string, string][] = [
  ['Sara de Vries was stil vandaag', 'surname'],
  ['Gebeld met Milan Jansen', 'surname'],
  ['Noor van den Berg-Smit kwam later', 'surname'],
  ['Yusuf El Amrani zei niets', 'surname'],
  ['Ik sprak mevrouw Bakker bij de deur', 'surname'],
  ['Overlegd met meneer Van Dam', 'surname'],
  ['Pieter de Groot stond te wachten', 'surname'],
  ['Bel 06 12345678', 'phone'],
  ['Bel +31 6 1234 5678', 'phone'],
  ['Bel 06-12345678 even', 'phone'],
  ['Bel 020 123 45 67', 'phone'],
  ['Mail naar moeder.sara@voorbeeld.nl', 'email'],
  ['BSN 111222333', 'bsn'],
  ['nummer 1112.22.333', 'bsn'],
  ['Woont op 1234 AB', 'postcode'],
  ['Woont op 1234AB', 'postcode'],
  ['Kastanjelaan 12 is haar huis', 'address'],
  ['Geboren op 3 mei', 'birth_date'],
  ['Haar datum is 03-05-2015', 'birth_date'],
];
const FINE = [
  'Sara kwam te laat en was moe',
  'Sara en Milan zaten samen achterin',
  'Sara Noor en Milan deden niet mee',
  'Moeder van Sara was er niet',
  'Les van Milan ging goed',
  'Ze speelde maat 12 tot 24 foutloos',
  'Om 10:24 kwam ze binnen, om 11.00 ging ze weg',
  'De les van 22-11 begon laat',
  'Groep 6B had weinig zin',
  'Ik zag 3 van de 9 kinderen gapen',
  'Fenna zei: laat maar',
  'Juf was ziek, de les viel uit',
  'In 2026 begon hij met cello',
  'Ze had € 1500 nodig voor het kamp',
];

test('what tells more than a first name is noticed', () => {
  for (const [text, kind] of TELLING) assert.ok(kinds(text).includes(kind), `${text}: ${kinds(text).join()}`);
});

test('ordinary sentences about children by first name pass', () => {
  for (const text of FINE) assert.deepEqual(kinds(text), [], text);
});

test('a number is a citizen service number only when it passes the check of eleven', () => {
  assert.equal(passesEleven('111222333'), true);
  assert.equal(passesEleven('111222334'), false);
  assert.equal(passesEleven('000000000'), false);
  assert.deepEqual(kinds('nummer 111222334'), []);
});

test('a first name with signs of a pattern in it breaks nothing', () => {
  assert.deepEqual(guard(__GUARD__, ['S(ara', '.*'])('S(ara was er'), []);
});

test('without any names the other rules still work', () => {
  assert.deepEqual(guard(__GUARD__, [])('Sara was er').length, 0);
  assert.equal(guard(__GUARD__, [])('bel 0612345678').length, 1);
});
