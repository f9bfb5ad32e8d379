/**
 * Bundles the phones: `node tests/chaos/phones/build.mjs [folder]`, build/chaos when none is named.
 * page.js and worker.js are what a phone loads (the client's own modules), phones.mjs is the process around them.
 */
import * as esbuild from 'esbuild';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { firstNames } from '../../../web/build/guard.mjs';

const out = process.argv[2] ?? 'build/chaos';
const here = 'tests/chaos/phones';
mkdirSync(out, { recursive: true });

async function bundle(entry, options) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    logLevel: 'warning',
    legalComments: 'none',
    target: 'es2022',
    format: 'iife',
    ...options,
  });
  return outputFiles[0].text;
}

/** Renamed into place, for two runs may build at the same time. */
function put(name, text) {
  const file = `${out}/${name}`;
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

// What the build of the site fills in; the next build of the app differs in its version only.
const site = {
  __GUARD__: JSON.stringify(firstNames()),
  __SEAL__: JSON.stringify('./seal'),
  __VERSION__: 'BUILD_VERSION',
  __ASSETS__: '[]',
  __SHELLS__: '{}',
  __ICON__: 'null',
  __BADGE__: 'null',
};
const [page, worker, phones] = await Promise.all([
  bundle(`${here}/page.ts`, { define: site }),
  bundle('service_worker/sw.ts', { define: site }),
  bundle(`${here}/main.ts`, { platform: 'node', format: 'esm', target: 'node20' }),
]);
put('page.js', page);
put('worker.js', worker);
put('phones.mjs', phones);
