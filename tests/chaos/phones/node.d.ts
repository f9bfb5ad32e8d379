/** The few parts of Node that the phones need; the project has no types of Node. */
declare module 'node:vm' {
  export interface Context extends Record<string, unknown> {}
  export function createContext(sandbox: object): Context;
  export class Script {
    constructor(code: string, options?: { filename?: string });
    runInContext(context: Context): unknown;
  }
}
declare module 'node:fs' {
  export function readFileSync(path: string | URL, encoding: 'utf8'): string;
  export function mkdtempSync(start: string): string;
  export function rmSync(path: string, options: { recursive: boolean; force: boolean }): void;
}
declare module 'node:readline' {
  export function createInterface(options: { input: unknown }): AsyncIterable<string>;
}
declare module 'node:child_process' {
  export interface Child {
    stdin: { write(text: string): void; end(): void };
    stdout: unknown;
    on(event: 'exit', heard: (code: number | null) => void): void;
  }
  export function spawn(command: string, words: string[], options: { stdio: string[] }): Child;
  export function execFileSync(command: string, words: string[]): unknown;
}
declare module 'node:http' {
  export interface Asked extends AsyncIterable<{ toString(): string }> {
    method: string;
    url: string;
    headers: Record<string, string | undefined>;
    socket: { destroy(): void; destroyed: boolean };
  }
  export interface Answered {
    writeHead(status: number, headers: Record<string, string | string[]>): void;
    end(text?: string): void;
  }
  export interface Server {
    listen(port: number, host: string, heard: () => void): void;
    address(): { port: number };
    close(): void;
    closeAllConnections(): void;
  }
  export function createServer(heard: (asked: Asked, answer: Answered) => void): Server;
}
declare module 'node:os' {
  export function tmpdir(): string;
}

declare const process: {
  execPath: string;
  stdin: unknown;
  stdout: { write(text: string): void };
  stderr: { write(text: string): void };
  on(event: 'uncaughtException' | 'unhandledRejection', heard: (error: unknown) => void): void;
  exit(code: number): never;
};
declare function setImmediate(work: () => void): unknown;
