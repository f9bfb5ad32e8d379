/** First names only: finds what tells more about a child in a text. The same rules as on the server. Pure. */

export interface GuardRules {
  titles: string[];
  particles: string[];
  common_words: string[];
  rules: { kind: string; pattern: string; check: string | null }[];
}
export type Find = (text: string) => { kind: string; words: string }[];

const NEVER = '(?!)';
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** BSN check: 9·d1 + 8·d2 + … + 2·d8 − d9 is a multiple of 11 (and the number is not all zeros). */
export function passesEleven(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number);
  const sum = digits.reduce((total, digit, place) => total + digit * (place === 8 ? -1 : 9 - place), 0);
  return digits.length === 9 && digits.some(Boolean) && sum % 11 === 0;
}

/** @param names first names of the children around: 'Sara de Vries' is noticed, 'Sara en Milan' is not. */
export function guard({ titles, particles, common_words, rules }: GuardRules, names: string[]): Find {
  const known = new Set(names.map((name) => name.toLowerCase()));
  const common = new Set(common_words);
  const parts: Record<string, string> = {
    titles: titles.join('|'),
    particles: particles.join('|'),
    names: names.map(escape).join('|') || NEVER,
  };
  const compiled = rules.map((rule) => ({ ...rule, regexp: new RegExp(rule.pattern.replace(/\{(titles|particles|names)\}/g, (_, part: string) => parts[part] ?? NEVER), 'gu') }));
  const isName = (match: RegExpMatchArray): boolean => known.has((match.groups?.last ?? '').toLowerCase());
  const checks: Record<string, (match: RegExpMatchArray) => boolean> = {
    eleven: (match) => passesEleven(match[0]),
    not_a_name: (match) => !isName(match),
    not_common: (match) => !isName(match) && !common.has(match.groups?.first ?? ''),
  };
  return (text) =>
    compiled.flatMap(({ kind, regexp, check }) =>
      [...text.matchAll(regexp)].filter((match) => !check || checks[check]?.(match)).map((match) => ({ kind, words: match[0] })),
    );
}
