/** The phones' process and a small server to send to, for phones.test.ts. */
import { after, before } from 'node:test';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Answered, type Asked } from 'node:http';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { toBase64url } from '../../web/scripts/ids';

export { after, before };
type Answer = Record<string, unknown>;

export async function until(fits: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let turn = 0; turn < 500; turn++) {
    if (await fits()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited in vain for: ${what}`);
}

interface Put {
  id: string;
  at: number;
  headers: Record<string, string | undefined>;
}

/** Takes items in, or breaks as told. `kept` is what it has, `puts` what it was sent. */
export class Server {
  answers: 'yes' | 'never' | 'late' | 'lost' | 'redirect' = 'yes';
  readonly puts: Put[] = [];
  readonly kept = new Set<string>();
  /** What it answered with a yes, in order. */
  readonly taken: string[] = [];
  /** Items it answers with a 500 whatever happens. */
  readonly chokes = new Set<string>();
  base = '';
  end = (): void => undefined;

  tries(id: string): number {
    return this.puts.filter((put) => put.id === id).length;
  }

  async take(asked: Asked, answer: Answered): Promise<void> {
    let text = '';
    for await (const part of asked) text += part.toString();
    const id = asked.url.split('/').at(-1)!;
    if (asked.method !== 'PUT') return answer.writeHead(asked.method === 'POST' ? 303 : 204, { location: '/' }), answer.end();
    this.puts.push({ id, at: (JSON.parse(text) as Put).at, headers: asked.headers });
    const how = this.answers;
    if (how === 'never') return;
    if (this.chokes.has(id)) return answer.writeHead(500, {}), answer.end();
    if (how === 'lost') return asked.socket.destroy();
    if (how === 'redirect') return answer.writeHead(303, { location: '/sign-in' }), answer.end();
    if (how === 'late') await new Promise((resolve) => setTimeout(resolve, 300));
    if (asked.socket.destroyed) return; // cut off before it was done
    this.kept.add(id);
    this.taken.push(id);
    answer.writeHead(201, { 'content-type': 'application/json' });
    answer.end(JSON.stringify({ id, state: 'stored', problem: null }));
  }
}

export function someServer(): Promise<Server> {
  const server = new Server();
  const http = createServer((asked, answer) => void server.take(asked, answer).catch(() => undefined));
  server.end = () => {
    http.closeAllConnections();
    http.close();
  };
  return new Promise((resolve) =>
    http.listen(0, '127.0.0.1', () => {
      server.base = `http://127.0.0.1:${http.address().port}`;
      resolve(server);
    }),
  );
}

export class Phones {
  readonly said: Answer[] = [];
  private readonly asked = new Map<number, (answer: Answer) => void>();
  private made = 0;
  private last = 0;

  constructor(
    private readonly write: (line: string) => void,
    readonly end: () => void,
    private readonly base: string,
    private readonly key: string,
  ) {}

  hear(line: string): void {
    const said = JSON.parse(line) as Answer;
    if (said.event) this.said.push(said);
    else this.asked.get(said.n as number)?.(said);
  }

  async do(what: string, phone: string, about: Answer = {}): Promise<Answer> {
    const n = ++this.last;
    const answer = new Promise<Answer>((resolve) => this.asked.set(n, resolve));
    this.write(`${JSON.stringify({ n, do: what, phone, ...about })}\n`);
    const found = await answer;
    if (!found.ok) throw new Error(`${what}: ${String(found.error)}`);
    return found;
  }

  /** A new phone on which somebody has signed in; gives its name. */
  async make(cookies: Record<string, string> = {}): Promise<string> {
    const phone = `phone-${++this.made}`;
    await this.do('phone', phone, { base: this.base, version: 1 });
    await this.signIn(phone, cookies);
    return phone;
  }

  async signIn(phone: string, cookies: Record<string, string> = {}, person = `person of ${phone}`): Promise<void> {
    const boot = { person, language: 'nl', seal: { kid: 'k', key: this.key }, push_key: null };
    await this.do('sign_in', phone, { boot, cookies });
  }

  draft(phone: string, tab: string, drafts: object[]): Promise<{ ids: string[] }> {
    return this.do('save', phone, { tab, drafts }) as Promise<Answer & { ids: string[] }>;
  }

  save(phone: string, tab: string, notes: object[]): Promise<{ ids: string[] }> {
    return this.do('save', phone, { tab, notes }) as Promise<Answer & { ids: string[] }>;
  }
}

export async function somePhones(base: string): Promise<Phones> {
  const folder = mkdtempSync(`${tmpdir()}/klankbord-phones-`);
  execFileSync(process.execPath, ['tests/chaos/phones/build.mjs', folder]);
  const child = spawn(process.execPath, [`${folder}/phones.mjs`], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const pair = (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])) as CryptoKeyPair;
  const key = toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  const phones = new Phones((line) => child.stdin.write(line), () => child.stdin.end(), base, key);
  void (async () => {
    for await (const line of createInterface({ input: child.stdout })) phones.hear(line);
  })();
  return phones;
}
