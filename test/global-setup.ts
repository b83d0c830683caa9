import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, buildTypes } from '../scripts/build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What `dist/` was built from. A build empties `dist/`, so it is there only after one of ours. */
const stamp = join(root, 'dist/.sources');

/**
 * The end-to-end tests run the built bin, so it is built before any test if anything has changed.
 * Contents are compared, not times: a file that was restored or checked out keeps an old time.
 */
export async function setup(): Promise<void> {
  const sources = hashSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) {
    return;
  }
  await build();
  buildTypes();
  writeFileSync(stamp, sources);
}

/** One SHA-256 over the names and contents of all that a build reads. */
function hashSources(): string {
  const files = ['src', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const hash = createHash('sha256');
  for (const file of [...files.toSorted(), join(root, 'package.json')]) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
