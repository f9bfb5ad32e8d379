/** On the home screen: pictures for this phone, and asking the browser not to tidy us away. */

interface InstallPrompt extends Event {
  prompt(): Promise<void>;
}

export const isIos = (): boolean => /iP(hone|ad|od)/.test(navigator.userAgent) || (navigator.userAgent.includes('Mac') && navigator.maxTouchPoints > 1);
export const isStandalone = (): boolean =>
  matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true;

const show = (which: string, on: boolean): void =>
  document.querySelectorAll<HTMLElement>(`[data-install="${which}"]`).forEach((part) => (part.hidden = !on));

export function listenToInstall(): void {
  show('ios', isIos() && !isStandalone());
  show('done', isStandalone());
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    show('android', true);
    for (const button of document.querySelectorAll('[data-install-now]')) {
      button.addEventListener('click', () => void (event as InstallPrompt).prompt(), { once: true });
    }
  });
  const persist = (): void => void navigator.storage?.persist?.().catch(() => false);
  addEventListener('appinstalled', () => {
    show('android', false);
    persist();
  });
  // A promise we do not build on: the aim is an empty outbox.
  document.addEventListener('klankbord:saved', persist, { once: true });
}
