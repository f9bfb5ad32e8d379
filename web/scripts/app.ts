/** Entry of every signed-in page. */

import { listenToCopy } from './copy';
import { boot, remember } from './identity';
import { listenToPush, resyncPush } from './push';
import { listenToKeys } from './queue_keys';
import { fetchRoster, listenToRosterToggle } from './roster_page';
import { listenToSignOut } from './signout';
import { repaint } from './screen';
import { ready, start } from './start';
import { kick } from './triggers';
import { fillTyped, keepTyped } from './typed';
import { registerWorker } from './update';

/** A part that fails must not take the others along; what it did not do shows in its own state on the page. */
const calmly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

async function main(): Promise<void> {
  listenToKeys();
  listenToCopy();
  listenToSignOut();
  listenToPush();
  keepTyped();
  const worker = calmly(registerWorker());
  const filled = calmly(fillTyped());
  if (await start()) {
    await repaint();
    await calmly(remember());
    kick({ force: true });
    const person = boot()?.person;
    if (person) {
      addEventListener('pageshow', (event) => event.persisted && void calmly(fetchRoster(person)));
      void calmly(listenToRosterToggle(person));
      await calmly(fetchRoster(person));
    }
    await calmly(resyncPush());
  }
  await filled;
  await worker;
  ready();
}

void calmly(main());
