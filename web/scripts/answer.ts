/** How the lesson went: one tap, then a green row with Wijzig. Also after a reload, as long as the answer waits here. */

import type { Saved } from './form';
import { isOver, type Item } from './outbox/item';
import { alsoPaint, repaint } from './screen';

const cardOf = (subject: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-answer-card="${CSS.escape(subject)}"]`);

export function listenToAnswers(): void {
  document.addEventListener('klankbord:saved', (event) => {
    const { kind, items, data } = (event as CustomEvent<Saved>).detail;
    const [item] = items;
    const card = kind === 'lesson_answer' && item?.subject ? cardOf(item.subject) : null;
    if (!card || !item) return;
    const button = card.querySelector<HTMLElement>(`button[name="answer"][value="${CSS.escape(`${data.get('answer')}`)}"]`);
    showDone(card, item, button?.dataset.word ?? button?.textContent?.trim() ?? '')?.focus();
    void repaint();
  });
  document.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('[data-change]')?.closest<HTMLElement>('[data-done-row]') : null;
    if (row) change(row);
  });
  alsoPaint(restore);
}

function showDone(card: HTMLElement, item: Item, word: string): HTMLElement | null {
  const template = document.querySelector<HTMLTemplateElement>('template[data-done-row]');
  const row = (template?.content.cloneNode(true) as DocumentFragment | undefined)?.firstElementChild as HTMLElement | null | undefined;
  if (!row) return null;
  row.dataset.doneRow = item.subject ?? '';
  row.tabIndex = -1;
  const set = (name: string, text: string): void => row.querySelectorAll(`[data-fill="${name}"]`).forEach((part) => (part.textContent = text));
  set('name', card.dataset.name ?? '');
  set('word', word);
  for (const part of row.querySelectorAll<HTMLElement>('[data-items]')) part.dataset.items = item.id;
  rowOf(item.subject ?? '')?.remove();
  card.after(row);
  card.hidden = true;
  return row;
}

const rowOf = (subject: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-done-row="${CSS.escape(subject)}"]`);

function change(row: HTMLElement): void {
  const card = cardOf(row.dataset.doneRow ?? '');
  row.remove();
  if (!card) return;
  card.dataset.changing = '';
  card.hidden = false;
  card.querySelector<HTMLElement>('button[name="answer"]')?.focus();
}

/** A page from before the answer was sent still asks: show the row instead. What was answered only the server can read. */
function restore(items: Item[]): void {
  for (const item of items) {
    if (item.kind !== 'lesson_answer' || !item.subject || isOver(item) || rowOf(item.subject)) continue;
    const card = cardOf(item.subject);
    if (card && !card.hidden && card.dataset.changing === undefined) showDone(card, item, card.dataset.answered ?? '');
  }
}
