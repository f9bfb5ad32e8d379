/** A hint under the text field while typing, before anything is stored. It helps; it is no guarantee, and says so. */

import { guard, type Find, type GuardRules } from './guard';
import { sayText } from './words';

declare const __GUARD__: GuardRules;
const PAUSE_MS = 400;
/** A finger that is on its way to save has no time for the first look, which takes a slow phone a tenth of a second. */
const ON_A_BUTTON_MS = 1_500;
const FIELDS = 'form[data-outbox] textarea, textarea[data-guard]';

function finder(): Find {
  const chips = [...document.querySelectorAll<HTMLInputElement>('input[name="pupil"]')];
  const names = chips.map((chip) => chip.dataset.name ?? chip.closest('label')?.textContent?.trim() ?? '');
  const others = [...document.querySelectorAll('[data-first-name]')].map((part) => part.textContent ?? '');
  return guard(__GUARD__, [...names, ...others].map((name) => name.trim().split(/\s/)[0] ?? '').filter(Boolean));
}

export function listenToTyping(): void {
  let timer: ReturnType<typeof setTimeout>;
  let typedIn: HTMLTextAreaElement | null = null;
  const lookAfter = (wait: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (typedIn) check(typedIn);
      typedIn = null;
    }, wait);
  };
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement) || !target.matches(FIELDS)) return;
    typedIn = target;
    lookAfter(PAUSE_MS);
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (typedIn && target instanceof Element && target.closest('button')) lookAfter(ON_A_BUTTON_MS);
  });
  document.addEventListener('klankbord:saved', (event) => {
    typedIn = null;
    (event.target as HTMLElement).querySelectorAll('[data-guard-hint]').forEach((hint) => hint.remove());
  });
}

function check(field: HTMLTextAreaElement): void {
  const [found] = finder()(field.value);
  const standing = field.parentElement?.querySelector<HTMLElement>('[data-guard-hint]');
  const words = found ? sayText(`guard-${found.kind}`, { words: found.words }) : '';
  if (!words) return standing?.remove();
  const hint = standing ?? Object.assign(document.createElement('p'), { className: 'banner hint', role: 'status' });
  hint.dataset.guardHint = '';
  if (hint.textContent !== words) hint.textContent = words;
  if (!standing) field.after(hint);
}
