/** J and K walk through the case list, / goes to search. Never inside a field, never with a modifier, and can be off. */

const SETTING = 'klankbord-keys';
const FIELDS = 'input, textarea, select, [contenteditable]';

export const keysAreOn = (): boolean => localStorage.getItem(SETTING) !== 'off';

export function listenToKeys(): void {
  for (const toggle of document.querySelectorAll<HTMLInputElement>('[data-keys-toggle]')) {
    toggle.checked = keysAreOn();
    toggle.addEventListener('change', () => localStorage.setItem(SETTING, toggle.checked ? 'on' : 'off'));
  }
  document.addEventListener('keydown', onKey);
}

function onKey(event: KeyboardEvent): void {
  const inField = event.target instanceof Element && event.target.closest(FIELDS);
  if (inField || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keysAreOn()) return;
  const key = event.key.toLowerCase();
  if (key === 'j' || key === 'k') step(key === 'j' ? 1 : -1);
  else if (key === '/') focusSearch(event);
}

function step(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-queue-item]')].filter((link) => link.offsetParent !== null);
  if (!links.length) return;
  const open = links.findIndex((link) => link === document.activeElement);
  const at = open >= 0 ? open : links.findIndex((link) => link.getAttribute('aria-current') === 'true');
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by));
  links[next]?.focus();
}

function focusSearch(event: KeyboardEvent): void {
  const search = document.querySelector<HTMLElement>('[data-queue-search]');
  if (!search) return;
  event.preventDefault();
  search.focus();
}
