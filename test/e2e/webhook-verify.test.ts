import { createHmac } from 'node:crypto';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hmacHex } from '../hmac-hex.js';
import { bash, BIN, cleanEnvironment, member, newFolder, vk, type Run } from './vk.js';

const WEBHOOK_SECRET = 'canary-webhook-secret';
const API_SECRET = 'canary-api-secret';
const ENV = { VK_WEBHOOK_SECRET: WEBHOOK_SECRET, VK_API_SECRET: API_SECRET };
const TIME = '2026-01-02T03:04:05.000Z';
const TIME_S = '1767323045';

const DATA = {
  id: 'evt_1',
  type: 'order.successful',
  data: {
    owner: 'cust/abc',
    name: 'Zo\u00eb',
    amount: 150.5,
    codes: [{ code: 'X', isUsed: false }],
  },
};
const BODY = JSON.stringify(DATA);
const SORTED =
  '{"data":{"amount":150.5,"codes":[{"code":"X","isUsed":false}],"name":"Zo\u00eb","owner":"cust/abc"},"id":"evt_1","type":"order.successful"}';

interface Case {
  readonly id: 'kamiokash' | 'payinout';
  readonly key: string;
  readonly otherKey: string;
  readonly header: string;
  readonly timed: boolean;
}

const CASES: readonly Case[] = [
  {
    id: 'kamiokash',
    key: WEBHOOK_SECRET,
    otherKey: API_SECRET,
    header: 'X-Kamio-Signature',
    timed: true,
  },
  {
    id: 'payinout',
    key: API_SECRET,
    otherKey: WEBHOOK_SECRET,
    header: 'X-Signature',
    timed: false,
  },
];

function signed({ key, timed }: Case, body: string | Uint8Array): string {
  return timed ? hmacHex(key, TIME, body) : hmacHex(key, body);
}

/** Verifies a file with the words that scripts use. */
async function verify(
  each: Case,
  body: string | Uint8Array,
  signature: string,
  ...words: readonly string[]
): Promise<Run> {
  const home = newFolder();
  const file = join(home, 'payload.json');
  writeFileSync(file, body);
  const timestamp = each.timed ? ['--timestamp', TIME] : [];
  return await vk(
    ['webhook', 'verify', file, '--provider', each.id, '--signature', signature]
      .concat(timestamp)
      .concat(['--at', TIME_S, ...words]),
    { home, env: ENV },
  );
}

interface Told {
  readonly exitCode: number | undefined;
  readonly verdict: unknown;
  readonly causes: string[];
  readonly titles: string;
}

async function told(...given: Parameters<typeof verify>): Promise<Told> {
  const { exitCode, stdout, stderr } = await verify(...given, '--json');
  const document: unknown = JSON.parse(stdout === '' ? stderr : stdout);
  const causes = member(document, 'diagnosis', 'findings', 0, 'causes');
  const list: unknown[] = Array.isArray(causes) ? causes : [];
  return {
    exitCode,
    verdict: member(document, 'verdict'),
    causes: list.map((cause) => `${String(member(cause, 'axis'))} ${String(member(cause, 'id'))}`),
    titles: list.map((cause) => String(member(cause, 'title'))).join('; '),
  };
}

describe.each(CASES)('$id', (each) => {
  const right = signed(each, BODY);

  it.each<[string, string | Uint8Array, string, RegExp]>([
    ['indented by 2', JSON.stringify(DATA, null, 2), 'body compact', /it was indented$/],
    ['indented by 4', JSON.stringify(DATA, null, 4), 'body compact', /it was indented$/],
    ['indented by tabs', JSON.stringify(DATA, null, '\t'), 'body compact', /it was indented$/],
    [
      'indented, with CRLF',
      JSON.stringify(DATA, null, 2).replaceAll('\n', '\r\n'),
      'body compact',
      /indented, with CR LF/,
    ],
    ['a BOM', `\ufeff${BODY}`, 'body byte-order-mark', /byte order mark/],
    ['a newline', `${BODY}\n`, 'body trimmed', /a newline at its end was added/],
    ['CRLF at the end', `${BODY}\r\n`, 'body trimmed', /\(CR LF\)/],
    ['sorted keys', SORTED, 'body key-order', /its keys were sorted/],
    [
      'sorted and indented',
      `${JSON.stringify(JSON.parse(SORTED), null, 2)}\n`,
      'body key-order',
      /newline.*indented and its keys were sorted/,
    ],
    [
      'escaped slashes',
      BODY.replaceAll('/', '\\/'),
      'body slashes-unescaped',
      /slashes were escaped/,
    ],
    ['escaped unicode', BODY.replace('\u00eb', '\\u00eb'), 'body non-ascii-unescaped', /not ASCII/],
    ['a BOM and CRLF', `\ufeff${BODY}\r\n`, 'body byte-order-mark', /CR LF.*and a byte order mark/],
  ])('%s: refused, and the cause named', async (_name, body, cause, title) => {
    const { exitCode, verdict, causes, titles } = await told(each, body, right);
    expect({ exitCode, verdict, causes }).toEqual({
      exitCode: 1,
      verdict: 'mismatch',
      causes: [cause],
    });
    expect(titles).toMatch(title);
  });

  it('line ends that were changed are named where the provider signed some', async () => {
    const lines = JSON.stringify(DATA, null, 2);
    const found = await told(each, lines.replaceAll('\n', '\r\n'), signed(each, lines));
    expect(found.causes).toEqual(['body line-ends']);
    expect(found.titles).toMatch(/CR LF/);
  });

  it.each<[string, string, string, string]>([
    ['upper case', right.toUpperCase(), 'bad-encoding', 'encoding hex-upper-case'],
    ['base64', Buffer.from(right, 'hex').toString('base64'), 'bad-encoding', 'encoding base64'],
    ['a prefix', `sha256=${right}`, 'bad-encoding', 'encoding prefix'],
    ['a byte too few', right.slice(0, -2), 'bad-encoding', 'encoding cut-short'],
    ['no first byte', right.slice(2), 'bad-encoding', 'encoding cut-at-start'],
    ['no first digit', right.slice(1), 'bad-encoding', 'encoding cut-at-start'],
    [
      'the other secret',
      signed({ ...each, key: each.otherKey }, BODY),
      'mismatch',
      'secret other-profile',
    ],
  ])('a signature: %s', async (_name, signature, verdict, cause) => {
    const found = await told(each, BODY, signature);
    expect(found).toMatchObject({ exitCode: 1, verdict, causes: [cause] });
  });

  it('an empty signature', async () => {
    expect(await told(each, BODY, '')).toMatchObject({
      exitCode: 1,
      verdict: 'missing-signature',
      causes: [],
    });
  });

  it.each<[string, string | Uint8Array]>([
    ['text', BODY],
    ['nothing', ''],
    ['bytes that are no UTF-8', Uint8Array.of(0xff, 0, 0x0d, 0x0a, 0xc3)],
    ['10 MB', Buffer.alloc(10_000_000, 0xe9)],
  ])('verifies %s, byte for byte', async (_name, body) => {
    const { exitCode, verdict } = await told(each, body, signed(each, body));
    expect({ exitCode, verdict }).toEqual({ exitCode: 0, verdict: 'ok' });
  });

  it('verifies its headers, whatever their case, and from standard input', async () => {
    const { exitCode, stdout } = await vk(
      [
        'webhook',
        'verify',
        '-',
        '--at',
        TIME,
        '-H',
        `${each.header.toLowerCase()}: ${right}`,
      ].concat(['-H', `x-timestamp:${TIME}`]),
      { env: ENV, input: BODY },
    );
    expect(stdout).toMatch(/^verified: /);
    expect(stdout).toMatch(/event +order\.successful\n/);
    expect(exitCode).toBe(0);
  });

  it('verifies a whole request', async () => {
    const head = `POST /hook HTTP/1.1\r\nHost: me.example\r\n${each.header}: ${right}\r\nX-Timestamp: ${TIME}\r\n`;
    const { exitCode } = await vk(['webhook', 'verify', '--http', '-', '--at', TIME], {
      env: ENV,
      input: `${head}Content-Length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`,
    });
    expect(exitCode).toBe(0);
  });

  it('verifies an entry of a HAR file', async () => {
    const home = newFolder();
    const headers = [
      { name: each.header, value: right },
      { name: 'X-Timestamp', value: TIME },
    ];
    const request = { method: 'POST', url: 'https://me.example/hook' };
    const entries = [
      { request: { ...request, headers: [], postData: { text: 'x' } } },
      { request: { ...request, headers, postData: { text: BODY } } },
    ];
    writeFileSync(join(home, 'a.har'), JSON.stringify({ log: { entries } }));
    const words = ['webhook', 'verify', '--har', 'a.har', '--entry', '2', '--at', TIME];
    expect((await vk(words, { home, env: ENV })).exitCode).toBe(0);
    words[5] = '1';
    expect((await vk(words, { home, env: ENV })).exitCode).toBe(2);
  });

  it('verifies a line of the log as of the time of its arrival', async () => {
    const record = {
      id: 'wh_1',
      time: '2026-01-02T03:05:00.000Z',
      provider: each.id,
      method: 'POST',
      target: '/hook',
      headers: [
        [each.header, right],
        ['X-Timestamp', TIME],
      ],
    };
    const lines = [
      { ...record, body: BODY },
      { ...record, id: 'wh_2', bodyBase64: Buffer.from(BODY).toString('base64') },
      { ...record, id: 'wh_3', body: `${BODY} ` },
    ];
    const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const exits = await Promise.all(
      ['1', '2', '3', '4'].map(
        async (entry) =>
          await vk(['webhook', 'verify', '--record', '-', '--entry', entry], { env: ENV, input }),
      ),
    );
    expect(exits.map(({ exitCode }) => exitCode)).toEqual([0, 0, 1, 2]);
  });

  it('shows no secret, and fits into 80 columns', async () => {
    const runs = await Promise.all([
      verify(each, BODY, right),
      verify(each, `${JSON.stringify(DATA, null, 2)}\n`, right, '-v'),
      verify(each, BODY, signed({ ...each, key: each.otherKey }, BODY), '--json'),
    ]);
    for (const { stdout, stderr } of runs) {
      expect(stdout + stderr).not.toContain('canary');
    }
    const widths = runs[0]?.stdout.split('\n').map((line) => line.length) ?? [];
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });

  it('signs what it verifies', async () => {
    const options = { env: ENV, input: BODY };
    const words = ['webhook', 'sign', '-', '--provider', each.id];
    const timestamp = each.timed ? ['--timestamp', TIME] : [];
    const { stdout } = await vk([...words, ...timestamp, '--only', 'signature'], options);
    expect(stdout).toBe(`${right}\n`);
    const headers = await vk([...words, ...timestamp], options);
    expect(headers.stdout).toContain(`${each.header}: ${right}\n`);
    const json = await vk([...words, ...timestamp, '--json'], options);
    expect(member(JSON.parse(json.stdout), 'headers', each.header)).toBe(right);
    const curl = await vk(
      [...words, ...timestamp, '--format', 'curl', '--url', 'http://h/x'],
      options,
    );
    expect(curl.stdout).toMatch(/^curl .* http:\/\/h\/x/);
    const message = await vk([...words, ...timestamp, '--only', 'string-to-sign'], options);
    expect(message.stdout).toBe((each.timed ? TIME : '') + BODY);
  });
});

const [KAMIOKASH] = CASES;

describe('the timestamp', () => {
  const body = '{}';
  const at = async (time: string, ...more: readonly string[]): Promise<unknown> => {
    const signature = hmacHex(WEBHOOK_SECRET, TIME, body);
    const words = ['--signature', signature, '--timestamp', TIME, '--at', time, '--json', ...more];
    const { stdout } = await vk(['webhook', 'verify', '-d', body, ...words], { env: ENV });
    return member(JSON.parse(stdout), 'verdict');
  };

  it('is held against --at, in any form, with --tolerance', async () => {
    const found = await Promise.all([
      at('2026-01-02T03:09:05Z'),
      at('1767323345000'),
      at('1767323346'),
      at('1767323346', '--tolerance', '301'),
      at('1767322744'),
      at('1767323045', '--tolerance', '0'),
    ]);
    expect(found).toEqual(['ok', 'ok', 'timestamp-expired', 'ok', 'timestamp-in-future', 'ok']);
  });

  it('is held against the clock where nothing is said', async () => {
    const now = new Date().toISOString();
    const words = [
      '-d',
      body,
      '--timestamp',
      now,
      '--signature',
      hmacHex(WEBHOOK_SECRET, now, body),
    ];
    expect((await vk(['webhook', 'verify', ...words], { env: ENV })).exitCode).toBe(0);
  });

  it('is named where it was signed in another form, or in another order', async () => {
    const each = KAMIOKASH ?? expect.fail();
    const seconds = await told(each, BODY, hmacHex(WEBHOOK_SECRET, TIME_S, BODY));
    expect(seconds.causes).toEqual(['timestamp seconds']);
    const reversed = await told(each, BODY, hmacHex(WEBHOOK_SECRET, BODY, TIME));
    expect(reversed.causes).toEqual(['layout order']);
  });
});

describe('several', () => {
  const signature = hmacHex('second', BODY);

  it('any secret and any signature may match, and it says which', async () => {
    const words = ['--secret-env', 'A', '--secret-env', 'B', '--signature', 'zz'];
    const { stdout, exitCode } = await vk(
      [
        'webhook',
        'verify',
        '-d',
        BODY,
        '--provider',
        'payinout',
        ...words,
        '--signature',
        signature,
      ],
      { env: { A: 'first', B: 'second' } },
    );
    expect(stdout).toMatch(/secret +environment B\n/);
    expect(stdout).toMatch(new RegExp(`signature +${signature} \\(2 of 2\\)\n`));
    expect(exitCode).toBe(0);
  });

  it('secrets come from files too', async () => {
    const home = newFolder();
    writeFileSync(join(home, 'old'), 'first\n');
    writeFileSync(join(home, 'new'), 'second\n');
    const words = [
      '--secret-file',
      'old',
      '--secret-file',
      'new',
      '--signature',
      signature,
      '--json',
    ];
    const { stdout } = await vk(
      ['webhook', 'verify', '-d', BODY, '--provider', 'payinout', ...words],
      { home },
    );
    expect(member(JSON.parse(stdout), 'secret')).toBe('file new');
  });
});

it('a scheme by hand', async () => {
  const signature = createHmac('sha512', WEBHOOK_SECRET)
    .update(`${TIME_S}.${BODY}`)
    .digest('base64');
  const words = ['--scheme', 'sha512:base64:{timestamp}.{body}', '--signature-header', 'X-My-Sig'];
  const sent = ['-H', `X-My-Sig: ${signature}`, '--timestamp', TIME_S, '--at', TIME_S];
  const { exitCode } = await vk(['webhook', 'verify', '-d', BODY, ...words, ...sent], { env: ENV });
  expect(exitCode).toBe(0);
});

describe('nothing to verify is a matter of usage, and says which flag', () => {
  it.each<[string, readonly string[], Record<string, string>, RegExp]>([
    ['no payload', [], ENV, /no payload[^]*--data/],
    ['no signature', ['-d', '{}'], ENV, /no signature[^]*--signature/],
    ['no timestamp', ['-d', '{}', '--signature', 'x'], ENV, /the timestamp[^]*--timestamp/],
    ['no secret', ['-d', '{}', '--signature', 'x'], {}, /no webhook secret[^]*--secret-env/],
    ['no webhooks', ['-d', '{}', '--provider', 'vistarkriya'], ENV, /documents no webhook/],
    ['two payloads', ['a', '-d', '{}'], ENV, /given twice/],
    ['no file', ['nowhere.json', '--signature', 'x'], ENV, /nowhere\.json/],
    ['no header', ['-d', '{}', '-H', 'x'], ENV, /without a name and a colon/],
    ['no time', ['-d', '{}', '--at', 'noon'], ENV, /--at "noon"/],
    ['no seconds', ['-d', '{}', '--tolerance', '5m'], ENV, /--tolerance "5m"/],
  ])('%s', async (_name, words, env, message) => {
    const { exitCode, stderr, stdout } = await vk(['webhook', 'verify', ...words], { env });
    expect(stderr).toMatch(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });
});

it('does not wait for a standard input that nobody asked for', async () => {
  const child = spawn(process.execPath, [BIN, 'webhook', 'verify', '--signature', 'x'], {
    env: cleanEnvironment(newFolder(), ENV),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exitCode = await new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.stdin.end();
  expect(exitCode).toBe(2);
});

it('what openssl signs in a pipe verifies', async () => {
  const line = `
    printf '%s' '${BODY}' > payload.json
    signature=$(openssl dgst -sha256 -hmac "$VK_API_SECRET" -r payload.json | cut -d' ' -f1)
    cat payload.json | vk webhook verify - --provider payinout --signature "$signature"
  `;
  const { exitCode, stdout } = await bash(line, { env: ENV });
  expect(stdout).toMatch(/^verified: PayIn\/PayOut's signature/);
  expect(exitCode).toBe(0);
});

it('the lines for openssl take the secret that signs the webhooks', async () => {
  const each = KAMIOKASH ?? expect.fail();
  const signature = signed(each, BODY);
  const { stdout } = await verify(each, JSON.stringify(DATA, null, 2), signature, '-v');
  const [, lines = ''] =
    /with VK_WEBHOOK_SECRET set to the secret:\n((?: {3}.*\n)+)/.exec(stdout) ?? [];
  expect(lines).toContain('openssl dgst');
  const { stdout: made } = await bash(lines, { env: { VK_WEBHOOK_SECRET: WEBHOOK_SECRET } });
  expect(made.trim()).toBe(signature);
});
