import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/slowest-first.js';

const packageJson = new URL('package.json', import.meta.url);
const { version }: { version: string } = JSON.parse(readFileSync(packageJson, 'utf8'));

/** Where .ci/run wants the counts. */
const report = process.env['VK_TEST_REPORT'];

/** A file that replaces a module replaces it for whatever shares its process, so it gets its own. */
const mocking = testFiles().filter((path) => readFileSync(path, 'utf8').includes('vi.mock('));

const common = {
  setupFiles: ['test/setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 30_000,
};

export default defineConfig({
  // What the build puts in: src/cli/version.ts.
  define: { VK_VERSION: JSON.stringify(version) },
  test: {
    globalSetup: ['test/global-setup.ts'],
    // Most tests wait for a process of their own, so there is room for more than one a core.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: SlowestFirst },
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: mocking,
          // To load vitest and the modules under test for each file took longer than most tests.
          isolate: false,
        },
      },
      { extends: true, test: { ...common, name: 'alone', include: mocking } },
    ],
  },
});

/** All test files, by their paths from here. */
function testFiles(): string[] {
  const root = fileURLToPath(new URL('.', import.meta.url));
  return readdirSync(`${root}test`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${name.replaceAll('\\', '/')}`);
}
