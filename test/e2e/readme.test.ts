import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

/** Commands shown behind a `$` with their whole output. `vk sandbox` runs on, and has its own tests. */
const examples = [...readme.matchAll(/^\$ (vk (?!sandbox).*)\n((?:(?!\$ |```).*\n)*)/gm)].map(
  ([, command = '', output = '']) => [command, output.trimEnd()] as const,
);

describe('README', () => {
  it('shows commands with their output', () => {
    expect(examples.length).toBeGreaterThanOrEqual(2);
  });

  it.each(examples)('%s', async (command, output) => {
    const bin = new URL('bin/vk.js', root).pathname;
    const { stdout } = await execa('bash', ['-c', command.replace(/^vk/, `node ${bin}`)], {
      extendEnv: false,
      env: { PATH: process.env['PATH'], HOME: '/nonexistent' },
    });
    expect(stdout).toBe(output);
  });
});
