/** Where each written thing is, in place: on this phone, sent, seen. Green only after the server answered. */

import { isOver, type Item } from './outbox/item';
import { clockTime, sayText } from './words';

export type Place = 'here' | 'signin' | 'attention' | 'sent' | 'filed' | 'seen';
/** Ids of what this phone calls filed, and is in its place by now, or was thrown away. */
export interface Settled {
  mended: string[];
  discarded: string[];
}
export interface Seen {
  state: 'stored' | 'attention' | 'seen' | 'discarded';
  seen_by: string | null;
  seen_at: string | null;
}

const RANK: Place[] = ['attention', 'signin', 'here', 'filed', 'sent', 'seen'];
const heard = new Map<string, Seen>();
const MOST_IDS = 50;
const NOTHING: Settled = { mended: [], discarded: [] };

export const idsOf = (element: HTMLElement): string[] => (element.dataset.items ?? '').split(/\s+/).filter(Boolean);

/** The place of one id; null when neither phone nor server has said anything about it. */
export function placeOf(item: Item | undefined, answer: Seen | undefined): Place | null {
  if (item && item.state !== 'sent' && item.state !== 'filed') return item.state === 'waiting' ? 'here' : item.state;
  if (answer?.state === 'discarded') return null;
  if (answer) return answer.state === 'stored' ? 'sent' : answer.state === 'seen' ? 'seen' : 'filed';
  return item ? (item.state as 'sent' | 'filed') : null;
}

/** Several things are as far as the one that is least far. */
export const least = (places: Place[]): Place | null => RANK.find((place) => places.includes(place)) ?? null;

/** The place of what stands together. Of something nobody knows any more, no more is certain than what was `painted`. */
export function together(places: (Place | null)[], painted: Place = 'here'): Place | null {
  return places.some(Boolean) ? least(places.map((place) => place ?? painted)) : null;
}

/** The server drew a page later than any tombstone here, and says more: that it was shared, and when. */
export const isDrawn = (place: Place, drawn: string | undefined): boolean => drawn !== undefined && [drawn, 'sent', 'filed'].includes(place);

/** Who saw all of it, and when the last of it; null when that is not one name. */
export function seenBy(answers: (Seen | undefined)[]): { name: string; time: number } | null {
  const name = answers[0]?.seen_by;
  const times = answers.flatMap((answer) => (answer?.seen_by === name && answer?.seen_at ? Date.parse(answer.seen_at) : []));
  return name && times.length === answers.length ? { name, time: Math.max(...times) } : null;
}

export function paintStates(items: Item[]): void {
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const element of document.querySelectorAll<HTMLElement>('[data-items]')) {
    const ids = idsOf(element);
    const painted = element.dataset.state as Place | undefined;
    const place = together(ids.map((id) => placeOf(byId.get(id), heard.get(id))), painted);
    if (place && (painted || !isDrawn(place, element.dataset.drawn))) paint(element, place, seenBy(ids.map((id) => heard.get(id))));
  }
}

function paint(element: HTMLElement, place: Place, by: ReturnType<typeof seenBy>): void {
  const name = by?.name ?? '';
  const words = sayText(place === 'seen' && !by ? 'state-seen-by-someone' : `state-${place}`, { name, time: by ? clockTime(by.time) : '' });
  if (element.dataset.state === place && element.dataset.words === words) return;
  Object.assign(element.dataset, { state: place, words });
  const reached = place === 'seen' ? 3 : place === 'sent' || place === 'filed' ? 2 : 1;
  for (const [index, name] of ['here', 'sent', 'seen'].entries()) {
    const bead = element.querySelector(`[data-bead="${name}"]`);
    bead?.classList.toggle('done', index < reached);
    bead?.classList.toggle('sent', index < reached && reached > 1);
  }
  for (const line of element.querySelectorAll<HTMLElement>('[data-state-words]')) line.textContent = words;
  if (place === 'seen' && by) element.querySelectorAll('[data-seen-words]').forEach((line) => (line.textContent = sayText('seen-by', { name })));
  for (const state of [element, ...element.querySelectorAll('.state')].filter((one) => one.classList.contains('state'))) {
    state.className = `state ${place === 'seen' ? 'seen' : reached === 2 ? 'sent' : 'here'}`;
  }
  element.querySelectorAll<HTMLElement>('[data-when-sent]').forEach((part) => (part.hidden = reached < 2 || place === 'filed'));
}

/**
 * Ask the server who has seen what stands on this page, and what became of what it filed. Silent on any failure: the last
 * known state is still true.
 */
export async function askStates(items: Item[]): Promise<Settled> {
  const waiting = new Set(items.filter((item) => !isOver(item)).map((item) => item.id));
  const filed = items.filter((item) => item.state === 'filed').map((item) => item.id);
  const shown = [...document.querySelectorAll<HTMLElement>('[data-items]')].flatMap(idsOf);
  const ids = [...new Set([...shown, ...filed])].filter((id) => !waiting.has(id)).slice(0, MOST_IDS);
  if (!ids.length || !navigator.onLine) return NOTHING;
  const response = await fetch(`/outbox/states?ids=${ids.join(',')}`, { headers: { accept: 'application/json' }, redirect: 'error' });
  if (!response.ok) return NOTHING;
  for (const [id, answer] of Object.entries((await response.json()) as Record<string, Seen>)) heard.set(id, answer);
  const became = (...states: Seen['state'][]): string[] => filed.filter((id) => states.some((state) => state === heard.get(id)?.state));
  return { mended: became('stored', 'seen'), discarded: became('discarded') };
}
