/** Sizes that a slow phone on a bad line can bear, gzipped, in KB of 1024 bytes. */
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMITS = { 'script on first load': 30, css: 8, worker: 14 };

/** @returns {{table: object, broken: string[]}} all measured sizes, and the sentences for the ones over their limit */
export function budgets(folder, base, assets) {
  const weigh = (path) => (existsSync(path) ? gzipSync(readFileSync(path), { level: 9 }).length / 1024 : 0);
  const of = (name) => (assets[name] ? weigh(`${folder}/${assets[name].slice(base.length + 1)}`) : 0);
  const measured = {
    'script on first load': of('htmx.js') + of('app.js'),
    css: of('app.css'),
    worker: weigh(`${folder}/sw.js`),
    'htmx.js': of('htmx.js'),
    'app.js': of('app.js'),
    'shell.js': of('shell.js'),
    'seal.js (on first touch)': of('seal.js'),
  };
  const table = Object.fromEntries(
    Object.entries(measured).map(([name, size]) => [name, { kb: Math.round(size * 100) / 100, limit: LIMITS[name] ?? null }]),
  );
  const broken = Object.entries(table).filter(([, { kb, limit }]) => limit && kb > limit);
  return { table, broken: broken.map(([name, { kb, limit }]) => `${name} ${kb} > ${limit}`) };
}
