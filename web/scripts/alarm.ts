/** The pages of an alarm: sending says so when it fails, and the screen follows what happens without losing the focus. */

const PATIENCE_MS = 10_000;
const AGAIN_MS = 5_000;
const show = (selector: string, on: boolean): void => document.querySelectorAll<HTMLElement>(selector).forEach((part) => (part.hidden = !on));

function listenToSending(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-alarm-form]');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(form);
  });
}

let busy = false;

/** Sent by ourselves, because a browser without a connection would take the numbers off the screen. */
async function send(form: HTMLFormElement): Promise<void> {
  if (busy) return;
  busy = true;
  show('[data-not-sent]', false);
  const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, `${value}`]));
  const answer = await fetch(form.action, { method: 'POST', body, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
  busy = false;
  if (answer?.redirected && answer.ok) return location.assign(answer.url);
  if (answer && answer.status < 500) return form.submit(); // what is wrong with it stands on the page that comes
  show('[data-not-sent]', true);
  document.querySelector<HTMLElement>('[data-not-sent]')?.focus();
}

function listenToEvents(address: string): void {
  const source = new EventSource(address);
  source.onopen = () => show('[data-live-lost]', false);
  source.onmessage = ({ data }: MessageEvent<string>) => {
    show('[data-live-lost]', false);
    if (replace(data)) source.close();
  };
  source.addEventListener('bye', () => location.reload());
  source.onerror = () => {
    show('[data-live-lost]', true);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => void ask(address), AGAIN_MS);
  };
}

/** Events do not come through: ask once, and try again. Signed out meanwhile, or not ours any more: away from this page. */
async function ask(address: string): Promise<void> {
  const answer = await fetch(address, { redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
  if (answer?.type === 'opaqueredirect' || answer?.status === 404) return location.reload();
  const over = answer?.ok ? replace(await answer.text()) : false;
  if (over) show('[data-live-lost]', false);
  else listenToEvents(address);
}

/** Each part as the server last said it; what somebody opened or typed in it since is no difference. */
const before = new Map<HTMLElement, string>();

/** Puts in what differs; whether it is over. */
function replace(html: string): boolean {
  const fresh = document.createElement('template');
  fresh.innerHTML = html;
  for (const [standing, was] of before) {
    const part = fresh.content.querySelector<HTMLElement>(`[data-part="${standing.dataset.part}"]`);
    if (part && part.innerHTML.trim() !== was) swap(standing, part);
  }
  return document.querySelector('[data-over]') !== null;
}

function swap(standing: HTMLElement, part: HTMLElement): void {
  const had = standing.contains(document.activeElement);
  before.set(standing, part.innerHTML.trim());
  standing.replaceChildren(...part.childNodes);
  const says = standing.querySelector<HTMLElement>('[data-says]')?.dataset.says;
  const said = document.querySelector('[data-live-said]');
  if (says && said) said.textContent = says;
  if (had) (standing.querySelector<HTMLElement>('button, a') ?? document.querySelector<HTMLElement>('[data-live-title]'))?.focus();
}

listenToSending();
document.querySelectorAll<HTMLElement>('[data-part]').forEach((part) => before.set(part, part.innerHTML.trim()));
const address = document.querySelector<HTMLElement>('[data-live]')?.dataset.live;
if (address) listenToEvents(address);
