import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, buildTypes } from '../scripts/build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The end-to-end tests run the built bin, so it is built before any test if anything has changed. */
export async function setup(): Promise<void> {
  const builtAt = newest([join(root, 'dist/types/index.d.ts')]);
  const sources = ['src', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  if (newest([...sources, join(root, 'package.json')]) > builtAt) {
    await build();
    buildTypes();
  }
}

/** The time of the last change among files; 0 where there is none. */
function newest(files: readonly string[]): number {
  return Math.max(
    0,
    ...files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
}
