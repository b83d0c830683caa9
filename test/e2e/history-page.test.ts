import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bash, isInstalled, newFolder, ROOT } from './vk.js';

/** What changes from run to run. */
const MASKS: readonly (readonly [pattern: RegExp, mask: string])[] = [
  [/\b[2-9b-df-hj-np-tv-xz]{10}\b/g, 'ID'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'],
  [/\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME'],
  [/\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT/g, 'TIME'],
  [/X-Timestamp: \d+/g, 'X-Timestamp: TIME'],
  [/[\da-f]{64}/g, 'HASH'],
  [/\d+\.\d ms/g, 'MS'],
  [/(local +)\d+$/gm, '$1MS'],
];

/** A command, and what stands below it. */
function readSteps(page: string): readonly (readonly [command: string, output: string])[] {
  const blocks = [...page.matchAll(/^```\n(\$ [\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  return [...blocks.join('').matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(
    ([, command = '', output = '']) => [command, output],
  );
}

const masked = (text: string): string =>
  MASKS.reduce((whole, [pattern, mask]) => whole.replaceAll(pattern, mask), text).trimEnd();

const hasBash = isInstalled('bash', '--version');

it('docs/history.md shows what its commands print (needs bash)', async ({ skip }) => {
  if (!(await hasBash)) {
    skip();
  }
  const home = newFolder();
  const steps = readSteps(readFileSync(join(ROOT, 'docs/history.md'), 'utf8'));
  expect(steps.length).toBeGreaterThan(9);
  for (const [command, output] of steps) {
    const { stdout } = await bash(command, { home });
    expect([command, masked(stdout)]).toEqual([command, masked(output)]);
  }
}, 60_000);
