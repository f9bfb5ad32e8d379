/**
 * Front-end build: web/scripts, web/styles, web/icons, web/images, service_worker → web/static/dist, hashed names.
 * `node build.mjs`. About a second. Fails when a budget is broken.
 */
import * as esbuild from 'esbuild';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { budgets } from './web/build/budget.mjs';
import { firstNames } from './web/build/guard.mjs';
import { copies } from './web/build/images.mjs';
import { treeHash } from './web/build/files.mjs';
import { drawings } from './web/build/drawings.mjs';

const home = 'web/static/dist';
const out = `${home}.new`;
const base = '/static';
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const common = {
  bundle: true,
  minify: true,
  write: true,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
  target: ['es2022', 'safari16.4'],
  outdir: out,
  entryNames: '[name]-[hash]',
  loader: { '.svg': 'file', '.png': 'file' },
};

/** Bundles entries {name: file}; gives {name.ext: url}. */
async function bundle(entryPoints, options) {
  const result = await esbuild.build({ ...common, entryPoints, ...options });
  const made = {};
  for (const file of Object.keys(result.metafile.outputs)) {
    const [, name, ending] = file.match(/\/([\w.]+)-[A-Z0-9]{8}\.(js|css)$/);
    made[`${name}.${ending}`] = `${base}/${file.slice(out.length + 1)}`;
  }
  return made;
}

const guard = { __GUARD__: JSON.stringify(firstNames()) };
const [seal, htmx, css] = await Promise.all([
  bundle({ seal: 'web/scripts/seal.ts' }, { format: 'esm' }),
  bundle({ htmx: 'node_modules/htmx.org/dist/htmx.min.js' }, { bundle: false }),
  existsSync('web/styles/index.css') ? bundle({ app: 'web/styles/index.css' }, { external: ['/static/*'] }) : {},
]);
// Not modules: what the worker keeps is compiled whole while it is being kept, but only as a plain script. Compiled when it
// is first called instead, it made the first tap of a page the slowest. Wrapped by hand: what the bundler would make of it
// brings a loader along for the one import that stays.
const plain = { format: 'esm', banner: { js: '(()=>{"use strict";' }, footer: { js: '})();' } };
const scripts = await bundle(
  { app: 'web/scripts/app.ts', shell: 'web/scripts/shell.ts', alarm: 'web/scripts/alarm.ts', help: 'web/scripts/help.ts' },
  { ...plain, external: [`${base}/*`], define: { ...guard, __SEAL__: JSON.stringify(seal['seal.js']) } },
);
const assets = { ...htmx, ...seal, ...scripts, ...css, ...copies(out, base) };

// The worker keeps what a phone needs without a connection. Its version follows the shell's own sources too, for a
// changed sentence must reach phones whose scripts stayed the same.
const shells = { nl: '/offline/nl', en: '/offline/en' };
const keep = ['app.js', 'shell.js', 'seal.js', 'htmx.js', 'app.css', 'icon-192.png', 'badge-96.png'].flatMap((name) => assets[name] ?? []);
const version = treeHash(JSON.stringify(assets), [
  'service_worker',
  'web/templates',
  'web/translations',
  'backend/klankbord/content',
  ...['offline', 'notes', 'help'].map((room) => `backend/klankbord/rooms/${room}`),
]);
await esbuild.build({
  ...common,
  entryPoints: { sw: 'service_worker/sw.ts' },
  entryNames: '[name]',
  format: 'iife',
  define: {
    __VERSION__: JSON.stringify(version),
    __ASSETS__: JSON.stringify(keep),
    __SHELLS__: JSON.stringify(shells),
    __ICON__: JSON.stringify(assets['icon-192.png'] ?? null),
    __BADGE__: JSON.stringify(assets['badge-96.png'] ?? null),
  },
});

writeFileSync(`${out}/assets.json`, JSON.stringify({ assets, version, drawings: drawings() }, null, 1));
const { table, broken } = budgets(out, base, assets);
writeFileSync(`${out}/budget.json`, JSON.stringify(table, null, 1));
console.log(readFileSync(`${out}/budget.json`, 'utf8').replace(/\n\s*(?=[^{}\s"]|\})/g, ' '));
if (broken.length) {
  console.error(`Too heavy (KB gzipped): ${broken.join(', ')}. Nothing was replaced; see ${out}/budget.json.`);
  process.exit(1);
}
// Swapped in whole, so a server that runs meanwhile never reads half a build.
rmSync(home, { recursive: true, force: true });
renameSync(out, home);
