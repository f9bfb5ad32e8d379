/** After sharing or correcting: `data-done` names what to show instead of the form; a state line in it gets the ids. */

import type { Saved } from './form';
import { repaint } from './screen';

export function listenToDone(): void {
  document.addEventListener('klankbord:saved', (event) => {
    const form = event.target as HTMLFormElement;
    const place = form.dataset.done ? document.querySelector<HTMLElement>(form.dataset.done) : form.nextElementSibling;
    if (!(place instanceof HTMLElement) || (!form.dataset.done && !('doneHere' in place.dataset))) return;
    const ids = (event as CustomEvent<Saved>).detail.items.map((item) => item.id).join(' ');
    for (const part of [place, ...place.querySelectorAll<HTMLElement>('[data-items]')]) {
      if ('items' in part.dataset) part.dataset.items = ids;
    }
    form.hidden = true;
    // a button at the thumb stands outside its form
    if (form.id) document.querySelectorAll<HTMLElement>(`[form="${form.id}"]`).forEach((button) => (button.hidden = true));
    place.hidden = false;
    // what was tapped has gone: who reads with a keyboard or by ear goes on here
    place.tabIndex = -1;
    place.focus();
    void repaint();
  });
}
