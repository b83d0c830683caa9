import { describe, expect, it } from 'vitest';
import { jmespath } from '../../src/adapters/jmespath.js';
import type { CallOutcome } from '../../src/app/call.js';
import type { WireResponse } from '../../src/app/ports.js';
import { showAnswer, type ShowFlags } from '../../src/cli/show-answer.js';
import { parseBaseUrl } from '../../src/core/base-url.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { fakeContext, fakeOutput, response } from './fakes.js';

const usual: ShowFlags = {
  isJson: false,
  isVerbose: false,
  isHeadIncluded: false,
  isQuiet: false,
  query: undefined,
  isRaw: false,
};

const BODY = '{"data":{"balance":15420.50,"name":"a\\u0041","10":1,"2":2}}';
const STATUS = 'HTTP 200 OK  12 ms\nX-API-Mode: sandbox\n';

interface Shown {
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
}

async function show(
  answer: WireResponse,
  flags: Partial<ShowFlags> = {},
  { isTerminal = false, isError = false } = {},
): Promise<Shown> {
  const outcome: CallOutcome = {
    signed: { segments: [], stringToSign: new Uint8Array(), signature: 'abc', headers: [] },
    wire: {
      base: parseBaseUrl('https://vistarkriya.com/api/v1'),
      method: 'GET',
      target: Buffer.from('/api/v1/x'),
      headers: [['X-API-Key', 'vk_live_0123456789abcdef']],
      body: new Uint8Array(),
      timeoutMs: 1,
    },
    response: answer,
    mode: 'sandbox',
    isUnexpectedlyLive: false,
    error: isError
      ? { code: 'HMAC_INVALID', meaning: 'Signature mismatch', remedy: 'Do this.' }
      : undefined,
  };
  const context = fakeContext({
    stdout: fakeOutput(isTerminal),
    deps: { query: async () => await Promise.resolve(jmespath) },
  });
  await showAnswer(outcome, vistarkriya, { ...usual, ...flags }, context);
  return {
    stdout: context.stdout.text(),
    bytes: context.stdout.bytes(),
    stderr: context.stderr.text(),
  };
}

describe('on a pipe', () => {
  it.each<[flags: Partial<ShowFlags>, stdout: string, stderr: string]>([
    [{}, BODY, STATUS],
    [{ isQuiet: true }, BODY, ''],
    [{ isHeadIncluded: true }, `HTTP/1.1 200 OK\nX-API-Mode: sandbox\n\n${BODY}`, ''],
    [{ query: 'data.balance' }, '15420.50\n', STATUS],
    [{ query: 'data.name' }, '"a\\u0041"\n', STATUS],
    [{ query: 'data.name', isRaw: true }, 'aA\n', STATUS],
    [{ query: 'data.balance', isRaw: true }, '15420.50\n', STATUS],
    [{ query: 'data.nothing', isQuiet: true }, 'null\n', ''],
  ])('with %j', async (flags, stdout, stderr) => {
    expect(await show(response(BODY), flags)).toMatchObject({ stdout, stderr });
  });

  it('the body is left alone, byte for byte', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0x1b, 0x5b, 0x0a]);
    expect((await show(response(bytes))).bytes.equals(bytes)).toBe(true);
  });

  it.each([300, 301, 302, 303, 304, 307, 308])('%i is noted as not followed', async (status) => {
    const answer = response('', { status, statusText: 'Found', headers: [] });
    const note = 'note: the redirect was not followed\n';
    const { stdout, stderr } = await show(answer);
    expect([stdout, stderr]).toEqual(['', `HTTP ${status} Found  12 ms\n${note}`]);
    expect((await show(answer, { isQuiet: true })).stderr).toBe('');
    expect((await show(answer, { isJson: true })).stderr).toBe('');
  });

  it.each([200, 299, 400])('%i is not', async (status) => {
    expect((await show(response('', { status }))).stderr).not.toContain('redirect');
  });

  it('an error is explained on standard error, and --query does not hide it', async () => {
    const answer = response('{"error_code":"HMAC_INVALID"}', {
      status: 401,
      statusText: 'Unauthorized',
    });
    const { stdout, stderr } = await show(answer, { query: 'data' }, { isError: true });
    expect(stdout).toBe('{"error_code":"HMAC_INVALID"}');
    expect(stderr).toContain('HTTP 401 Unauthorized');
    expect(stderr).toContain('HMAC_INVALID  Signature mismatch');
    expect(stderr).toContain('Do this.');
    const quiet = await show(answer, { isQuiet: true }, { isError: true });
    expect(quiet.stderr).toBe('');
  });
});

describe('on a terminal', () => {
  it('JSON is laid out, with nothing of it changed', async () => {
    const { stdout } = await show(response(BODY), {}, { isTerminal: true });
    expect(stdout).toBe(
      '{\n  "data": {\n    "balance": 15420.50,\n    "name": "a\\u0041",\n    "10": 1,\n    "2": 2\n  }\n}\n',
    );
  });

  it.each<[what: string, body: string | Uint8Array, shown: string]>([
    ['text', 'plain', 'plain\n'],
    ['text with a line end', 'plain\n', 'plain\n'],
    ['nothing', '', ''],
    [
      'what would steer it',
      'a\u001b]0;x\u0007\u009b31m\u202eb',
      'a\\u001b]0;x\\u0007\\u009b31m\\u202eb\n',
    ],
    ['the same in JSON', '["\u202e\u009b\u007f"]', '[\n  "\\u202e\\u009b\\u007f"\n]\n'],
    [
      'bytes that are no text',
      Buffer.from([0xff, 0xfe]),
      '(2 bytes that are no text; send them to a file with >)\n',
    ],
  ])('%s', async (_what, body, shown) => {
    expect((await show(response(body), {}, { isTerminal: true })).stdout).toBe(shown);
  });

  const STEERING = 'a\u001b]0;x\u0007\u009b31m\u202e\u061cb';
  const SEEN = 'a\\u001b]0;x\\u0007\\u009b31m\\u202e\\u061cb';
  const QUOTED = JSON.stringify({ a: STEERING });

  it.each<[flags: Partial<ShowFlags>, body: string, shown: string]>([
    [{}, STEERING, `${SEEN}\n`],
    [{}, QUOTED, `{\n  "a": "${SEEN}"\n}\n`],
    [{ isRaw: true }, STEERING, `${SEEN}\n`],
    [{ query: 'a' }, QUOTED, `"${SEEN}"\n`],
    [{ query: 'a', isRaw: true }, QUOTED, `${SEEN}\n`],
  ])('nothing steers it with %j: %j', async (flags, body, shown) => {
    expect((await show(response(body), flags, { isTerminal: true })).stdout).toBe(shown);
  });

  it.each<[flags: Partial<ShowFlags>]>([[{ isJson: true }], [{ isHeadIncluded: true }]])(
    'nothing steers it with %j',
    async (flags) => {
      const headers = [['X-Odd', STEERING]] as const;
      const answer = response(STEERING, { headers, statusText: STEERING });
      const { stdout } = await show(answer, flags, { isTerminal: true });
      expect(stdout.split(SEEN)).toHaveLength(4);
      expect(stdout).not.toMatch(/[^\P{C}\n]/u);
    },
  );

  it('--json is the same document there', async () => {
    const answer = response(STEERING, { statusText: STEERING });
    const [there, here] = await Promise.all([
      show(answer, { isJson: true }, { isTerminal: true }),
      show(answer, { isJson: true }),
    ]);
    expect(JSON.parse(there.stdout)).toEqual(JSON.parse(here.stdout));
    expect(here.stdout).toContain('\u009b31m\u202e\u061c');
  });

  it('what a header holds cannot steer it', async () => {
    const headers = [['X-API-Mode', 'a\u009b31m']] as const;
    const { stderr } = await show(
      response('', { headers, statusText: 'O\u009bK' }),
      {},
      { isTerminal: true },
    );
    expect(stderr).toBe('HTTP 200 O\\u009bK  12 ms\nX-API-Mode: a\\u009b31m\n');
  });
});

describe('--json', () => {
  it('is one document that keeps the body as it came, and shortens the key', async () => {
    const { stdout, stderr } = await show(response(BODY), { isJson: true });
    expect(stderr).toBe('');
    expect(stdout).toContain(`"body":${BODY}}`);
    expect(stdout).not.toContain('0123456789abcdef');
    expect(JSON.parse(stdout)).toMatchObject({
      request: { method: 'GET', url: 'https://vistarkriya.com/api/v1/x', bodyBytes: 0 },
      response: { status: 200, mode: 'sandbox', timeMs: 12, bodyType: 'json' },
      error: null,
    });
  });

  it.each<[what: string, body: string | Uint8Array, type: string, json: unknown]>([
    ['text', 'plain', 'text', 'plain'],
    ['nothing', '', 'empty', null],
    ['bytes', Buffer.from([0xff]), 'base64', '/w=='],
    ['spaced JSON', ' [1, 2]\n', 'json', [1, 2]],
    ['a byte order mark', '\ufeff{}', 'text', '\ufeff{}'],
  ])('%s', async (_what, body, bodyType, json) => {
    const { stdout } = await show(response(body), { isJson: true });
    expect(JSON.parse(stdout)).toMatchObject({ response: { bodyType, body: json } });
  });
});
