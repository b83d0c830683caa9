import { describe, expect, it } from 'vitest';
import { runCommand } from '../../src/cli/run.js';
import { TOPICS } from '../../src/cli/topics.js';
import { refusal } from '../app/refusal.js';
import { fakeContext } from './fakes.js';

async function help(...argv: readonly string[]): Promise<string> {
  const context = fakeContext({ argv });
  expect(await runCommand(context)).toBe(0);
  expect(context.stderr.text()).toBe('');
  return context.stdout.text();
}

describe('vk --help', () => {
  it('fits a screen', async () => {
    expect((await help('--help')).trimEnd().split('\n').length).toBeLessThanOrEqual(45);
  });

  it('is the same by other words', async () => {
    const text = await help('--help');
    for (const words of [['-h'], ['help'], ['help', '--help'], ['help', 'help']]) {
      expect(await help(...words)).toBe(text);
    }
  });

  it('names the topics', async () => {
    const text = await help('--help');
    expect(TOPICS.filter(({ name }) => !text.includes(name))).toEqual([]);
  });
});

describe.each(TOPICS)('vk help $name', ({ name, summary }) => {
  it('fits a screen, has examples, and is written in ASCII', async () => {
    const text = await help('help', name);
    const lines = text.trimEnd().split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(45);
    expect(text).toMatch(/^ {2}(?:vk|export) /m);
    expect(text).toMatch(/^[ -~\n]+$/);
    expect(text.toLowerCase()).toContain(summary);
  });
});

it.each<[argv: readonly string[], what: string, remedy: string]>([
  [['help', 'exit-code'], "unknown command or topic 'exit-code'", 'Did you mean exit-codes?'],
  [['help', 'enviroment'], "unknown command or topic 'enviroment'", 'Did you mean environment?'],
  [['help', 'cal'], "unknown command or topic 'cal'", 'Did you mean call?'],
  [['help', 'zzzzzz'], "unknown command or topic 'zzzzzz'", 'See vk --help.'],
  [['help', 'profile', 'ad'], "unknown command 'ad'", 'Did you mean add?'],
  [['cal', '--help'], "unknown command 'cal'", 'Did you mean call?'],
  [['proifle', 'add'], "unknown command 'proifle'", 'Did you mean profile?'],
  [['profile', 'ad', '--help'], "unknown command 'ad'", 'Did you mean add?'],
  [['profile', 'zzzzzz'], "unknown command 'zzzzzz'", 'See vk profile --help.'],
  [['exit-codes'], "unknown command 'exit-codes'", 'Did you mean vk help exit-codes?'],
  [['--hlp'], "unknown option '--hlp'", 'Did you mean --help?'],
])('%j is told what it is near to', async (argv, what, remedy) => {
  await expect(runCommand(fakeContext({ argv }))).rejects.toEqual(refusal('usage', what, remedy));
});
