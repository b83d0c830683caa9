/** Writes `man/` anew from the specs of the commands, and names the pages in package.json: `npm run man`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importBundled } from './import-bundled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** @type {typeof import('./man-pages.js')} */
const { manPages } = await importBundled('scripts/man-pages.ts', {
  // Commands load them when they run, and none runs here.
  packages: 'external',
  define: { VK_VERSION: '""' },
});
writePages(await manPages());

/** @param {readonly import('./man-pages.js').ManPage[]} pages */
function writePages(pages) {
  rmSync(join(root, 'man'), { recursive: true, force: true });
  mkdirSync(join(root, 'man'));
  for (const { file, text } of pages) {
    writeFileSync(join(root, 'man', file), text);
  }
  const path = join(root, 'package.json');
  const settings = JSON.parse(readFileSync(path, 'utf8'));
  settings.man = pages.map(({ file }) => `./man/${file}`);
  writeFileSync(path, `${JSON.stringify(settings, null, 2)}\n`);
}
