/** Copies web/images to hashed names. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { put } from './files.mjs';

/** @returns {name: url}, for example {'icon-192.png': '/static/icon-192-1A2B3C4D.png'} */
export function copies(folder, base) {
  if (!existsSync('web/images')) return {};
  const names = readdirSync('web/images').filter((name) => /\.(png|svg|ico|webp)$/.test(name)).sort();
  return Object.fromEntries(
    names.map((name) => {
      const ending = extname(name);
      return [name, `${base}/${put(folder, name.slice(0, -ending.length), ending.slice(1), readFileSync(`web/images/${name}`))}`];
    }),
  );
}
