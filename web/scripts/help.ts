/** Entry of the help page for who is not signed in: whom to call, from what this phone keeps. */

import { identity } from './identity';
import { roster } from './roster';
import { fillContacts } from './shell_lists';

async function main(): Promise<void> {
  const me = await identity();
  const kept = me ? await roster(me.person) : null;
  if (kept) fillContacts(kept.contacts);
}

void main().catch(() => undefined);
