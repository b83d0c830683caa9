/** Writes `man/` anew from the specs of the commands, and names the pages in package.json: `npm run man`. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vk-man-'));
try {
  const outfile = join(folder, 'pages.mjs');
  await esbuild.build({
    entryPoints: [join(root, 'scripts/man-pages.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Commands load them when they run, and none runs here.
    packages: 'external',
    define: { VK_VERSION: '""' },
    outfile,
    logLevel: 'warning',
  });
  /** @type {typeof import('./man-pages.js')} */
  const { manPages } = await import(pathToFileURL(outfile).href);
  writePages(await manPages());
} finally {
  rmSync(folder, { recursive: true });
}

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
