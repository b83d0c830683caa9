import { describe, expect, it } from 'vitest';
import { hmacHex } from '../hmac-hex.js';
import { vkOnTerminal } from './terminal.js';
import { vk, type Run } from './vk.js';

const WEBHOOK_SECRET = 'canary-webhook-secret';
const API_SECRET = 'canary-api-secret';
const ENV = { VK_WEBHOOK_SECRET: WEBHOOK_SECRET, VK_API_SECRET: API_SECRET };
const DATA = {
  id: 'evt_1',
  type: 'order.successful',
  data: { owner: 'cust/abc', name: 'Zo\u00eb' },
};
const BODY = JSON.stringify(DATA);

describe('a curl command', () => {
  const url = 'https://handler.example/hooks';

  it.each<[string, (command: string) => Promise<Run>]>([
    ['as an argument', (command) => vk(['webhook', 'verify', '--curl', command], { env: ENV })],
    [
      'on standard input',
      (command) => vk(['webhook', 'verify', '--curl', '-'], { env: ENV, input: command }),
    ],
  ])('%s: its headers and its payload', async (_name, run) => {
    const signature = hmacHex(API_SECRET, BODY);
    const { exitCode, stdout, stderr } = await run(
      `curl -X POST ${url} -H 'X-Signature: ${signature}' --data-raw '${BODY}'`,
    );
    expect(stderr).toBe('note: provider payinout is meant: the delivery is one of its\n');
    expect(stdout).toMatch(/^verified: PayIn\/PayOut's signature/);
    expect(exitCode).toBe(0);
  });

  it('what vk webhook sign prints verifies', async () => {
    const words = ['webhook', 'sign', '-d', BODY, '--format', 'curl'];
    const { stdout: command } = await vk(words, { env: ENV });
    const { exitCode, stdout } = await vk(['webhook', 'verify', '--curl', command], { env: ENV });
    expect(stdout).toMatch(/^verified: KamioKash's signature/);
    expect(exitCode).toBe(0);
  });

  it('goes with no other payload', async () => {
    const words = ['webhook', 'verify', '--curl', `curl ${url}`, '-d', '{}'];
    const { exitCode, stderr } = await vk(words, { env: ENV });
    expect(stderr).toMatch(/given twice: by --data and by --curl/);
    expect(exitCode).toBe(2);
  });
});

describe('on a terminal', () => {
  const words = ['webhook', 'verify', '--provider', 'payinout', '--signature'];
  const CTRL_C = '\u0003';
  const CTRL_D = '\u0004';
  const lines = JSON.stringify(DATA, null, 2);
  const long = JSON.stringify(Array.from({ length: 2000 }, (_, index) => `\u00eb${index}`));

  async function paste(typed: string, body: string): Promise<Run> {
    return await vkOnTerminal([...words, hmacHex(API_SECRET, body)], {
      env: ENV,
      steps: [['press Ctrl-D', typed]],
    });
  }

  it.each<[string, string, string]>([
    ['a line', `${BODY}${CTRL_D}`, BODY],
    ['with the Enter before Ctrl-D', `${BODY}\r${CTRL_D}`, BODY],
    [
      'line breaks, which a terminal sends as CR',
      `${lines.replaceAll('\n', '\r')}${CTRL_D}`,
      lines,
    ],
    ['a line longer than a terminal takes', `${long}${CTRL_D}`, long],
    ['what was typed wrong and taken back', `{"\u00ebx\u007f\u007fa":1}${CTRL_D}`, '{"a":1}'],
    ['nothing', CTRL_D, ''],
  ])('verifies what is pasted: %s', async (_name, typed, body) => {
    const { exitCode, stdout } = await paste(typed, body);
    expect(stdout).toMatch(/verified.*: PayIn\/PayOut's signature of this payload/);
    expect(exitCode).toBe(0);
  });

  it('says why a paste does not verify', async () => {
    const { exitCode, stdout } = await paste(`${lines.replaceAll('\n', '\r')}${CTRL_D}`, BODY);
    expect(stdout).toMatch(/it was indented/);
    expect(exitCode).toBe(1);
  });

  it('ends at Ctrl-C', async () => {
    const { exitCode, stdout } = await paste(`{"a${CTRL_C}`, '');
    expect(stdout).toMatch(/interrupted\n/);
    expect(exitCode).toBe(130);
  });

  it.each<[string, Record<string, string>, string]>([
    ['VISUAL', { VISUAL: `printf '%s\n' '${BODY}' >`, EDITOR: 'false' }, BODY],
    ['EDITOR', { EDITOR: `printf '%s\n\n' '${BODY}' >` }, `${BODY}\n`],
  ])('takes what is saved in the editor of %s', async (_name, env, body) => {
    const { exitCode, stdout } = await vkOnTerminal(
      [...words, hmacHex(API_SECRET, body), '--editor'],
      { env: { ...ENV, ...env } },
    );
    expect(stdout).toMatch(/verified.*: PayIn\/PayOut's signature of this payload/);
    expect(exitCode).toBe(0);
  });

  it('says that an editor has failed', async () => {
    const { exitCode, stdout } = await vkOnTerminal([...words, 'x', '--editor'], {
      env: { ...ENV, EDITOR: 'vk-no-editor' },
    });
    expect(stdout).toMatch(/the editor "vk-no-editor" has failed/);
    expect(exitCode).toBe(2);
  });
});

it('an editor needs a terminal', async () => {
  const { exitCode, stderr } = await vk(['webhook', 'verify', '--editor'], { env: ENV });
  expect(stderr).toMatch(/--editor needs a terminal/);
  expect(exitCode).toBe(2);
});
