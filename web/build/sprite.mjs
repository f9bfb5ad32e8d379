/** One sprite of our own drawings (web/icons/*.svg) and the lucide symbols named in web/icons.txt. Ids are file names. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const inside = (svg) => svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').replace(/\s+/g, ' ').trim();
const box = (svg) => svg.match(/viewBox="([^"]+)"/)?.[1] ?? '0 0 24 24';

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

/** The sprite's text; an own drawing wins over a lucide one of the same name. */
export function sprite() {
  const symbols = [...new Map([...lucide(), ...own()])].map(([id, path]) => {
    const svg = readFileSync(path, 'utf8');
    return `<symbol id="${id}" viewBox="${box(svg)}">${inside(svg)}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}
