import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  CREDENTIALS,
  bash,
  isInstalled,
  member,
  run,
  vk,
  type Run,
  type RunOptions,
} from './vk.js';

const T = '1739612345';
const env = CREDENTIALS.vistarkriya;
const POST = ['explain', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--timestamp', T];
const CANARY = 'canary-Zq7-secret';
const hasOpenssl = await isInstalled('openssl', 'version');

const REQUESTS: readonly (readonly [
  provider: keyof typeof CREDENTIALS,
  words: readonly string[],
  steps: number,
])[] = [
  ['vistarkriya', ['POST', '/verify/pan', 'pan=ABCDE1234F'], 8],
  ['vistarkriya', ['GET', '/wallet/balance?a=1'], 8],
  ['kamiokash', ['POST', '/member', 'firstName=Léo'], 6],
  ['influencemart', ['GET', '/v1/me'], 6],
  ['payinout', ['POST', '/payin', 'amount:=100.00'], 6],
];

/** The lines for a shell as text output has them. */
function shellLines(stdout: string): string {
  return /^\d {2}the same by openssl.*\n((?: {3}.*\n)+)/m.exec(stdout)?.[1] ?? '';
}

async function json(words: readonly string[], options: RunOptions = {}): Promise<unknown> {
  const { exitCode, stdout, stderr } = await vk([...words, '--json'], options);
  expect([exitCode, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

async function warnings(words: readonly string[], options: RunOptions = {}): Promise<unknown[]> {
  const found = member(await json(['explain', ...words], options), 'warnings');
  return Array.isArray(found) ? found.map((warning) => member(warning, 'id')) : [];
}

describe.concurrent('every provider', () => {
  it.for(REQUESTS)('%s: %j', async ([provider, words, steps]) => {
    const options = { env: { ...CREDENTIALS[provider], VK_API_SECRET: CANARY } };
    const all = ['explain', ...words];
    const { exitCode, stdout, stderr } = await vk(all, options);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.match(/^\d+(?= {2}\S)/gm)).toEqual(
      Array.from({ length: steps }, (_, index) => String(index + 1)),
    );
    expect(stdout).not.toContain(CANARY);
    const document = await json([...all], options);
    expect(JSON.stringify(document)).not.toContain(CANARY);
  });

  it.for(REQUESTS)('%s: %j, as vk sign has it', async ([provider, words]) => {
    const timestamp = provider === 'kamiokash' ? '2025-02-15T09:39:05.000Z' : T;
    const all = [...words, '--timestamp', timestamp, '--sandbox', '--provider', provider];
    const [explained, signed] = await Promise.all([
      json(['explain', ...all]),
      json(['sign', ...all]),
    ]);
    expect(explained).toMatchObject(Object(signed));
    const text = String(member(explained, 'stringToSign'));
    expect(explained).toMatchObject({
      stringToSignLength: Buffer.byteLength(text),
      stringToSignSha256: createHash('sha256').update(text).digest('hex'),
      openssl: expect.stringContaining('openssl dgst -sha256'),
    });
  });

  it.skipIf(!hasOpenssl).for(REQUESTS)('%s: %j, by openssl', async ([provider, words]) => {
    const options = { env: CREDENTIALS[provider] };
    const document = await json(['explain', ...words], options);
    const text = await vk(
      ['explain', ...words, '--timestamp', String(member(document, 'timestamp'))],
      options,
    );
    const signature = `${String(member(document, 'signature'))}\n`;
    for (const lines of [String(member(document, 'openssl')), shellLines(text.stdout)]) {
      const made = await run('bash', ['-c', lines], options);
      expect([made.stdout, made.stderr]).toEqual([signature, '']);
    }
  });
});

describe('the lines for openssl', () => {
  it.skipIf(!hasOpenssl).for([
    ['lines and quotes', Buffer.from(`{"a": "it's $HOME \`id\`"}\r\n\n`)],
    ['bytes that are no text', Buffer.from([0, 0xff, 0x27, 0x0a])],
  ] as const)('take %s', async ([, input]) => {
    const words = ['explain', 'POST', '/x', '-d', '@-', '--timestamp', T];
    const { stdout } = await vk(words, { env, input });
    const made = await run('bash', ['-c', shellLines(stdout)], { env });
    expect(stdout).toContain(`\n   ${made.stdout}`);
    expect(made.stdout).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it.skipIf(!hasOpenssl)('leave a long string-to-sign to vk sign', async () => {
    const body = `{"a":"${'x'.repeat(100_000)}"}`;
    const words = ['POST', '/x', '-d', '@-', '--timestamp', T];
    const { stdout } = await vk(['explain', ...words], { env, input: body });
    const lines = shellLines(stdout);
    expect(lines).toContain(`vk sign … --timestamp ${T} --only string-to-sign | (`);
    const typed = lines.replace('vk sign …', 'vk sign POST /x -d @-');
    const [made, signed] = await Promise.all([
      bash(typed, { env, input: body }),
      vk(['sign', ...words, '--only', 'signature'], { env, input: body }),
    ]);
    expect(made.stdout).toBe(signed.stdout);
    const whole = String(
      member(await json(['explain', ...words], { env, input: body }), 'openssl'),
    );
    expect((await run('bash', ['-s'], { env, input: whole })).stdout).toBe(signed.stdout);
  });
});

describe.concurrent('output', () => {
  it('fits 80 columns but for headers and what is to be pasted', async () => {
    const input = `{"a": "${'Zoë\u0301 नेपाल \t'.repeat(300)}"}\n`;
    const { stdout } = await vk(['explain', 'POST', '/x', '-d', '@-', 'X-Long:1'], { env, input });
    const [shown] = stdout.split(/^\d {2}headers$/m);
    const long = (shown ?? '')
      .split('\n')
      .filter((line) => Array.from(line.replace(/\p{Mn}/gu, '')).length > 80);
    expect(long).toEqual([]);
  });

  it('of a body of megabytes is short', async () => {
    const input = Buffer.alloc(10 * 1024 * 1024, '{"a":1}');
    const { exitCode, stdout } = await vk(['explain', 'POST', '/x', '-d', '@-'], { env, input });
    expect(exitCode).toBe(0);
    expect(stdout.length).toBeLessThan(10_000);
    expect(stdout).toContain('… 10,484,536 bytes not shown; --json has all of it\n');
  });

  it('has colours instead of the ruler', async () => {
    const plain = await vk(POST, { env });
    const colour = await vk(POST, { env: { ...env, FORCE_COLOR: '1' } });
    expect(plain.stdout).toMatch(/└1─+┘└2─┘/);
    expect(plain.stdout).not.toContain('\u001b');
    expect(colour.stdout).not.toContain('└');
    expect(colour.stdout).toContain('\u001b[36m1739612345\u001b[39m\u001b[35mPOST\u001b[39m');
    // eslint-disable-next-line no-control-regex -- colours are what is taken out
    const uncoloured = colour.stdout.replace(/\u001b\[\d+m/g, '');
    expect(uncoloured).toBe(plain.stdout.replace(/^ +└.*\n/m, ''));
  });

  it('says on standard error where each value came from', async () => {
    const { stdout, stderr } = await vk([...POST, '-v'], { env });
    expect(stderr).toMatch(/^apiKey +environment VK_API_KEY$/m);
    expect(stdout).toBe((await vk(POST, { env })).stdout);
  });

  it('notes what was done to a variable', async () => {
    const { stderr } = await vk(POST, { env: { ...env, VK_API_SECRET: 'e2e-secret\n' } });
    expect(stderr).toBe('note: the line break at the end of VK_API_SECRET was left out\n');
  });

  it('can be cut by its reader', async () => {
    const { exitCode, stdout, stderr } = await bash(`vk ${POST.join(' ')} | head -1`, { env });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      'Vistar Kriya signs timestamp + method + path with query + body by HMAC-SHA256.\n',
    );
  });

  it.for([
    ['no credential', ['GET', '/x'], {}, 'there is no API secret'],
    ['a timestamp of another format', ['GET', '/x', '--timestamp', 'now'], env, 'is no timestamp'],
    ['no path', ['GET'], env, 'path'],
  ] as const)('%s is an error', async ([, words, variables, text]) => {
    const { exitCode, stdout, stderr } = await vk(['explain', ...words], { env: variables });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(text);
  });
});

describe.concurrent('warnings', () => {
  const GET = ['GET', '/x'];
  const SCHEME = ['no-separator'];
  const changed = (changes: Readonly<Record<string, string>>): RunOptions => ({
    env: { ...env, ...changes },
  });
  const table: readonly (readonly [
    name: string,
    words: readonly string[],
    options: RunOptions,
    ids: readonly string[],
  ])[] = [
    ['none but of the scheme', GET, { env }, SCHEME],
    [
      'a timestamp of now',
      [...GET, '--timestamp', String(Math.floor(Date.now() / 1000))],
      { env },
      SCHEME,
    ],
    ['an old timestamp', [...GET, '--timestamp', T], { env }, ['clock', ...SCHEME]],
    [
      'a body with spaces',
      ['POST', '/x', '-d', '{"a": 1}'],
      { env },
      ['body-white-space', ...SCHEME],
    ],
    ['a body that is no JSON', ['POST', '/x', '-d', 'a=1'], { env }, ['body-not-json', ...SCHEME]],
    ['a key of another prefix', GET, changed({ VK_API_KEY: 'k' }), ['api-key-shape', ...SCHEME]],
    ['a short code', GET, changed({ VK_CODE: '12345' }), ['code-shape', ...SCHEME]],
    ['no code', GET, changed({ VK_CODE: '' }), ['missing-code', ...SCHEME]],
    [
      'a space behind the secret',
      GET,
      changed({ VK_API_SECRET: `${CANARY} ` }),
      ['secret-white-space', ...SCHEME],
    ],
    ['KamioKash', GET, { env: CREDENTIALS.kamiokash }, ['not-covered']],
    ['Influencemart', GET, { env: CREDENTIALS.influencemart }, ['not-covered']],
    [
      'PayIn/PayOut',
      ['POST', '/x', '-d', '{ }'],
      { env: CREDENTIALS.payinout },
      ['not-covered', ...SCHEME],
    ],
    [
      'a live key where sandbox is expected',
      GET,
      { env: { ...CREDENTIALS.influencemart, VK_API_KEY: 'ak_live_1' } },
      ['key-mode', 'not-covered'],
    ],
  ];

  it.for(table)('%s', async ([, words, options, ids]) => {
    expect(await warnings(words, options)).toEqual(ids);
    const { stdout, stderr } = await vk(['explain', ...words], options);
    // What is so by design of a scheme is no warning.
    const marks = ids.map((id) => (id === 'not-covered' || id === 'no-separator' ? 'i' : '!'));
    expect(stdout.match(/^[!i](?= {2})/gm)).toEqual(marks);
    expect(stdout).not.toContain(CANARY);
    expect(stderr).toBe('');
  });

  it('a test key on a live profile', async () => {
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
    const key = ['--api-key', 'ak_test_0123456789', '--secret-env', 'S'];
    const { home }: Run = await vk([...add, ...key], { env: { S: CANARY } });
    expect(await warnings(GET, { home })).toEqual(['key-mode', 'not-covered']);
  });
});
