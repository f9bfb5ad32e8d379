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

/** Milliseconds since 1970 → '9:05' today, 'ma 9:05' before. */
export function clockTime(at: number): string {
  const moment = new Date(at);
  const day = (date: Date): string => date.toLocaleDateString('en-CA', { timeZone: zone });
  const time = moment.toLocaleTimeString(language(), { timeZone: zone, hour: 'numeric', minute: '2-digit' });
  if (day(moment) === day(new Date())) return time;
  return `${moment.toLocaleDateString(language(), { timeZone: zone, weekday: 'short' })} ${time}`;
}

/** 'Milan en Noor', 'Sara, Milan en Noor'. */
export const joined = (names: string[]): string => new Intl.ListFormat(language()).format(names);
