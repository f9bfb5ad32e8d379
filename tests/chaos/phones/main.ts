/** Many phones in one process; they speak JSON lines with the one who started it. See protocol.ts. */

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Script } from 'node:vm';
import { listener } from './protocol';

const load = (name: string): Script => new Script(readFileSync(new URL(name, import.meta.url), 'utf8'), { filename: name });

/** A browser writes these in its console and goes on. */
for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(kind, (error) => process.stderr.write(`${kind}: ${(error as Error)?.stack ?? String(error)}\n`));
}
const hear = listener({ page: load('page.js'), worker: load('worker.js') }, (line) => process.stdout.write(`${JSON.stringify(line)}\n`));
for await (const line of createInterface({ input: process.stdin })) void hear(line);
process.exit(0);
