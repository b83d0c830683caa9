import { describe, expect, it } from 'vitest';
import { CREDENTIALS, member, startCapture, vk, writeTemporary, type RunOptions } from './vk.js';

/** A pasted request in the place of METHOD and PATH: signed afresh, whatever it carried. */

const T = '1739612345';
const env = CREDENTIALS.vistarkriya;
const BODY = '{"pan": "ABCDE1234F"}';
const STALE = ['X-API-Key: old', 'X-Timestamp: 1', 'X-Signature: 00', 'X-Tenant-Code: 999999'];
const HEADERS = [...STALE, 'Content-Type: application/json', 'X-Own: kept'];

function curlTo(origin: string): string {
  const flags = HEADERS.map((header) => `-H '${header}'`).join(' ');
  return `curl '${origin}/api/v1/verify/pan?a=1' ${flags} --data-raw '${BODY}'`;
}

function httpTo(host: string): string {
  const head = ['POST /api/v1/verify/pan?a=1 HTTP/1.1', `Host: ${host}`, ...HEADERS];
  return `${head.join('\r\n')}\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
}

function harTo(origin: string): string {
  const headers = HEADERS.map((header) => {
    const [name = '', value = ''] = header.split(': ');
    return { name, value };
  });
  const url = `${origin}/api/v1/verify/pan?a=1`;
  const request = { method: 'POST', url, headers, postData: { text: BODY } };
  return JSON.stringify({ log: { entries: [{ request }] } });
}

const PUBLIC = 'https://vistarkriya.com';

const PASTES: readonly (readonly [
  name: string,
  given: () => { readonly words: readonly string[]; readonly input?: string },
])[] = [
  ['--curl', () => ({ words: ['--curl', curlTo(PUBLIC)] })],
  ['--curl -', () => ({ words: ['--curl', '-'], input: curlTo(PUBLIC) })],
  ['--http', () => ({ words: ['--http', writeTemporary('r.http', httpTo('vistarkriya.com'))] })],
  ['--http -', () => ({ words: ['--http', '-'], input: httpTo('vistarkriya.com') })],
  ['--har', () => ({ words: ['--har', writeTemporary('r.har', harTo(PUBLIC))] })],
  [
    '--har --entry',
    () => ({ words: ['--har', writeTemporary('r.har', harTo(PUBLIC)), '--entry', '1'] }),
  ],
];

async function text(words: readonly string[], options: RunOptions = {}): Promise<string> {
  const { exitCode, stdout } = await vk(words, { env, ...options });
  expect(exitCode).toBe(0);
  return stdout;
}

describe.concurrent('a pasted request', () => {
  const words = ['POST', '/verify/pan?a=1', '-d', BODY, '--timestamp', T];

  it.for(PASTES)('is signed by vk sign %s', async ([, given]) => {
    const { words: pasted, ...options } = given();
    expect(await text(['sign', ...pasted, '--timestamp', T, '--only', 'signature'], options)).toBe(
      await text(['sign', ...words, '--only', 'signature']),
    );
  });

  it.for(PASTES)('is explained by vk explain %s', async ([, given]) => {
    const { words: pasted, ...options } = given();
    const document: unknown = JSON.parse(
      await text(['explain', ...pasted, '--timestamp', T, '--json'], options),
    );
    expect(member(document, 'stringToSign')).toBe(`${T}POST/api/v1/verify/pan?a=1${BODY}`);
  });

  it.for(PASTES)('goes to the sandbox by vk call %s --sandbox', async ([, given]) => {
    const { words: pasted, ...options } = given();
    const { exitCode, stdout } = await vk(['call', ...pasted, '--sandbox'], options);
    expect(exitCode).toBe(0);
    expect(member(JSON.parse(stdout), 'success')).toBe(true);
  });

  it('goes to the base URL as it is, but for its credential', async () => {
    const server = await startCapture();
    const options = { env: { ...env, VK_BASE_URL: `${server.origin}/api/v1` } };
    const { exitCode, stderr } = await vk(
      ['call', '--curl', curlTo(server.origin), '--timestamp', T],
      options,
    );
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('HTTP 200')]);
    const sent = server.requests.at(-1);
    expect([sent?.method, sent?.target, sent?.body.toString()]).toEqual([
      'POST',
      '/api/v1/verify/pan?a=1',
      BODY,
    ]);
    expect(sent?.headers.get('x-own')).toBe('kept');
    expect(sent?.headers.get('x-api-key')).toBe(env.VK_API_KEY);
    expect(sent?.headers.get('x-tenant-code')).toBe(env.VK_CODE);
    expect(sent?.headers.get('x-timestamp')).toBe(T);
    expect(sent?.headers.get('x-signature')).toMatch(/^[0-9a-f]{64}$/);
    expect(sent?.raw.toString()).not.toContain('999999');
  });

  it('for another host is not sent', async () => {
    const server = await startCapture();
    const options = { env: { ...env, VK_BASE_URL: `${server.origin}/api/v1` } };
    const { exitCode, stderr } = await vk(['call', '--curl', curlTo(PUBLIC)], options);
    expect(exitCode).toBe(6);
    expect(stderr).toContain('https://vistarkriya.com is not where this credential belongs');
    expect(server.connections()).toBe(0);
  });

  it.for([
    [['--curl', 'curl https://x', 'GET', '/x'], 'the request is given twice'],
    [['--curl', 'curl https://x', '--har', 'y'], 'the request is given twice'],
    [['GET', '/x', '--entry', '1'], '--entry "1" is not the number'],
    [['--http', 'missing.http'], 'cannot read missing.http'],
    [['--curl', 'curl'], 'curl'],
  ] as const)('is refused: %j', async ([pasted, said]) => {
    for (const command of ['sign', 'explain', 'call']) {
      const { exitCode, stdout, stderr } = await vk([command, ...pasted], { env });
      expect([command, exitCode, stdout]).toEqual([command, 2, '']);
      expect(stderr.replace(/\s+/g, ' ')).toContain(said);
    }
  });
});
