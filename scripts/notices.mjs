import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the build leaves what was bundled, for scripts/sbom.mjs; it is not packed. */
export const BUNDLED_FILE = 'dist/bundled.json';

/**
 * Writes the licence texts of everything that was bundled, and its list.
 *
 * @param {string} root
 * @param {readonly import('esbuild').Metafile[]} metafiles
 */
export function writeNotices(root, metafiles) {
  const folders = bundledFolders(metafiles);
  const notices = folders.map((folder) => notice(join(root, folder)));
  writeFileSync(
    join(root, 'dist/THIRD-PARTY-NOTICES.txt'),
    notices.join(`\n${'-'.repeat(78)}\n\n`),
  );
  writeFileSync(join(root, BUNDLED_FILE), `${JSON.stringify(folders, null, 2)}\n`);
}

/**
 * The packages that a file was taken from, by their folders, which are their names in package-lock.json.
 *
 * @param {readonly import('esbuild').Metafile[]} metafiles
 */
function bundledFolders(metafiles) {
  const folders = metafiles
    .flatMap(({ inputs }) => Object.keys(inputs))
    .map((input) => /(?:^|\/)(node_modules\/.*)$/.exec(input)?.[1])
    .map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path ?? '')?.[0])
    .filter((folder) => folder !== undefined);
  return [...new Set(folders)].toSorted();
}

/** @param {string} folder */
function notice(folder) {
  /** @type {{ name: string, version: string, license?: string, repository?: string | { url: string } }} */
  const { name, version, license, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (license === undefined) {
    throw new Error(`${name} names no licence`);
  }
  const text =
    file === undefined
      ? '(the package holds no licence text)'
      : readFileSync(join(folder, file), 'utf8').trim();
  // The MPL wants it said where the source of what is bundled can be had.
  const source = typeof repository === 'string' ? repository : repository?.url;
  return `${name} ${version} (${license})\nSource: ${source ?? 'npm'}\n\n${text}\n`;
}
