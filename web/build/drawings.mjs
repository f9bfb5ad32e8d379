/** The symbols: our own drawings (web/icons/*.svg) and the lucide ones named in web/icons.txt. Names are file names. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const BOX = 'viewBox="0 0 24 24"';
const inside = (svg) => svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').replace(/\s+/g, ' ').replaceAll('> <', '><').replaceAll(' />', '/>').trim();

function lucide() {
  if (!existsSync('web/icons.txt')) return [];
  const lines = readFileSync('web/icons.txt', 'utf8').split('\n').map((line) => line.replace(/#.*/, '').trim());
  return lines.filter(Boolean).map((line) => {
    const [id, name = id] = line.split('=').map((part) => part.trim());
    return [id, `node_modules/lucide-static/icons/${name}.svg`];
  });
}

function own() {
  if (!existsSync('web/icons')) return [];
  const names = readdirSync('web/icons').filter((name) => name.endsWith('.svg')).sort();
  return names.map((name) => [name.slice(0, -4), `web/icons/${name}`]);
}

/** {name: what stands inside the svg}; an own drawing wins over a lucide one of the same name. */
export function drawings() {
  const paths = new Map([...lucide(), ...own()]);
  return Object.fromEntries([...paths].map(([id, path]) => {
    const svg = readFileSync(path, 'utf8');
    if (!svg.includes(BOX)) throw new Error(`${path} is not drawn in a box of 24 by 24`);
    return [id, inside(svg)];
  }));
}
