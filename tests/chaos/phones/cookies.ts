/** A phone's cookies for one origin (RFC 6265): by path, and gone when the phone's own clock says so. */

interface Cookie {
  value: string;
  path: string;
  /** ms since 1970 by the phone's clock; Infinity for a cookie of the browser's session */
  ends: number;
}

/** The only one of ours that is not for every page. */
const PATHS: Record<string, string> = { klankbord_add: '/outbox' };

export class Cookies {
  private readonly kept = new Map<string, Cookie>();

  constructor(private readonly now: () => number) {}

  /** As after signing in: no `Set-Cookie` at hand, only names and values. */
  put(all: Record<string, string>): void {
    for (const [name, value] of Object.entries(all)) this.kept.set(name, { value, path: PATHS[name] ?? '/', ends: Infinity });
  }

  /** The header `Cookie` for this path, or null. */
  header(path: string): string | null {
    const fits = ({ path: under, ends }: Cookie): boolean =>
      ends > this.now() && (under === '/' || path === under || path.startsWith(`${under}/`));
    const found = [...this.kept].filter(([, cookie]) => fits(cookie));
    return found.map(([name, { value }]) => `${name}=${value}`).join('; ') || null;
  }

  /** Take over the headers `Set-Cookie` of an answer. `Secure` is fine: browsers trust a loopback address. */
  take(headers: string[]): void {
    for (const header of headers) {
      const [pair = '', ...rest] = header.split(';').map((part) => part.trim());
      const about = new Map(rest.map((part) => [part.split('=')[0]!.toLowerCase(), part.slice(part.indexOf('=') + 1)]));
      const name = pair.slice(0, pair.indexOf('='));
      const ends = this.endOf(about.get('max-age'), about.get('expires'));
      if (ends <= this.now()) this.kept.delete(name);
      else this.kept.set(name, { value: pair.slice(pair.indexOf('=') + 1), path: about.get('path') ?? '/', ends });
    }
  }

  private endOf(seconds: string | undefined, moment: string | undefined): number {
    if (seconds !== undefined) return this.now() + Number(seconds) * 1000;
    return moment === undefined ? Infinity : Date.parse(moment);
  }
}
