/** Small file chores of the build. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const short = (hash) => hash.digest('hex').slice(0, 8).toUpperCase();

/** Writes `content` under a name with its hash; gives the file name. */
export function put(folder, name, ending, content) {
  const file = `${name}-${short(createHash('sha256').update(content))}.${ending}`;
  writeFileSync(`${folder}/${file}`, content);
  return file;
}

/** One hash over a text and every source file below the folders (missing ones count as empty). */
export function treeHash(text, folders) {
  const hash = createHash('sha256').update(text);
  for (const folder of folders.filter((path) => existsSync(path))) {
    const names = readdirSync(folder, { recursive: true }).map(String).sort();
    for (const name of names.filter((one) => /\.(html|po|toml|json|ts|txt|py)$/.test(one))) {
      hash.update(name).update(readFileSync(`${folder}/${name}`));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
