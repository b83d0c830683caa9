import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Imports a TypeScript module with all that it imports, which Node by itself does not.
 *
 * @param {string} path from the root of the project
 * @param {import('esbuild').BuildOptions} [options] beside the usual ones
 */
export async function importBundled(path, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vk-bundled-'));
  try {
    const outfile = join(folder, 'bundled.mjs');
    await esbuild.build({
      ...options,
      entryPoints: [join(root, path)],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
