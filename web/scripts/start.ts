/** What the signed-in pages and the offline shell have in common. */

import { listenToAnswers } from './answer';
import { toggleBanner } from './banners';
import { listenToDone } from './done';
import { listenToTyping } from './first_name_guard';
import { listenToForms } from './form';
import { listenToInstall } from './install';
import { listenToNotePage } from './note_page';
import { listenToChanges, repaint } from './screen';
import { loadSealInTime } from './sealing';
import { canStore } from './storage';
import { listenToTriggers } from './triggers';
import { listenToWaiting } from './waiting';

/** Listens first, so that no tap is missed while the rest comes up. Resolves to whether this browser can keep a note. */
export async function start(): Promise<boolean> {
  listenToForms();
  loadSealInTime();
  listenToNotePage();
  listenToAnswers();
  listenToDone();
  listenToTyping();
  listenToWaiting();
  listenToInstall();
  const works = await canStore();
  toggleBanner('cannot-keep', !works);
  if (!works) return false;
  listenToTriggers();
  listenToChanges();
  await repaint();
  return true;
}

export const ready = (): void => void (document.documentElement.dataset.ready = '');
