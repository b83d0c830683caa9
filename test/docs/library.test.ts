import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as library from '../../src/index.js';
import * as sandboxLibrary from '../../src/sandbox.js';
import { newFolder, ROOT, run, startSandbox } from '../e2e/vk.js';
import { PAGES, readBlocks, readPage } from './pages.js';

const EXAMPLE = join(ROOT, 'docs/examples/sign.mjs');

it('docs/library.md shows its example as it is', () => {
  expect(readPage('docs/library.md')).toContain(`\n${readFileSync(EXAMPLE, 'utf8')}\`\`\`\n`);
});

it('the example calls a sandbox', async () => {
  const project = newFolder();
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(ROOT, join(project, 'node_modules/vk-cli'));
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  copyFileSync(EXAMPLE, join(project, 'sign.mjs'));
  const { server } = await startSandbox(['vistarkriya']);
  const { stdout, stderr } = await run(process.execPath, ['sign.mjs'], {
    cwd: project,
    env: server.env,
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^200 \{"success":true/);
});

const EXPORTS: Readonly<Record<string, object>> = {
  'vk-cli': library,
  'vk-cli/sandbox': sandboxLibrary,
};

/** What a page imports from the package, types apart. */
const imports = PAGES.flatMap((page) =>
  readBlocks(page).flatMap(({ text }) =>
    [...text.matchAll(/^import \{ (.*) \} from '(vk-cli[^']*)';$/gm)].flatMap(
      ([, names = '', from = '']) =>
        names
          .split(', ')
          .filter((name) => !name.startsWith('type '))
          .map((name) => [page, name, from] as const),
    ),
  ),
);

it.each(imports)('%s imports %s from %s, which exports it', (_page, name, from) => {
  expect(EXPORTS[from]).toHaveProperty(name);
});
