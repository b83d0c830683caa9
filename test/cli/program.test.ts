import { describe, expect, it } from 'vitest';
import { commands, NOUNS } from '../../src/cli/commands.js';
import { runCommand } from '../../src/cli/run.js';
import { refusal } from '../app/refusal.js';
import { fakeContext, type FakeContext } from './fakes.js';

async function run(...argv: readonly string[]): Promise<FakeContext & { readonly exit: number }> {
  const context = fakeContext({ argv });
  return { ...context, exit: await runCommand(context) };
}

const names = commands.map(({ name }) => name);

describe('help', () => {
  it.each(names)('of %s has a usage, examples and 80 columns', async (name) => {
    const { exit, stdout, stderr } = await run(...name.split(' '), '--help');
    const text = stdout.text();
    expect([exit, stderr.text()]).toEqual([0, '']);
    expect(text).toMatch(new RegExp(`^Usage: vk ${name} `));
    expect(text).toMatch(/\nExamples:\n {2}\S/);
    expect(text.endsWith('\n')).toBe(true);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const { summary } = commands.find((entry) => entry.name === name) ?? { summary: '(none)' };
    expect(text).toContain(summary);
  });

  it.each(names)('help %s is the same', async (name) => {
    const words = name.split(' ');
    const long = await run(...words, '--help');
    const short = await run(...words, '-h');
    const verb = await run('help', ...words);
    expect([short.stdout.text(), verb.stdout.text()]).toEqual([
      long.stdout.text(),
      long.stdout.text(),
    ]);
  });

  it('of vk has every command, its summary, and 80 columns', async () => {
    const { exit, stdout, stderr } = await run('--help');
    const text = stdout.text();
    expect([exit, stderr.text()]).toEqual([0, '']);
    for (const { name, summary, group } of commands) {
      const noun = name.split(' ')[0] ?? '';
      expect(text).toContain(noun === name ? summary : (NOUNS[noun] ?? '(none)'));
      expect(text).toContain(`\n${group}\n`);
    }
    expect(text).toMatch(/\nExamples:\n {2}vk /);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each([[[]], [['profile']]])(
    'of %j goes to standard error, for nothing was done',
    async (argv) => {
      const { exit, stdout, stderr } = await run(...argv);
      expect([exit, stdout.text()]).toEqual([2, '']);
      expect(stderr.text()).toMatch(/^Usage: vk /);
    },
  );

  it('of a noun has its verbs', async () => {
    const { stdout } = await run('profile', '--help');
    for (const verb of ['add', 'list', 'show', 'use', 'remove']) {
      expect(stdout.text()).toMatch(new RegExp(`\\n {2}${verb} `));
    }
  });
});

it('--version is the one of package.json', async () => {
  const { exit, stdout } = await run('--version');
  expect(exit).toBe(0);
  expect(stdout.text()).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it.each<[argv: readonly string[], message: string, remedy: string]>([
  [['cal'], "unknown command 'cal'", 'call'],
  [['sing', 'GET', '/x'], "unknown command 'sing'", 'sign'],
  [['profile', 'ad'], "unknown command 'ad'", 'add'],
  [['zzzzzz'], "unknown command 'zzzzzz'", 'vk --help'],
  [['sign'], 'METHOD and PATH are missing', 'method comes first'],
  [['sign', 'GET'], 'the PATH is missing', 'method comes first'],
  [['sign', 'GET', '/x', '--provder', 'x'], "unknown option '--provder'", '--provider'],
  [['sign', 'GET', '/x', '--secret', 'x'], "unknown option '--secret'", ''],
  [['sign', 'GET', '/x', '--data'], 'argument missing', 'vk sign --help'],
  [['sign', 'GET', '/x', '--only', 'all'], '--only', ''],
  [
    ['sign', 'GET', '/x', '--provider', 'acme'],
    '--provider cannot be "acme"',
    'It is one of vistar',
  ],
  [['sign', 'GET', '/x', '--provider', 'kamio'], '"kamio"', 'Did you mean kamiokash?'],
  [['snippet', 'pyton', 'GET', '/x'], 'lang cannot be "pyton"', 'Did you mean python?'],
  [['endpoints', "it's\n'x'"], "provider cannot be \"it's\\n'x'\"", 'It is one of vistarkriya, '],
  [['call', 'GET', '/x', '--timeout', 'soon'], '--timeout "soon" is no duration', '30s'],
  [['call', 'GET', '/x', '--sandbox', '--live'], '--sandbox and --live contradict', 'Leave one'],
  [
    ['call', 'GET', '/x', '--sandbox', '--base-url', 'x'],
    '--sandbox and --base-url contradict',
    '',
  ],
  [['call', 'GET', '/x', '--query', 'a', '--json'], '--query and --json contradict', ''],
  [['profile', 'use', 'a', 'b'], 'too many arguments', 'vk profile use --help'],
  [['sandbox', '--port', '70000'], '--port "70000" is no port', 'Use 0 to 65532'],
  [['sandbox', '--port', '65533'], '--port "65533" is no port', 'each of 4 servers takes one'],
  [
    ['sandbox', '--port', '65535', '--provider', 'kamiokash', 'payinout'],
    '--port "65535" is no port',
    'Use 0 to 65534',
  ],
  [['sandbox', '--port', '-1'], '--port "-1" is no port', ''],
  [['profile', 'add', '../x', '--provider', 'kamiokash'], 'cannot name a profile', ''],
])('%j is a matter of usage', async (argv, message, remedy) => {
  await expect(run(...argv)).rejects.toEqual(refusal('usage', message, remedy));
});

describe('vk sign', () => {
  it('signs with the credential of the environment, and reads nothing else', async () => {
    const context = fakeContext({
      argv: [
        'sign',
        'POST',
        '/verify/pan',
        'pan=ABCDE1234F',
        '--timestamp',
        '1739612345',
        '--only',
        'string-to-sign',
      ],
      env: { VK_API_KEY: 'vk_live_x', VK_API_SECRET: 's3cret', VK_CODE: '123456' },
    });
    expect(await runCommand(context)).toBe(0);
    expect(context.stdout.text()).toBe('1739612345POST/api/v1/verify/pan{"pan":"ABCDE1234F"}');
    expect(context.stderr.text()).toBe('');
  });

  it.each<[flags: readonly string[], start: string]>([
    [[], 'X-API-Key: vk_live_x\nX-Timestamp: 1767323045\nX-Signature: '],
    [['--format', 'env'], 'X_API_KEY=vk_live_x\nX_TIMESTAMP=1767323045\nX_SIGNATURE='],
    [
      ['--format', 'curl'],
      "curl --path-as-is --globoff --request GET 'https://vistarkriya.com/api/v1/x?a=1'",
    ],
    [['--json'], '{\n  "provider": "vistarkriya",'],
  ])('prints it with %j', async (flags, start) => {
    const context = fakeContext({
      argv: ['sign', 'GET', '/x?a=1', ...flags],
      env: { VK_API_KEY: 'vk_live_x', VK_API_SECRET: 'hush-hush', VK_CODE: '123456' },
    });
    expect(await runCommand(context)).toBe(0);
    expect(context.stdout.text().startsWith(start)).toBe(true);
    expect(context.stdout.text() + context.stderr.text()).not.toContain('hush-hush');
  });

  it('names what a path needs where nobody can be asked', async () => {
    const context = fakeContext({
      argv: ['sign', 'POST', '/v1/webhooks/order', '--provider', 'influencemart', '--sandbox'],
    });
    await expect(runCommand(context)).rejects.toEqual(
      refusal('missing-value', 'this path needs X-External-Event-Id', '--external-event-id'),
    );
  });

  it('refuses an option that the provider has no header for', async () => {
    const context = fakeContext({ argv: ['sign', 'GET', '/x', '--request-id', 'r', '--sandbox'] });
    await expect(runCommand(context)).rejects.toEqual(
      refusal('usage', 'Vistar Kriya documents no header for --request-id'),
    );
  });
});
