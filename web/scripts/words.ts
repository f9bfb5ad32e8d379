/** What the scripts say. Every sentence comes from `<template data-say="name">` in the page, so that gettext translates it. */

export type Values = Record<string, string | number>;

const fill = (text: string, values: Values): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => `${values[name] ?? whole}`);

/** The words as nodes, icons included; `{name}` is filled in as text, never as markup. Empty when the page has no such words. */
export function say(name: string, values: Values = {}): DocumentFragment {
  const template = document.querySelector<HTMLTemplateElement>(`template[data-say="${name}"]`);
  const words = template ? (template.content.cloneNode(true) as DocumentFragment) : new DocumentFragment();
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.nodeValue = fill(walker.currentNode.nodeValue ?? '', values);
  return words;
}

export const sayText = (name: string, values: Values = {}): string => (say(name, values).textContent ?? '').trim();

/** `name-one` or `name-many`, with {n}. */
export const sayCount = (name: string, n: number, values: Values = {}): string =>
  sayText(`${name}-${n === 1 ? 'one' : 'many'}`, { n, ...values });

const language = (): string => document.documentElement.lang || 'nl';
const zone = 'Europe/Amsterdam';

/** One for all, made once: on a slow phone making it takes longer than all its use. */
let formatter: Intl.DateTimeFormat | undefined;

/** ['ma', '9:05'] */
function told(at: number): [string, string] {
  formatter ??= new Intl.DateTimeFormat(language(), { timeZone: zone, weekday: 'short', hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });
  const parts = formatter.formatToParts(at);
  const from = parts.findIndex(({ type }) => type === 'hour');
  const time = parts.slice(from).map(({ value }) => value).join('').replace(/^0(?=\d)/, '');
  return [parts.find(({ type }) => type === 'weekday')?.value ?? '', time];
}

/** The longest day has 25 hours; the same weekday within it is the same day. */
const A_DAY_MS = 25 * 3600_000;

/** Milliseconds since 1970 → '9:05' today, 'ma 9:05' before. */
export function clockTime(at: number, now = Date.now()): string {
  const [day, time] = told(at);
  return Math.abs(now - at) < A_DAY_MS && told(now)[0] === day ? time : `${day} ${time}`;
}

/** 'Milan en Noor', 'Sara, Milan en Noor'. */
export const joined = (names: string[]): string => new Intl.ListFormat(language()).format(names);
