/** Writes `docs/diagnosis.md` anew from the records of the catalogue: `npm run docs`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vk-docs-'));
try {
  const outfile = join(folder, 'catalogue.mjs');
  await esbuild.build({
    entryPoints: [join(root, 'scripts/diagnosis-catalogue.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'warning',
  });
  /** @type {typeof import('./diagnosis-catalogue.js')} */
  const { diagnosisPage } = await import(pathToFileURL(outfile).href);
  writeFileSync(join(root, 'docs/diagnosis.md'), diagnosisPage());
} finally {
  rmSync(folder, { recursive: true });
}
