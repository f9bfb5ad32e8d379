/** Entry of the help page for who is not signed in: whom to call, from what this phone keeps. */

import { identity } from './identity';
import { contacts } from './roster';
import { fillContacts } from './shell_lists';

async function main(): Promise<void> {
  const me = await identity();
  if (me) fillContacts(await contacts(me.person));
}

void main().catch(() => undefined);
