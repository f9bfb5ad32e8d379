/** 'Something in the outbox changed', heard by every page and the worker. A BroadcastChannel does not hear itself. */

const channel = new BroadcastChannel('klankbord-outbox');
const here = new EventTarget();

export function tell(): void {
  here.dispatchEvent(new Event('change'));
  channel.postMessage('change');
}

export function onChange(listener: () => void): void {
  here.addEventListener('change', listener);
  channel.addEventListener('message', listener);
}
