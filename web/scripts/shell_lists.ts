/** In the offline shell: the lessons that ask for an answer, and whom to call. Both from what this phone keeps. */

import { isOver, type Item } from './outbox/item';
import { serverNow, type Contact, type DueLesson, type Roster } from './roster';
import { clockTime } from './words';

const fill = (part: ParentNode, values: Record<string, string>): void => {
  for (const [name, text] of Object.entries(values)) {
    part.querySelectorAll(`[data-fill="${name}"]`).forEach((one) => (one.textContent = text));
  }
};

/** Only lessons that have ended and were not answered on this phone. */
export const due = (roster: Roster, items: Item[], now: number): DueLesson[] =>
  roster.watches.filter((lesson) => lesson.ends <= now && !items.some((item) => item.kind === 'lesson_answer' && item.subject === lesson.id && isOver(item)));

export function fillDue(roster: Roster, items: Item[]): void {
  const template = document.querySelector<HTMLTemplateElement>('template[data-due-card]');
  const list = document.querySelector<HTMLElement>('[data-due]');
  if (!template || !list) return;
  const pupils = new Map(roster.groups.flatMap((group) => group.pupils).map((pupil) => [pupil.id, pupil.name]));
  const groups = new Map(roster.groups.map((group) => [group.id, group.name]));
  list.append(...due(roster, items, serverNow(roster)).map((lesson) => {
    const card = template.content.cloneNode(true) as DocumentFragment;
    const section = card.querySelector<HTMLElement>('[data-answer-card]');
    const name = pupils.get(lesson.pupil) ?? lesson.pupil;
    if (section) Object.assign(section.dataset, { answerCard: lesson.id, name });
    const field = card.querySelector<HTMLInputElement>('input[name="watch_lesson"]');
    if (field) field.value = lesson.id;
    fill(card, { name, group: groups.get(lesson.group) ?? '', number: `${lesson.number}`, of: `${lesson.of}`, time: clockTime(lesson.ends) });
    return card;
  }));
}

/** '06 12 34 56 78' as '31612345678', the form wa.me asks for; empty when it is no number we understand. As on the server. */
export function international(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (phone.trim().startsWith('+')) return phone.includes('(0)') ? digits.replace(/^310/, '31') : digits;
  if (digits.startsWith('00')) return digits.slice(2);
  return /^0\d{9}$/.test(digits) ? `31${digits.slice(1)}` : '';
}

export function fillContacts(contacts: Contact[]): void {
  const template = document.querySelector<HTMLTemplateElement>('template[data-contact]');
  const list = document.querySelector('[data-contacts]');
  if (!template || !list) return;
  list.append(...contacts.map((contact) => {
    const row = template.content.cloneNode(true) as DocumentFragment;
    fill(row, { name: contact.name, role: contact.role, phone: contact.phone, hours: contact.hours ?? '' });
    row.querySelectorAll<HTMLAnchorElement>('a[data-dial]').forEach((link) => (link.href = `tel:${contact.phone.replace(/[^\d+]/g, '')}`));
    const number = international(contact.phone);
    row.querySelectorAll<HTMLAnchorElement>('a[data-whatsapp]').forEach((link) => (number ? (link.href = `https://wa.me/${number}`) : link.remove()));
    return row;
  }));
}
