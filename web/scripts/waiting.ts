/** The list of what waits on this phone: kind, time, state. No names: the phone cannot read what it sealed. */

import { tell } from './outbox/changes';
import { inOrder, isOver, type Item } from './outbox/item';
import { dropItems, putItems } from './store';
import { kick } from './triggers';
import { clockTime, sayText } from './words';

let mine: Item[] = [];

/** Paints `[data-waiting]`: a row from its template for each item of this person that is not with the server. */
export function paintWaiting(items: Item[], person: string | null): void {
  mine = inOrder(items.filter((item) => item.person === person && !isOver(item)));
  for (const section of document.querySelectorAll<HTMLElement>('[data-waiting]')) {
    const row = section.querySelector<HTMLTemplateElement>('template[data-waiting-row]');
    if (!row) continue;
    section.querySelector('[data-waiting-list]')?.replaceChildren(...mine.map((item) => paintRow(row, item)));
    section.querySelectorAll<HTMLElement>('[data-waiting-some]').forEach((part) => (part.hidden = mine.length === 0));
    section.querySelectorAll<HTMLElement>('[data-waiting-none]').forEach((part) => (part.hidden = mine.length > 0));
  }
}

function paintRow(template: HTMLTemplateElement, item: Item): Node {
  const row = template.content.cloneNode(true) as DocumentFragment;
  const set = (name: string, text: string): void => {
    for (const part of row.querySelectorAll(`[data-row="${name}"]`)) part.textContent = text;
  };
  set('kind', sayText(`kind-${item.kind}`));
  set('time', clockTime(item.at));
  set('state', sayText(`state-${item.state === 'waiting' ? 'here' : item.state}`));
  set('code', `${item.problem ?? '-'} ${item.id}`);
  row.querySelectorAll<HTMLElement>('[data-row-stuck]').forEach((part) => (part.hidden = item.state !== 'attention'));
  row.querySelectorAll<HTMLElement>('[data-item-id]').forEach((part) => (part.dataset.itemId = item.id));
  return row;
}

export function listenToWaiting(): void {
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('[data-flush]')) kick({ force: true });
    const once = target?.closest<HTMLElement>('[data-retry]');
    if (once) void tryAgain(once.dataset.itemId);
    const away = target?.closest<HTMLElement>('[data-discard]');
    if (away) void discard(away);
  });
}

async function tryAgain(id: string | undefined): Promise<void> {
  const item = mine.find((one) => one.id === id);
  if (!item) return;
  await putItems([{ ...item, state: 'waiting' }]);
  tell();
  kick({ force: true });
}

/** The only way a note leaves unsent, so it asks first: the second tap is the one that counts. */
async function discard(button: HTMLElement): Promise<void> {
  const sure = sayText('discard-sure');
  if (button.dataset.asked === undefined && sure) {
    button.dataset.asked = '';
    button.textContent = sure;
    return;
  }
  if (button.dataset.itemId) await dropItems([button.dataset.itemId]);
  tell();
}
