/** Repaints everything about the outbox after each change, and asks now and then who has seen what. */

import { identity } from './identity';
import { onChange } from './outbox/changes';
import { inOrder } from './outbox/item';
import { settleFiled } from './outbox/settled';
import { allItems } from './store';
import { askStates, paintStates } from './states';
import { paintWaiting } from './waiting';
import { paintWaits } from './waits';

const ASK_EVERY_MS = 30_000;
type Painter = (items: Awaited<ReturnType<typeof allItems>>, person: string | null) => void;
const painters: Painter[] = [paintWaits, (items) => paintStates(items), paintWaiting];
let asked = false;

/** More that is painted from the outbox; called with all rows and the current person. */
export const alsoPaint = (painter: Painter): void => void painters.push(painter);

export async function repaint(): Promise<void> {
  const items = inOrder(await allItems());
  const me = await identity();
  for (const painter of painters) painter(items, me?.person ?? null);
  // a page is as fresh as its server, but what was filed may have been mended or thrown away just before it
  if (!asked && items.some((item) => item.state === 'filed')) calmly(ask());
}

const calmly = (work: Promise<unknown>): void => void work.catch(() => undefined);

async function ask(): Promise<void> {
  if (document.hidden) return;
  asked = true;
  await settleFiled(await askStates(await allItems()));
  await repaint();
}

export function listenToChanges(): void {
  onChange(() => calmly(repaint()));
  for (const kind of ['online', 'offline', 'pageshow']) addEventListener(kind, () => calmly(repaint()));
  addEventListener('pageshow', () => calmly(ask()));
  document.addEventListener('visibilitychange', () => calmly(ask()));
  setInterval(() => calmly(ask()), ASK_EVERY_MS);
}
