/** What the signed-in pages and the offline shell have in common. */

import { listenToAnswers } from './answer';
import { toggleBanner } from './banners';
import { listenToDone } from './done';
import { listenToTyping } from './first_name_guard';
import { listenToForms } from './form';
import { sealInTime } from './in_time';
import { listenToInstall } from './install';
import { listenToNotePage } from './note_page';
import { listenToQuickTaps } from './quick_tap';
import { listenToChanges } from './screen';
import { canStore } from './storage';
import { listenToTriggers } from './triggers';
import { listenToWaiting } from './waiting';

/** Listens first, so that no tap is missed while the rest comes up. Resolves to whether this browser can keep a note. */
export async function start(): Promise<boolean> {
  listenToForms();
  listenToQuickTaps();
  sealInTime();
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
  return true;
}

export const ready = (): void => void (document.documentElement.dataset.ready = '');
