/**
 * Bewaar listens to the finger itself. A browser turns a tap into a mouse that moves, presses, focuses and clicks; on a
 * slow phone that takes longer than sealing and storing. Mouse, keyboard and whatever is no plain tap go the usual way.
 */

import { take } from './form';

/** A finger that stays longer wants something else (ms). */
const SHORT_MS = 500;
/** One that moves further scrolls or changed its mind (CSS px). */
const STILL_PX = 10;
const BUTTON = 'button[form], form[data-outbox] button';

interface Down {
  button: HTMLButtonElement;
  at: number;
  x: number;
  y: number;
}

const isShort = (down: Down, { touches, changedTouches: [up], timeStamp }: TouchEvent): boolean =>
  touches.length === 0 && up !== undefined && timeStamp - down.at < SHORT_MS && Math.hypot(up.clientX - down.x, up.clientY - down.y) < STILL_PX;

/** Straight to the outbox: before a browser tells of a submit it lets its autofill read the whole form. */
function submit(form: HTMLFormElement | null, button: HTMLButtonElement): void {
  if (!form || ((form.noValidate || form.checkValidity()) && take(form, button))) return;
  form.requestSubmit(button);
}

export function listenToQuickTaps(): void {
  let down: Down | null = null;
  document.addEventListener('touchstart', ({ target, touches, timeStamp }) => {
    const button = target instanceof Element ? target.closest<HTMLButtonElement>(BUTTON) : null;
    const [{ clientX: x, clientY: y }] = touches as unknown as [Touch];
    down = button?.type === 'submit' && button.form?.dataset.outbox && touches.length === 1 ? { button, at: timeStamp, x, y } : null;
  }, { passive: true });
  document.addEventListener('touchcancel', () => (down = null), { passive: true });
  document.addEventListener('touchend', (event) => {
    const tapped = down;
    down = null;
    if (!tapped || !event.cancelable || !isShort(tapped, event)) return;
    event.preventDefault(); // no click follows: this was it
    submit(tapped.button.form, tapped.button);
  }, { passive: false });
}
