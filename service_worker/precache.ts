/** What a phone keeps of us: hashed files and the two public shells. Nothing that needs a session, ever. */

declare const __VERSION__: string;
declare const __ASSETS__: string[];
declare const __SHELLS__: Record<string, string>;

const PREFIX = 'klankbord-';
const CACHE = `${PREFIX}${__VERSION__}`;

export const ASSETS: ReadonlySet<string> = new Set(__ASSETS__);

/** Fetch everything anew, without cookies; a redirect or anything but 200 fails the install and the old worker stays. */
export async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    [...__ASSETS__, ...Object.values(__SHELLS__)].map(async (path) => {
      const response = await fetch(path, { credentials: 'omit', redirect: 'error', cache: 'reload' });
      if (response.status !== 200) throw new Error(`${path} ${response.status}`);
      await cache.put(path, response);
    }),
  );
}

export async function dropOld(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

/** Answers vary by Accept and language; these files do not. Only from the own cache: a newer one may be half filled. */
const kept = async (path: string): Promise<Response | undefined> =>
  (await caches.open(CACHE)).match(path, { ignoreVary: true, ignoreSearch: true });

export const keptAsset = async (request: Request): Promise<Response> => (await kept(new URL(request.url).pathname)) ?? fetch(request);

export const keptShell = async (language: string): Promise<Response> =>
  (await kept(__SHELLS__[language] ?? __SHELLS__.nl ?? '')) ?? Response.error();
