"""What the browser tests run inside a page. It stands in for a person or for the browser's maker, not for our code."""

SIGN_IN = """async (person) => {
  const body = new URLSearchParams({person});
  const answer = await fetch('/demo/sign-in', {method: 'POST', body, redirect: 'manual'});
  if (answer.type !== 'opaqueredirect') throw new Error('not signed in: ' + answer.status);
}"""

_OPEN = """const open = () => new Promise((done, no) => {
    const asked = indexedDB.open('klankbord');
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onsuccess = () => done(asked.result); asked.onerror = () => done(null);
  });
  const all = (request) => new Promise((done, no) => {
    request.onsuccess = () => done(request.result); request.onerror = no;
  });"""

ITEMS = f"""async () => {{
  {_OPEN}
  const database = await open();
  if (!database) return [];
  const items = await all(database.transaction('items').objectStore('items').getAll());
  database.close();
  return items.sort((a, b) => a.id < b.id ? -1 : 1);
}}"""

KEPT = f"""async (key) => {{
  {_OPEN}
  const database = await open();
  if (!database) return null;
  const value = await all(database.transaction('kv').objectStore('kv').get(key));
  database.close();
  return value ?? null;
}}"""

CACHES = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    found[name] = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
  }
  return found;
}"""

SHOWN = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const shown = registration ? await registration.getNotifications() : [];
  const told = ({title, body, tag, lang, silent, renotify, requireInteraction, data}) =>
    ({title, body, tag, lang, silent, renotify, requireInteraction, url: data?.url});
  return shown.map(told);
}"""

WORKER = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const there = {};
  for (const place of ['installing', 'waiting', 'active']) there[place] = registration?.[place]?.state ?? null;
  return navigator.serviceWorker.controller?.state ?? there;
}"""

TAPS = """() => { window.taps = 0; addEventListener('click', (event) => event.isTrusted && window.taps++, true); }"""

# A headless Chromium cannot reach its maker's push service. This stands in for that service, not for our code.
PUSH_SERVICE = """(() => {
  if (!('PushManager' in self)) return;
  const KEY = '__browser_push';
  const made = (told) => told && Object.assign(Object.create(PushSubscription.prototype), {
    toJSON: () => told, unsubscribe: async () => { await self.__forgetPush(); return true; },
  });
  for (const name of ['endpoint', 'options', 'expirationTime']) {
    Object.defineProperty(PushSubscription.prototype, name, {get() { return this.toJSON()[name] ?? null; }});
  }
  PushManager.prototype.getSubscription = async () => made(await self.__knownPush());
  PushManager.prototype.subscribe = async ({applicationServerKey}) => {
    const key = btoa(String.fromCharCode(...new Uint8Array(applicationServerKey.buffer ?? applicationServerKey)));
    return made(await self.__subscribePush(key.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')));
  };
})()"""
