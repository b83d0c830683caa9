import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bash, isInstalled, ROOT } from '../e2e/vk.js';

const page = readFileSync(join(ROOT, 'docs/batch.md'), 'utf8');

/** Commands shown behind a `$` with their whole output. */
const examples = [...page.matchAll(/^\$ (vk .*)\n((?:(?!\$ |```).*\n)*)/gm)].map(
  ([, command = '', output = '']) => [command, output] as const,
);

describe('docs/batch.md', () => {
  it('shows its file of calls as it is', () => {
    expect(page).toContain(
      `\n${readFileSync(join(ROOT, 'docs/examples/calls.jsonl'), 'utf8')}\`\`\`\n`,
    );
    expect(examples).toHaveLength(2);
  });

  const hasJq = isInstalled('jq', '--version');

  it.for(examples)('%s (needs jq)', async ([command, output], { skip }) => {
    if (!(await hasJq)) {
      skip();
    }
    const { stdout } = await bash(command.replace('docs/', `${ROOT}/docs/`));
    expect(stdout).toBe(output);
  });
});
