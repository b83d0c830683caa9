import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  CREDENTIALS,
  answer,
  bash,
  isInstalled,
  run,
  serverOf,
  startCapture,
  startSandbox,
  vk,
  writeTemporary,
  type Run,
} from './vk.js';

const T = '1739612345';
const GET = ['sign', 'GET', '/wallet/balance', '--timestamp', T];
const POST = ['sign', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--timestamp', T];
const env = CREDENTIALS.vistarkriya;

/** HMAC-SHA256 by openssl. */
async function openssl(message: string, secret: string): Promise<string> {
  const args = ['dgst', '-sha256', '-hmac', secret, '-r'];
  return (await run('openssl', args, { input: message })).stdout.slice(0, 64);
}

describe.concurrent('the documented strings-to-sign', () => {
  const iso = '2026-01-27T09:23:06.658Z';
  const body = '{"wallet_id":"w_123"}';
  const table: readonly (readonly [
    provider: keyof typeof CREDENTIALS,
    words: readonly string[],
    message: string,
  ])[] = [
    ['vistarkriya', ['GET', '/wallet/balance'], `${T}GET/api/v1/wallet/balance`],
    [
      'vistarkriya',
      ['POST', '/verify/pan', 'pan=ABCDE1234F'],
      `${T}POST/api/v1/verify/pan{"pan":"ABCDE1234F"}`,
    ],
    ['vistarkriya', ['get', 'wallet/balance?a=1'], `${T}GET/api/v1/wallet/balance?a=1`],
    ['kamiokash', ['POST', '/member', 'wallet_id=w_123'], `${body}:${iso}`],
    ['kamiokash', ['GET', '/wallets'], `:${iso}`],
    ['influencemart', ['POST', '/x', '-d', body], `${T}.${body}`],
    ['influencemart', ['GET', '/x'], `${T}.`],
    ['payinout', ['POST', '/x', '-d', body], `${T}merchant@example.com`],
  ];

  it.for(table)('%s: %j', async ([provider, words, message]) => {
    const timestamp = provider === 'kamiokash' ? iso : T;
    const options = { env: CREDENTIALS[provider] };
    const args = ['sign', ...words, '--timestamp', timestamp];
    const shown = await vk([...args, '--only', 'string-to-sign'], options);
    expect([shown.exitCode, shown.stdout, shown.stderr]).toEqual([0, message, '']);
    const signature = await vk([...args, '--only', 'signature'], options);
    expect(signature.stdout).toBe(`${await openssl(message, options.env.VK_API_SECRET)}\n`);
  });

  it('piped into openssl give the signature', async () => {
    const { stdout } = await bash(
      `vk sign POST /verify/pan -d @- --timestamp ${T} --only string-to-sign <<< '{"a": 1.0}' |
        openssl dgst -sha256 -hmac "$VK_API_SECRET" -r | cut -d ' ' -f 1
       vk sign POST /verify/pan -d @- --timestamp ${T} --only signature <<< '{"a": 1.0}'`,
      { env },
    );
    const [first, second] = stdout.split('\n');
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
  });
});

async function headersOfGet(): Promise<readonly string[]> {
  return [
    `X-API-Key: ${env.VK_API_KEY}`,
    `X-Timestamp: ${T}`,
    `X-Signature: ${await openssl(`${T}GET/api/v1/wallet/balance`, env.VK_API_SECRET)}`,
    'X-Tenant-Code: 123456',
    'Content-Type: application/json',
  ];
}

describe.concurrent('formats', () => {
  it.for([[], ['--format', 'headers'], ['--only', 'headers']])('%j', async (words) => {
    const { exitCode, stdout, stderr } = await vk([...GET, ...words], { env });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`${(await headersOfGet()).join('\n')}\n`);
  });

  it.for([['--format', 'json'], ['--json']])('%j', async (words) => {
    const { stdout } = await vk([...POST, ...words], { env });
    const stringToSign = `${T}POST/api/v1/verify/pan{"pan":"ABCDE1234F"}`;
    expect(JSON.parse(stdout)).toMatchObject({
      provider: 'vistarkriya',
      method: 'POST',
      target: '/api/v1/verify/pan',
      body: '{"pan":"ABCDE1234F"}',
      timestamp: T,
      algorithm: 'hmac-sha256',
      segments: [
        { name: 'timestamp', offset: 0, length: 10, value: T },
        { name: 'method', offset: 10, length: 4, value: 'POST' },
        { name: 'target', offset: 14, length: 18, value: '/api/v1/verify/pan' },
        { name: 'body', offset: 32, length: 20, value: '{"pan":"ABCDE1234F"}' },
      ],
      stringToSign,
      signature: await openssl(stringToSign, env.VK_API_SECRET),
      headers: { 'X-API-Key': env.VK_API_KEY, 'X-Tenant-Code': '123456' },
    });
  });

  it('env is what bash evals', async () => {
    const { stdout } = await bash(
      `eval "$(vk ${GET.join(' ')} "X-Note:it's \\"\\$HOME\\" \\\`id\\\`; echo no" --format env)" &&
        printf '%s\\n' "$X_API_KEY" "$X_TIMESTAMP" "$X_TENANT_CODE" "$HEADER_CONTENT_TYPE" "$X_NOTE"`,
      { env },
    );
    expect(stdout.split('\n')).toEqual([
      env.VK_API_KEY,
      T,
      '123456',
      'application/json',
      `it's "$HOME" \`id\`; echo no`,
      '',
    ]);
  });

  it('env is safe under eval whatever a header is called', async () => {
    const headers = ['X-A.b:1', 'X`id`:2', 'X&touch&Y:3', 'X|id|Y:4', "X'Y:5", 'X$PATH:6', 'X-E:'];
    const words = [...GET, ...headers, '--format', 'env'];
    const signed = await vk(words, { env });
    expect(signed.exitCode).toBe(0);
    const script = `set -eu\n${signed.stdout}\nprintf '%s ' "$X_A_B" "$X_ID_" "$X_PATH" "$X_E"`;
    const evaluated = await run('bash', ['-c', 'eval "$0"', script]);
    expect([evaluated.exitCode, evaluated.stdout, evaluated.stderr]).toEqual([0, '1 2 6  ', '']);
    expect(readdirSync(evaluated.home)).toEqual([]);
  });

  it('curl for the sandbox leads to where vk sandbox listens', async () => {
    const words = ['sign', 'GET', '/wallet/balance', '--sandbox', '--format', 'curl'];
    for (const [provider, url] of [
      ['vistarkriya', 'http://127.0.0.1:8787/api/v1/wallet/balance'],
      ['influencemart', 'http://127.0.0.1:8787/wallet/balance'],
    ] as const) {
      const { exitCode, stdout, stderr } = await vk([...words, '--provider', provider]);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout.split(' \\\n')[0]).toBe(`curl --path-as-is --globoff --request GET ${url}`);
    }
  });

  it.for([
    ['a line break', 'e2e-secret\n'],
    ['CRLF', 'e2e-secret\r\n'],
  ])('a secret that ends in %s is trimmed, with a note', async ([, VK_API_SECRET = '']) => {
    const options = { env: { ...env, VK_API_SECRET } };
    const only = await vk([...GET, '--only', 'signature'], options);
    expect(only.stdout).toBe(
      `${await openssl(`${T}GET/api/v1/wallet/balance`, env.VK_API_SECRET)}\n`,
    );
    expect(only.stderr).toBe('note: the line break at the end of VK_API_SECRET was left out\n');
    const json = await vk([...GET, '--json'], options);
    expect([json.exitCode, json.stderr]).toEqual([0, '']);
    const dry = await vk(['call', 'GET', '/x', '--dry-run'], options);
    expect(dry.stderr).toContain('VK_API_SECRET was left out');
  });

  it('an unknown format is named, with the choices', async () => {
    const { exitCode, stderr } = await vk([...GET, '--format', 'xml'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/--format.*xml/s);
    expect(stderr).toContain('curl');
  });

  it('needs no base URL, but for curl', async () => {
    const words = ['sign', 'GET', '/x'];
    const options = { env: CREDENTIALS.influencemart };
    expect((await vk(words, options)).exitCode).toBe(0);
    const curl = await vk([...words, '--format', 'curl'], options);
    expect(curl.exitCode).toBe(2);
    expect(curl.stderr).toContain('--base-url');
  });

  it('VK_BASE_URL over a base URL of the profile or the documentation is named', async () => {
    for (const [words, isNamed] of [
      [['--base-url', 'https://stored.example'], true],
      [[], true],
    ] as const) {
      const { home } = await vk(
        [
          'profile',
          'add',
          'p',
          '--provider',
          'kamiokash',
          '--api-key',
          'k',
          '--secret-env',
          'S',
          ...words,
        ],
        { env: { S: 'stored' } },
      );
      const options = { home, env: { VK_BASE_URL: 'https://other.example' } };
      const { exitCode, stderr } = await vk(['sign', 'GET', '/x'], options);
      expect(exitCode).toBe(0);
      expect(stderr.includes('VK_BASE_URL overrides profile p')).toBe(isNamed);
    }
  });

  it('a variable that overrides a profile is named', async () => {
    const { home } = await vk(
      [
        'profile',
        'add',
        'p',
        '--store',
        'file',
        '--provider',
        'kamiokash',
        '--api-key',
        'k',
        '--secret-env',
        'S',
      ],
      { env: { S: 'stored' } },
    );
    const { exitCode, stderr } = await vk(['sign', 'GET', '/x', '-v'], {
      home,
      env: { VK_API_SECRET: 'other' },
    });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/VK_API_SECRET overrides profile p/);
    expect(stderr).toMatch(/^apiKey +profile p$/m);
  });
});

const hasCurl = await isInstalled('curl', '--version');

/** Runs a printed command as a person would paste it; the status comes on standard error. */
async function runCurl(command: string): Promise<Run> {
  const script = `${command.trimEnd()} --silent --write-out '%{stderr}%{http_code}'`;
  return await run('bash', [writeTemporary('curl.sh', script)]);
}

/** How the sandbox says which bytes arrived. */
function receipt(body: string | Uint8Array): string {
  return `"received_sha256":"${createHash('sha256').update(body).digest('hex')}"`;
}

const OK = answer({ body: '{}' });
/** It tells the length of a body that does not come. */
const HEAD_ANSWER = Buffer.from(
  'HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\n',
);

describe.concurrent('the printed curl command sends the exact bytes (needs curl)', () => {
  const table: readonly (readonly [
    name: string,
    words: readonly string[],
    body: string | Uint8Array,
    headers?: Readonly<Record<string, string>>,
  ])[] = [
    ['NUL in a body', ['POST', '/x', '-d', '@-'], Buffer.from('a\0b\0\n')],
    ['a body of one NUL', ['PUT', '/x', '-d', '@-'], Buffer.from('\0')],
    ['bytes that are no text', ['POST', '/x', '-d', '@-'], Buffer.from([0xff, 0xfe, 0x80])],
    ['200 KB of text', ['POST', '/x', '-d', '@-'], '{"a":"it\'s é\\n"}\n'.repeat(11_000)],
    ['200 KB of no text', ['POST', '/x', '-d', '@-'], Buffer.alloc(200_000, '\0\u0001é\n')],
    ['HEAD', ['HEAD', '/x'], ''],
    [
      'an empty header',
      ['GET', '/x', 'X-Empty:', 'X-Full:1'],
      '',
      { 'x-empty': '', 'x-full': '1' },
    ],
  ];

  it.skipIf(!hasCurl).for(table)('%s', async ([, words, body, headers = {}]) => {
    const server = await startCapture(({ method }) => (method === 'HEAD' ? HEAD_ANSWER : OK));
    const options = { env: { ...env, VK_BASE_URL: server.origin }, input: body };
    const args = ['sign', ...words, '--timestamp', T];
    const command = await vk([...args, '--format', 'curl'], options);
    expect([command.exitCode, command.stderr]).toEqual([0, '']);
    const { exitCode, stderr } = await runCurl(command.stdout);
    expect([exitCode, stderr]).toEqual([0, '200']);
    const [request, ...more] = server.requests;
    expect(more).toEqual([]);
    expect([request?.method, request?.target]).toEqual([words[0], '/x']);
    expect(request?.body.equals(Buffer.from(body))).toBe(true);
    const signature = await vk([...args, '--only', 'signature'], options);
    expect(`${request?.headers.get('x-signature')}\n`).toBe(signature.stdout);
    for (const [name, value] of Object.entries(headers)) {
      expect([name, request?.headers.get(name)]).toEqual([name, value]);
    }
  });
});

describe.concurrent('the printed curl command sends what was signed (needs curl)', async () => {
  const sandbox = await startSandbox(['vistarkriya', 'kamiokash', 'influencemart', 'payinout']);
  const table: readonly (readonly [
    name: string,
    provider: keyof typeof CREDENTIALS,
    words: readonly string[],
    body?: string | Uint8Array,
  ])[] = [
    ['GET', 'vistarkriya', ['GET', '/wallet/balance']],
    ['a query', 'vistarkriya', ['GET', '/wallet/balance?b=2&a=1&q=a%20b+c']],
    ['globs and quotes in a query', 'vistarkriya', ['GET', `/wallet/balance?q=[1-3]{a,b}'"$x`]],
    ['unicode in a query', 'vistarkriya', ['GET', '/wallet/balance', 'q==नमस्ते & more']],
    ['the other code header', 'vistarkriya', ['GET', '/wallet/balance', '--code-header', 'admin']],
    ['items', 'vistarkriya', ['POST', '/verify/pan', 'pan=ABCDE1234F', `n=it's "q" $x \`y\``]],
    ['no body', 'vistarkriya', ['POST', '/verify/gst'], ''],
    ['a final newline', 'vistarkriya', ['POST', '/x', '-d', '@-'], '{"a": 1.0}\n\n'],
    ['CRLF and tabs', 'vistarkriya', ['POST', '/x', '-d', '@-'], '{\r\n\t"a":\t1\r\n}'],
    ['a backslash', 'vistarkriya', ['POST', '/x', '-d', '@-'], '{"a":"\\\\n\\u00e9"}'],
    ['unicode', 'vistarkriya', ['POST', '/x', '-d', '@-'], '{"n":"नमस्ते 🙏 \u202e"}'],
    ['HEAD', 'vistarkriya', ['HEAD', '/wallet/balance']],
    ['an empty header', 'vistarkriya', ['GET', '/wallet/balance', 'X-Empty:']],
    ['KamioKash GET', 'kamiokash', ['GET', '/wallets']],
    ['KamioKash POST', 'kamiokash', ['POST', '/member', 'externalId=1', 'firstName=Léo']],
    ['Influencemart GET', 'influencemart', ['GET', '/v1/me']],
    [
      'Influencemart’s webhooks',
      'influencemart',
      ['POST', '/v1/webhooks/order', 'a:=1', '--external-event-id', `evt 'n'`],
    ],
    ['PayIn/PayOut', 'payinout', ['POST', '/payin', 'amount:=100.00']],
  ];
  const noJson: readonly (readonly [name: string, body: string | Uint8Array])[] = [
    ['only newlines', '\n\n'],
    ['quotes', `'"'\\'$(id)\`id\`!!`],
    ['an @ in front', '@/etc/passwd'],
    ['control characters', '\u0001a\u001b[31m\u007f0'],
    ['all bytes', Uint8Array.from({ length: 256 }, (_, index) => index)],
    ['200 KB of text', "it's 1\n".repeat(30_000)],
  ];

  async function send(
    provider: keyof typeof CREDENTIALS,
    words: readonly string[],
    body: string | Uint8Array | undefined,
  ): Promise<Run> {
    const server = serverOf(sandbox, provider);
    const options = { env: server.env, ...(body !== undefined && { input: body }) };
    const command = await vk(['sign', ...words, '--format', 'curl'], options);
    expect([command.exitCode, command.stderr]).toEqual([0, '']);
    return await runCurl(command.stdout);
  }

  it.skipIf(!hasCurl).for(table)('%s', async ([, provider, words, body]) => {
    const sent = await send(provider, words, body);
    expect([sent.exitCode, sent.stderr]).toEqual([0, '200']);
    expect(sent.stdout).toContain(body === undefined ? '' : receipt(body));
  });

  it.skipIf(!hasCurl).for(noJson)('%s, and other bytes than JSON', async ([, body]) => {
    const taken = await send('influencemart', ['POST', '/v1/orders', '-d', '@-'], body);
    expect([taken.exitCode, taken.stderr]).toEqual([0, '200']);
    expect(taken.stdout).toContain(receipt(body));
    // Vistar Kriya looks into a body only once the signature over it was right.
    const refused = await send('vistarkriya', ['POST', '/verify/pan', '-d', '@-'], body);
    expect([refused.exitCode, refused.stderr]).toEqual([0, '422']);
    expect(refused.stdout).toContain('"error_code":"VALIDATION_ERROR"');
  });
});

it('headers whose names differ only in case go out as they were given', async () => {
  const { exitCode, stdout } = await vk(['sign', 'GET', '/x', 'X-A:1', 'x-a:2', '--sandbox']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/\nX-A: 1\nx-a: 2\n$/);
});
