import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { vkOnTerminal } from './terminal.js';
import {
  CREDENTIALS,
  bash,
  isInstalled,
  member,
  newFolder,
  run,
  vk,
  writeTemporary,
  type Run,
  type RunOptions,
} from './vk.js';

const SECRET = 'canary-Zq7-secret';
const T = '1739612345';
const BODY = '{"pan":"ABCDE1234F"}';
const RIGHT = `${T}POST/api/v1/verify/pan${BODY}`;
const NO_BASE_PATH = `${T}POST/verify/pan${BODY}`;
/** Lower-case method, and the body as Python prints it. */
const TWICE_WRONG = `${T}post/api/v1/verify/pan{"pan": "ABCDE1234F"}`;

const env = { ...CREDENTIALS.vistarkriya, VK_API_SECRET: SECRET };
const POST = ['diagnose', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--timestamp', T];
const hasPython = await isInstalled('python3', '--version');
const hasOpenssl = await isInstalled('openssl', 'version');

function hmac(message: string, key = SECRET, algorithm = 'sha256'): string {
  return createHmac(algorithm, key).update(message).digest('hex');
}

function diagnoseOf(message: string, words: readonly string[] = []): readonly string[] {
  return [...POST, '--signature', hmac(message), ...words];
}

/** A secret is in no output, whatever else happens. */
async function quietly(words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const result = await vk(words, { env, ...options });
  expect(result.stdout + result.stderr).not.toContain(SECRET);
  return result;
}

async function json(words: readonly string[], options: RunOptions = {}): Promise<unknown> {
  const { stdout, stderr } = await quietly([...words, '--json'], options);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Each finding's causes, as `axis/id`. */
function causes(document: unknown): string[][] {
  return list(member(document, 'findings')).map((finding) =>
    list(member(finding, 'causes')).map(
      (cause) => `${String(member(cause, 'axis'))}/${String(member(cause, 'id'))}`,
    ),
  );
}

function noteIds(document: unknown): unknown[] {
  return list(member(document, 'notes')).map((note) => member(note, 'id'));
}

/** The headers that such a request has. */
function headersOf(signature: string, key: string = env.VK_API_KEY): string[] {
  return [
    `X-API-Key: ${key}`,
    `X-Timestamp: ${T}`,
    `X-Signature: ${signature}`,
    `X-Tenant-Code: ${env.VK_CODE}`,
    'Content-Type: application/json',
  ];
}

function curlOf(headers: readonly string[], body = BODY): string {
  const flags = headers.map((header) => `-H '${header}'`).join(' ');
  return `curl -X POST https://vistarkriya.com/api/v1/verify/pan ${flags} -d '${body}'`;
}

function httpOf(headers: readonly string[], body = BODY): string {
  const head = ['POST /api/v1/verify/pan HTTP/1.1', 'Host: vistarkriya.com', ...headers];
  return `${head.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

function harOf(headers: readonly string[], body = BODY): string {
  const url = 'https://vistarkriya.com/api/v1';
  const pairs = headers
    .map((header) => header.split(': '))
    .map(([name, value]) => ({ name, value }));
  const other = { request: { method: 'GET', url: `${url}/wallet/balance`, headers: [] } };
  const meant = {
    request: {
      method: 'POST',
      url: `${url}/verify/pan`,
      headers: pairs,
      postData: { mimeType: 'application/json', text: body },
    },
  };
  return JSON.stringify({ log: { version: '1.2', entries: [other, meant] } });
}

describe.concurrent('the verdict', () => {
  it('is correct', async () => {
    const { exitCode, stdout, stderr } = await quietly(diagnoseOf(RIGHT));
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^correct: this is the signature that Vistar Kriya's procedure gives/);
    const document = await json(diagnoseOf(RIGHT));
    expect([member(document, 'verdict'), causes(document)]).toEqual(['correct', [[]]]);
  });

  it('is explained', async () => {
    const { exitCode, stdout, stderr } = await quietly(diagnoseOf(NO_BASE_PATH));
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^explained: one difference reproduces the signature\n/);
    expect(stdout).toContain('1  target: the path was signed without its base path\n');
    expect(stdout).toContain(`   = ${hmac(NO_BASE_PATH)}\n`);
  });

  it('names two causes', async () => {
    const { exitCode, stdout } = await quietly(diagnoseOf(TWICE_WRONG));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^explained: 2 differences together reproduce the signature\n/);
    expect(stdout).toMatch(/^1 {2}method: [^]*^2 {2}body: /m);
  });

  it('is unexplained', async () => {
    const words = diagnoseOf(`${T}POST/api/v1/verify/pan{"pan":"another"}`, [
      '--max-differences',
      '1',
    ]);
    const { exitCode, stdout, stderr } = await quietly(words);
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(
      /^no cause found: [^]*\nruled out, [^]*\nsearched [\d,]+ candidates in /,
    );
  });

  it('is unexplained where the signature is no digest', async () => {
    const { exitCode, stdout } = await quietly([...POST, '--signature', 'hello']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^no cause found: the signature is no whole digest/);
    expect(stdout).toMatch(/\nGive the whole signature, exactly as it was sent: /);
  });
});

describe.concurrent('a request', () => {
  const signature = hmac(NO_BASE_PATH);
  const headers = headersOf(signature);

  it('in words, with its headers', async () => {
    const words = ['diagnose', 'POST', '/verify/pan', 'pan=ABCDE1234F'];
    const given = [`X-Signature:${signature}`, `X-Timestamp:${T}`];
    expect(causes(await json([...words, ...given]))).toEqual([['target/base-path-missing']]);
  });

  it.for([
    ['--curl', () => ({ words: ['--curl', curlOf(headers)] })],
    ['--curl -', () => ({ words: ['--curl', '-'], input: curlOf(headers) })],
    ['--http', () => ({ words: ['--http', writeTemporary('r.http', httpOf(headers))] })],
    ['--http -', () => ({ words: ['--http', '-'], input: httpOf(headers) })],
    [
      '--har',
      () => ({ words: ['--har', writeTemporary('r.har', harOf(headers)), '--entry', '2'] }),
    ],
  ] as const)('by %s', async ([, given]) => {
    const { words, ...options } = given();
    const document = await json(['diagnose', ...words], options);
    expect(causes(document)).toEqual([['target/base-path-missing']]);
    expect(noteIds(document)).toEqual(['clock']);
  });

  it('by --curl, with a signature that goes before the pasted one', async () => {
    const words = ['diagnose', '--curl', curlOf(headers), '--signature', hmac(RIGHT)];
    expect(member(await json(words), 'verdict')).toBe('correct');
  });

  it('by --curl, in the words of its language', async () => {
    const agent = [...headersOf(hmac(TWICE_WRONG)), 'User-Agent: PHP/8.3'];
    const { stdout } = await quietly(['diagnose', '--curl', curlOf(agent)]);
    expect(stdout).toContain('   php  strtoupper($method)\n');
    expect(stdout).not.toContain('method.toUpperCase()');
  });
});

describe.concurrent('the search', () => {
  it('is restricted by --axis', async () => {
    const other = await json(diagnoseOf(NO_BASE_PATH, ['--axis', 'method,body']));
    expect(member(other, 'verdict')).toBe('unexplained');
    expect(list(member(other, 'search', 'axes')).map((axis) => member(axis, 'axis'))).toEqual([
      'method',
      'body',
    ]);
    const meant = await json(diagnoseOf(NO_BASE_PATH, ['--axis', 'target']));
    expect(causes(meant)).toEqual([['target/base-path-missing']]);
  });

  it('is restricted by --max-differences', async () => {
    const { exitCode, stdout } = await quietly(diagnoseOf(TWICE_WRONG, ['--max-differences', '1']));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^searched [\d,]+ candidates in .* s: all single differences\n/m);
  });

  it('ends with --time-limit', async () => {
    const words = diagnoseOf('nothing', ['--max-differences', '6', '--time-limit', '200ms']);
    const document = await json(words);
    expect(member(document, 'search', 'stopped')).toBe('time-limit');
    expect(member(document, 'search', 'complete')).toBe(false);
    expect(Number(member(document, 'search', 'elapsedMs'))).toBeGreaterThanOrEqual(200);
  });

  it.skipIf(!hasPython)('ends with Ctrl-C, and says what is known', async () => {
    const words = diagnoseOf('nothing', ['--max-differences', '6', '--time-limit', '5m']);
    const steps = [[' candidates, now ', '\u0003']] as const;
    const { exitCode, stdout } = await vkOnTerminal(words, {
      env: { ...env, NO_COLOR: '1' },
      steps,
    });
    expect(exitCode).toBe(130);
    expect(stdout).toContain('no cause found: ');
    expect(stdout).toMatch(/^searched [\d,]+ candidates in [\d.]+ s, then it was interrupted/m);
    expect(stdout).not.toContain(SECRET);
  });
});

/** Two profiles beside the credential of the environment. */
async function homeWithProfiles(): Promise<string> {
  const home = newFolder();
  for (const [name, secret] of [
    ['staging', 'rosebud-of-staging'],
    ['other', 'sesame-of-other'],
  ] as const) {
    const add = [
      'profile',
      'add',
      name,
      '--store',
      'file',
      '--provider',
      'vistarkriya',
      '--code',
      '123456',
    ];
    const rest = ['--api-key', `vk_live_${name}_0000000000`, '--secret-env', 'S'];
    expect((await vk([...add, ...rest], { home, env: { S: secret } })).exitCode).toBe(0);
  }
  return home;
}

describe.concurrent('secrets', () => {
  it('of all profiles are tried, and the profile is named', async () => {
    const home = await homeWithProfiles();
    const words = [...POST, '--signature', hmac(RIGHT, 'rosebud-of-staging')];
    const { exitCode, stdout, stderr } = await quietly(words, { home });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('1  secret: another secret was used\n');
    expect(stdout).toContain('   signed      the secret of profile staging\n');
    expect(stdout + stderr).not.toMatch(/rosebud|sesame/);
    const document = await json(words, { home });
    expect(causes(document)).toEqual([['secret/other-profile']]);
    expect(JSON.stringify(document)).not.toMatch(/rosebud|sesame/);
  });

  it("of the sandbox's demo is tried", async () => {
    const words = [...POST, '--signature', hmac(RIGHT, 'vk-sandbox-demo-secret')];
    const { exitCode, stdout } = await quietly(words);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("   signed      the secret of the sandbox's demo\n");
  });

  it('of the profiles that --secret-from names are tried', async () => {
    const home = await homeWithProfiles();
    const words = [...POST, '--signature', hmac(RIGHT, 'rosebud-of-staging'), '--time-limit', '1s'];
    const without = await json([...words, '--secret-from', 'other'], { home });
    expect(member(without, 'verdict')).toBe('unexplained');
    const both = await json([...words, '--secret-from', 'other, staging'], { home });
    expect(causes(both)).toEqual([['secret/other-profile']]);
  });

  it('stay hidden where they were put into the string-to-sign', async () => {
    const { exitCode, stdout } = await quietly(diagnoseOf(SECRET + RIGHT));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('   signed      secret + timestamp + method + target + body\n');
    expect(stdout).toContain(`   [secret]${T}POST`);
    expect(stdout).not.toContain('by openssl');
    const document = await json(diagnoseOf(SECRET + RIGHT));
    expect(member(document, 'findings', 0)).toMatchObject({
      stringToSign: `[secret]${RIGHT}`,
      stringToSignHoldsSecret: true,
    });
  });

  it('stay hidden where they were hashed with the message', async () => {
    const plain = createHash('sha256')
      .update(SECRET + RIGHT)
      .digest('hex');
    const document = await json([...POST, '--signature', plain]);
    expect(causes(document)).toContainEqual(['algorithm/hash-secret-message']);
  });
});

describe.concurrent('a refusal', () => {
  const signed = [...POST, '--signature', hmac(RIGHT)];

  it.for<[words: readonly string[], said: string]>([
    [POST, 'there is no signature to look into'],
    [['diagnose', 'POST', '/x', '--signature', '0'], 'signs the timestamp, and none was given'],
    [[...signed, '--axis', 'nose'], '--axis "nose" is not one of its choices'],
    [[...signed, '--axis', ''], '--axis "" is not one of its choices'],
    [[...signed, '--max-differences', '0'], '--max-differences "0" is not a number from 1 to 6'],
    [[...signed, '--max-differences', '7'], '--max-differences "7" is not a number from 1 to 6'],
    [[...signed, '--max-differences', 'two'], 'is not a number from 1 to 6'],
    [[...signed, '--time-limit', 'soon'], '--time-limit "soon" is no duration'],
    [[...signed, '--curl', 'curl https://x'], 'the request is given twice: by --curl and by words'],
    [['diagnose', '--curl', 'x', '--http', 'y'], 'given twice: by --curl and by --http'],
    [[...signed, '--secret-from', 'nobody'], 'there is no profile "nobody"'],
    [[...signed, '--entry', '1'], '--entry "1" is not the number of an entry of a HAR file'],
    [['diagnose', '--har', 'x', '--entry', '0'], '--entry "0" is not the number of an entry'],
    [['diagnose', '--http', 'missing.http'], 'cannot read missing.http'],
    [['diagnose', '--curl', 'wget https://x'], 'curl'],
    [['diagnose'], 'METHOD and PATH are missing'],
  ])('of %j', async ([words, said]) => {
    const { exitCode, stdout, stderr } = await quietly(words);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr.replace(/\s+/g, ' ')).toContain(said);
  });
});

describe.concurrent('a note', () => {
  const headers = headersOf(hmac(RIGHT));

  it.for<[id: string, given: { env?: RunOptions['env']; headers?: readonly string[] }]>([
    ['clock', {}],
    ['missing-header', { headers: headers.filter((each) => !each.startsWith('X-Tenant-Code')) }],
    ['foreign-header', { headers: headersOf(hmac(RIGHT), 'vk_live_of_somebody_else') }],
    ['code-shape', { env: { VK_CODE: '12' } }],
    ['api-key-shape', { env: { VK_API_KEY: 'short' } }],
    ['secret-white-space', { env: { VK_API_SECRET: ` ${SECRET}` } }],
  ])('%s', async ([id, given]) => {
    const words = [
      'diagnose',
      '--curl',
      curlOf(given.headers ?? headers),
      '--max-differences',
      '1',
    ];
    const options = { env: { ...env, ...given.env } };
    expect(noteIds(await json(words, options))).toContain(id);
    const { stdout } = await quietly(words, options);
    expect(stdout).toMatch(/^! {2}\S/m);
  });

  it('key-mode: a sandbox key, and live is expected', async () => {
    const home = newFolder();
    const add = [
      'profile',
      'add',
      'shop',
      '--store',
      'file',
      '--provider',
      'influencemart',
      '--mode',
      'live',
    ];
    const rest = ['--api-key', 'ak_test_0123456789', '--secret-env', 'S'];
    await vk([...add, ...rest], { home, env: { S: SECRET } });
    const words = ['diagnose', 'GET', '/v1/me', '--timestamp', T, '--signature', hmac(`${T}.`)];
    const document = await json(words, { home, env: {} });
    expect([member(document, 'verdict'), noteIds(document)]).toEqual([
      'correct',
      ['clock', 'key-mode'],
    ]);
  });
});

describe.concurrent('output', () => {
  it('by --json is as documented', async () => {
    const document = await json(diagnoseOf(TWICE_WRONG));
    expect(document).toEqual({
      verdict: 'explained',
      provider: 'vistarkriya',
      profile: null,
      documentedStringToSign: RIGHT,
      findings: [
        {
          causes: [
            {
              axis: 'method',
              id: 'lower-case',
              title: 'the method was signed in lower case',
              detail: null,
              documented: 'POST',
              signed: 'post',
              firstDifference: 0,
              remedy: expect.stringMatching(/\.$/),
              remedyByLanguage: expect.objectContaining({ php: 'strtoupper($method)' }),
              alternatives: [],
            },
            {
              axis: 'body',
              id: 'python-dumps',
              title: 'the body was serialised again by Python',
              detail: 'json.dumps(body)',
              documented: BODY,
              signed: '{"pan": "ABCDE1234F"}',
              firstDifference: 7,
              remedy: expect.stringMatching(/\.$/),
              remedyByLanguage: expect.objectContaining({ python: expect.any(String) }),
              alternatives: expect.arrayContaining([
                { id: 'spaced', title: expect.stringMatching(/^the body was signed /) },
              ]),
            },
          ],
          stringToSign: TWICE_WRONG,
          stringToSignHoldsSecret: false,
          algorithm: 'HMAC-SHA256',
          encoding: 'hex',
          signature: hmac(TWICE_WRONG),
        },
      ],
      notes: [{ id: 'clock', text: expect.any(String), remedy: expect.any(String) }],
      search: {
        candidates: expect.any(Number),
        elapsedMs: expect.any(Number),
        complete: true,
        stopped: 'found',
        stages: expect.arrayContaining(['as documented', '1 common difference']),
        axes: expect.arrayContaining([
          {
            axis: 'method',
            values: expect.any(Number),
            variants: expect.arrayContaining(['lower-case']),
            cut: false,
          },
        ]),
      },
    });
  });

  it('has bytes that are no text in base64', async () => {
    const latin1 = Buffer.from(`${T}POST/api/v1/xL\u00e9o`, 'latin1');
    const signature = createHmac('sha256', SECRET).update(latin1).digest('hex');
    const words = ['diagnose', 'POST', '/x', '-d', 'Léo', '--timestamp', T];
    const document = await json([...words, '--signature', signature]);
    const found = list(member(document, 'findings'))[0];
    expect(found).toMatchObject({
      stringToSign: null,
      stringToSignBase64: latin1.toString('base64'),
    });
  });

  it('on a pipe has no colour and no spinner', async () => {
    const { stdout, stderr } = await quietly(
      diagnoseOf('nothing', ['--max-differences', '6', '--time-limit', '800ms']),
    );
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toBe('');
  });

  it('may be cut off by the reader', async () => {
    const words = diagnoseOf(NO_BASE_PATH).map((word) => `'${word}'`);
    const { exitCode, stdout, stderr } = await bash(`vk ${words.join(' ')} | head -1`, { env });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe('explained: one difference reproduces the signature\n');
  });

  it('fits 80 columns but for what is to be pasted', async () => {
    const body = JSON.stringify({
      name: 'Zoë नेपाल',
      list: Array.from({ length: 90 }, () => '·\t'),
    });
    const signed = hmac(`${T}post/api/v1/x${body}\n`);
    const words = ['diagnose', 'POST', '/x', '-d', body, '--timestamp', T, '--signature', signed];
    const { exitCode, stdout } = await quietly(words);
    expect(exitCode).toBe(0);
    const long = stdout
      .replace(/^by openssl[^]*?^ {3}\)$/m, '')
      .split('\n')
      .filter((line) => Array.from(line.replace(/\p{Mn}/gu, '')).length > 80);
    expect(long).toEqual([]);
  });

  it('says on standard error where each value came from', async () => {
    const { stderr } = await quietly(diagnoseOf(RIGHT, ['-v']));
    expect(stderr).toMatch(/^apiKey +environment VK_API_KEY$/m);
  });

  it.skipIf(!hasOpenssl).for<[name: string, message: string, algorithm: string]>([
    ['text', NO_BASE_PATH, 'sha256'],
    ['another digest', RIGHT, 'sha512'],
    ['a newline', `${RIGHT}\n`, 'sha256'],
    ['spaces and quotes', TWICE_WRONG, 'sha1'],
  ])('has lines for openssl that give the signature: %s', async ([, message, algorithm]) => {
    const signature = hmac(message, SECRET, algorithm);
    const limit = ['--time-limit', '60s'];
    const { stdout } = await quietly([...POST, '--signature', signature, '-v', ...limit]);
    const lines = /^by openssl.*\n((?: {3}.*\n)+)/m.exec(stdout)?.[1] ?? '';
    const made = await run('bash', ['-c', lines], { env: { VK_API_SECRET: SECRET } });
    expect([made.stdout, made.stderr]).toEqual([`${signature}\n`, '']);
  });
});
