/** The sealing code and envelopes, ready before Bewaar is tapped. */

import { collect, isKind } from './collect';
import { dataOf } from './form';
import { identityOfTap } from './identity';
import { sealAhead } from './outbox/add';
import { prepare } from './outbox/envelopes';
import { loadSeal } from './sealing';

/** After the chip has been painted (ms). */
const SOON_MS = 50;
const FORMS = 'form[data-outbox]';

const warm = (): void => void loadSeal().catch(() => undefined);

/** Also of the button in the dock, which stands outside its form. */
function formOf(target: EventTarget | null): HTMLFormElement | null {
  const near = target instanceof Element ? target.closest<HTMLElement>(`${FORMS}, button[form]`) : null;
  const form = near instanceof HTMLButtonElement ? near.form : near;
  return form instanceof HTMLFormElement && form.matches(FORMS) ? form : null;
}

/** One for each child that is ticked; and with a finger on the button what it is about to save. */
async function lay(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  const me = await identityOfTap();
  if (!me) return;
  const data = dataOf(form, button);
  prepare(me, Math.max(1, data.getAll('pupil').length));
  if (button && isKind(form.dataset.outbox)) await sealAhead(collect(form.dataset.outbox, data), me);
}

/** Fetch on the first touch; at once when no worker stands by with a copy, for the network may be gone by then. */
export function sealInTime(): void {
  let soon: ReturnType<typeof setTimeout>;
  const touched = (event: Event): void => {
    const form = formOf(event.target);
    if (!form) return;
    warm();
    clearTimeout(soon);
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('button[type=submit], button:not([type])') : null;
    if (button) void lay(form, event.type === 'pointerdown' ? button : null).catch(() => undefined);
    else soon = setTimeout(() => void lay(form, null).catch(() => undefined), SOON_MS);
  };
  for (const kind of ['pointerdown', 'focusin', 'change']) document.addEventListener(kind, touched, { passive: true });
  if (document.querySelector(FORMS) && !navigator.serviceWorker?.controller) addEventListener('load', warm);
}
