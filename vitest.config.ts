import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const packageJson = new URL('package.json', import.meta.url);
const { version }: { version: string } = JSON.parse(readFileSync(packageJson, 'utf8'));

/** Where .ci/run wants the counts. */
const report = process.env['VK_TEST_REPORT'];

export default defineConfig({
  // What the build puts in: src/cli/version.ts.
  define: { VK_VERSION: JSON.stringify(version) },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Most tests wait for a process of their own, so there is room for more than one a core.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
