/** The first-name guard's rules, shared with the server: one file, read here for the browser. */
import { readFileSync } from 'node:fs';

/** The rules, without the notes that are there for readers. */
export function firstNames() {
  const { titles, particles, common_words, rules } = JSON.parse(readFileSync('backend/klankbord/content/first_name_guard.json', 'utf8'));
  return { titles, particles, common_words, rules: rules.map(({ kind, pattern, check }) => ({ kind, pattern, check })) };
}
