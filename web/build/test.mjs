/** Bundles tests/client/*.test.ts and runs them with node's own test runner. */
import * as esbuild from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstNames } from './guard.mjs';

const out = mkdtempSync(join(tmpdir(), 'klankbord-client-'));
const wanted = process.argv.slice(2);
const tests = readdirSync('tests/client').filter((name) => name.endsWith('.test.ts')).map((name) => `tests/client/${name}`);
await esbuild.build({
  entryPoints: wanted.length ? wanted : tests,
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
  define: { __GUARD__: JSON.stringify(firstNames()) },
});
const files = readdirSync(out).map((name) => join(out, name));
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...files], { stdio: 'inherit' });
rmSync(out, { recursive: true, force: true });
process.exit(status ?? 1);
