import { describe, expect, it } from 'vitest';
import { CREDENTIALS, newFolder, startCapture, vk, writeTemporary } from './vk.js';

interface Case {
  readonly name: string;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** 2 if left out. */
  readonly exitCode?: number;
  /** What the message has to name. */
  readonly shown: string;
}

/** Each is refused before anything is sent. */
const CASES: readonly Case[] = [
  // Paths. (A NUL cannot be in an argument.)
  { name: 'LF in a path', words: ['GET', '/a\nb'], shown: '"/a\\nb" contains a control character' },
  { name: 'CR in a path', words: ['GET', '/a\rb'], shown: '"/a\\rb" contains a control character' },
  { name: 'tab in a path', words: ['GET', '/a\tb'], shown: '"/a\\tb" contains a control' },
  { name: 'CRLF and a header', words: ['GET', '/a HTTP/1.1\r\nX: y'], shown: 'control character' },
  { name: 'DEL in a path', words: ['GET', '/a\u007f'], shown: 'control character' },
  { name: 'C1 in a path', words: ['GET', '/a\u0085'], shown: 'control character' },
  { name: 'a leading space', words: ['GET', ' /a'], shown: '" /a" begins or ends with a space' },
  { name: 'a trailing space', words: ['GET', '/a '], shown: '"/a " begins or ends with a space' },
  { name: 'a no-break space', words: ['GET', '/a\u00a0'], shown: 'begins or ends with a space' },
  { name: 'a fragment', words: ['GET', '/a#b'], shown: '"/a#b" has a fragment' },
  { name: '/../', words: ['GET', '/a/../b'], shown: '"/a/../b" has a . or .. segment' },
  { name: '/./', words: ['GET', '/./b'], shown: '"/./b" has a . or .. segment' },
  { name: '/.. at the end', words: ['GET', '/a/..?x=1'], shown: '"/a/..?x=1" has a . or ..' },
  { name: '%2e%2e', words: ['GET', '/a/%2E%2e/b'], shown: '"/a/%2E%2e/b" has a . or ..' },
  { name: 'a backslash', words: ['GET', '/a\\b'], shown: 'has a backslash' },
  {
    name: 'what Git Bash makes of a path',
    words: ['GET', 'C:/Program Files/Git/wallet/balance'],
    shown: 'is a Windows file path',
  },
  // Other hosts.
  { name: '//host', words: ['GET', '//evil.example/x'], shown: 'names another host' },
  {
    name: 'http://other',
    words: ['GET', 'http://evil.example/x'],
    exitCode: 6,
    shown: 'http://evil.example is not where this credential belongs',
  },
  {
    name: 'a host behind user information',
    words: ['GET', 'http://127.0.0.1:80@evil.example/x'],
    exitCode: 6,
    shown: 'evil.example is not where',
  },
  { name: 'another port', words: ['GET', 'http://127.0.0.1:9/x'], exitCode: 6, shown: ':9 is not' },
  { name: 'file:', words: ['GET', 'file:///etc/passwd'], exitCode: 6, shown: 'file:// is not' },
  // Base URLs.
  {
    name: 'user information',
    words: ['GET', '/x', '--base-url', 'https://me:hunter2@api.example/v1'],
    shown: 'carries user information',
  },
  {
    name: 'plain http',
    words: ['GET', '/x', '--base-url', 'http://api.example/v1'],
    exitCode: 6,
    shown: 'http://api.example is not encrypted',
  },
  {
    name: 'ftp',
    words: ['GET', '/x', '--base-url', 'ftp://api.example'],
    shown: '"ftp://api.example"',
  },
  { name: 'no scheme', words: ['GET', '/x', '--base-url', 'api.example'], shown: '"api.example"' },
  { name: 'a query', words: ['GET', '/x', '--base-url', 'https://a.example/?b'], shown: '/?b"' },
  {
    name: 'a fragment there',
    words: ['GET', '/x', '--base-url', 'https://a.example/#b'],
    shown: '#b"',
  },
  { name: 'port 0', words: ['GET', '/x', '--base-url', 'https://a.example:0'], shown: ':0"' },
  {
    name: 'port 65536',
    words: ['GET', '/x', '--base-url', 'https://a.example:65536'],
    shown: ':65536"',
  },
  {
    name: 'a line break',
    words: ['GET', '/x', '--base-url', 'https://a.example\n'],
    shown: '\\n"',
  },
  {
    name: 'dots',
    words: ['GET', '/x', '--base-url', 'https://a.example/v1/../v2'],
    shown: '/../v2"',
  },
  // Methods.
  { name: 'no method', words: ['/x', '/y'], shown: '"/x" is not an HTTP method' },
  { name: 'a method with a space', words: ['GET /', '/y'], shown: '"GET /" is not an HTTP method' },
  { name: 'a method with CRLF', words: ['GET\r\nX:', '/y'], shown: 'is not an HTTP method' },
  // Headers.
  { name: 'LF in a header', words: ['GET', '/x', 'X-A:b\nX-C: d'], shown: 'the value of X-A' },
  { name: 'CR in a header', words: ['GET', '/x', 'X-A:b\rc'], shown: 'the value of X-A' },
  { name: 'ESC in a header', words: ['GET', '/x', 'X-A:\u001b[31m'], shown: 'the value of X-A' },
  { name: 'é in a header', words: ['GET', '/x', 'X-A:é'], shown: 'the value of X-A' },
  { name: 'a space in a name', words: ['GET', '/x', 'X A:b'], shown: '"X A" is not a header name' },
  { name: 'LF in a name', words: ['GET', '/x', 'X\nA:b'], shown: 'is not a header name' },
  {
    name: 'a signing header',
    words: ['GET', '/x', 'X-Signature:0'],
    shown: 'X-Signature is set by vk',
  },
  {
    name: 'in other case',
    words: ['GET', '/x', 'x-timestamp:0'],
    shown: 'x-timestamp is set by vk',
  },
  {
    name: 'the other dialect',
    words: ['GET', '/x', 'X-Admin-Code:1'],
    shown: 'X-Admin-Code is set',
  },
  { name: 'Host', words: ['GET', '/x', 'host:evil.example'], shown: 'host is set by vk' },
  {
    name: 'Content-Length',
    words: ['GET', '/x', 'Content-Length:0'],
    shown: 'Content-Length is set',
  },
  {
    name: 'Transfer-Encoding',
    words: ['GET', '/x', 'Transfer-Encoding:chunked'],
    shown: 'Transfer-',
  },
  // Credentials.
  { name: 'LF in the key', words: ['GET', '/x'], env: { VK_API_KEY: 'a\nb' }, shown: 'X-API-Key' },
  {
    name: 'ESC in the key',
    words: ['GET', '/x'],
    env: { VK_API_KEY: '\u001b' },
    shown: 'X-API-Key',
  },
  { name: 'CRLF in the code', words: ['GET', '/x', '--code', '1\r\nX: y'], shown: 'X-Tenant-Code' },
  {
    name: 'a space behind the key',
    words: ['GET', '/x'],
    env: { VK_API_KEY: 'a ' },
    shown: 'X-API-Key',
  },
  { name: 'no code', words: ['GET', '/x'], env: { VK_CODE: '' }, shown: 'VK_CODE' },
  { name: 'no secret', words: ['GET', '/x'], env: { VK_API_SECRET: '' }, shown: 'VK_API_SECRET' },
  { name: 'an unknown provider', words: ['GET', '/x', '--provider', 'x'], shown: 'influencemart' },
  { name: 'an unknown profile', words: ['GET', '/x', '--profile', 'x'], shown: 'no profile "x"' },
  { name: 'an unknown code header', words: ['GET', '/x', '--code-header', 'x'], shown: 'x' },
  // Items and bodies.
  { name: 'no item', words: ['POST', '/x', 'word'], shown: '"word" is no request item' },
  { name: 'no name', words: ['POST', '/x', '=value'], shown: '"=value" is no request item' },
  { name: 'no JSON', words: ['POST', '/x', 'a:=01'], shown: 'the value of a is not JSON' },
  { name: 'JSON and more', words: ['POST', '/x', 'a:=1 2'], shown: 'the value of a is not JSON' },
  {
    name: 'an unclosed bracket',
    words: ['POST', '/x', 'a[b=1'],
    shown: '"a[b" is not a member name',
  },
  { name: 'twice', words: ['POST', '/x', 'a=1', 'a=2'], shown: 'a is given twice' },
  { name: 'two kinds', words: ['POST', '/x', 'a=1', 'a[b]=2'], shown: 'a[b] is given twice' },
  {
    name: 'data and items',
    words: ['POST', '/x', 'a=1', '-d', '{}'],
    shown: 'the body is given twice',
  },
  { name: 'a file that is not there', words: ['POST', '/x', '-d', '@/no/file'], shown: '/no/file' },
  { name: 'a folder', words: ['POST', '/x', '-d', '@/'], shown: 'it is a directory' },
  { name: 'an item’s file', words: ['POST', '/x', 'a=@/no/file'], shown: '/no/file' },
  // Flags.
  { name: 'a timeout', words: ['GET', '/x', '--timeout', 'soon'], shown: '--timeout "soon"' },
  { name: 'a timeout of 0', words: ['GET', '/x', '--timeout', '0'], shown: '--timeout "0"' },
  { name: 'a huge timeout', words: ['GET', '/x', '--timeout', '99999999s'], shown: '--timeout' },
  {
    name: 'milliseconds',
    words: ['GET', '/x', '--timestamp', '1739612345000'],
    shown: '"1739612345000"',
  },
  {
    name: 'an ISO timestamp',
    words: ['GET', '/x', '--timestamp', '2025-02-15'],
    shown: '"2025-02-15"',
  },
  { name: 'an unknown flag', words: ['GET', '/x', '--tiemout', '1s'], shown: '--timeout' },
  { name: 'a flag without value', words: ['GET', '/x', '--timeout'], shown: '--timeout' },
  { name: 'no path', words: ['GET'], shown: 'path' },
  {
    name: '--sandbox and --base-url',
    words: ['GET', '/x', '--sandbox', '--base-url', 'https://a.example'],
    shown: '--sandbox and --base-url',
  },
  { name: 'a foreign option', words: ['GET', '/x', '--request-id', '1'], shown: '--request-id' },
];

describe.concurrent('is refused, with a message that names it, and nothing is sent', () => {
  it.for(CASES)('$name', async ({ words, env = {}, exitCode = 2, shown }) => {
    const server = await startCapture();
    const options = { env: { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin, ...env } };
    const run = await vk(['call', ...words], options);
    expect([run.exitCode, run.stdout]).toEqual([exitCode, '']);
    const text = run.stderr.replaceAll(/\s+/g, ' ');
    expect(text).toContain(shown);
    expect(run.stderr).toMatch(/^vk: /m);
    expect(text).not.toContain('hunter2');
    expect(run.stderr.split('\n').length).toBeGreaterThan(2);
    expect(server.connections()).toBe(0);
  });
});

describe.concurrent('--json tells an error as one document', () => {
  it.for([
    [['GET', '/a#b'], 2, 'bad-path'],
    [['GET', '/x', 'X-A:é'], 2, 'bad-header'],
    [['GET', '/x', '--base-url', 'http://a.example'], 6, 'plain-http'],
    [['GET', 'http://evil.example/'], 6, 'other-origin'],
    [['GET', '/x', '--nonsense'], 2, 'usage'],
    [['GET', '/x', '--query', 'a'], 2, 'usage'],
    [['POST', '/x', 'a:=01'], 2, 'bad-body'],
    [['POST', '/x', '-d', '@/no/file'], 2, 'file'],
  ] as const)('%j: exit %i, %s', async ([words, exitCode, code]) => {
    const run = await vk(['call', ...words, '--json'], { env: CREDENTIALS.vistarkriya });
    expect([run.exitCode, run.stdout]).toEqual([exitCode, '']);
    const document: unknown = JSON.parse(run.stderr);
    expect(document).toEqual({
      error: { code, message: expect.any(String), remedy: expect.any(String) },
    });
  });
});

describe.concurrent('--json puts nothing on standard error but the error', () => {
  // Each of them has a note to tell: the key is of no known shape.
  const ODD = { ...CREDENTIALS.vistarkriya, VK_API_KEY: 'odd-key', VK_API_SECRET: 's\n' };
  const NOWHERE = 'http://127.0.0.1:1';
  const table: readonly (readonly [words: readonly string[], exitCode: number])[] = [
    [['call', 'GET', '/x', '--base-url', NOWHERE], 3],
    [['call', 'POST', '/x', 'a=1', '--base-url', NOWHERE], 3],
    [['call', 'POST', '/x', 'a=1', '--base-url', NOWHERE, '--live'], 6],
    [['call', 'GET', '/x', 'X-Signature:0', '--base-url', NOWHERE], 2],
    [['sign', 'GET', '/x', 'X-Signature:0'], 2],
    [['sign', 'GET', '/a#b'], 2],
    [['profile', 'use', 'nobody'], 2],
    [['profile', 'show', 'nobody'], 2],
    [['profile', 'remove', 'nobody', '--yes'], 2],
    [['sandbox', '--port', '65534'], 2],
  ];

  it.for(table)('%j: exit %i', async ([words, exitCode]) => {
    const run = await vk([...words, '--json'], { env: ODD });
    expect([run.exitCode, run.stdout]).toEqual([exitCode, '']);
    expect(JSON.parse(run.stderr)).toEqual({
      error: { code: expect.any(String), message: expect.any(String), remedy: expect.any(String) },
    });
  });

  it.for([
    ['call', 'GET', '/wallet/balance', '--sandbox'],
    ['sign', 'GET', '/wallet/balance'],
  ])('and nothing where there is none: %j', async (words) => {
    const told = await vk(words, { env: ODD });
    expect(told.stderr).toContain('note: ');
    const run = await vk([...words, '--json'], { env: ODD });
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
    expect(() => {
      JSON.parse(run.stdout);
    }).not.toThrow();
  });
});

describe.concurrent('a project file', () => {
  const table: readonly (readonly [content: string, exitCode: number, shown: string])[] = [
    ['{', 2, 'it is not JSON'],
    ['[]', 2, 'it is not a JSON object'],
    ['{"apiSecret":"hunter2"}', 2, 'apiSecret does not belong there'],
    ['{"basUrl":"https://a.example"}', 2, 'unknown member "basUrl"'],
    ['{"mode":"test"}', 2, 'mode is neither'],
    ['{"provider":7}', 2, 'provider is not a string'],
    ['{"baseUrl":"https://evil.example/api/v1"}', 6, 'leads to https://evil.example'],
  ];

  it.for(table)('%s: exit %i', async ([content, exitCode, shown]) => {
    const cwd = newFolder();
    writeTemporary('.vk.json', content, cwd);
    const run = await vk(['call', 'GET', '/x'], { cwd, env: CREDENTIALS.vistarkriya });
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain(shown);
    expect(run.stderr).not.toContain('hunter2');
  });

  it('of a folder above counts, and VK_BASE_URL wins over it', async () => {
    const server = await startCapture();
    const cwd = newFolder();
    writeTemporary('.vk.json', `{"provider":"kamiokash","baseUrl":"${server.origin}/v9"}`, cwd);
    const { VK_PROVIDER, ...env } = CREDENTIALS.kamiokash;
    expect(VK_PROVIDER).toBe('kamiokash');
    expect((await vk(['call', 'GET', '/x'], { cwd, env })).exitCode).toBe(0);
    const VK_BASE_URL = `${server.origin}/v10`;
    expect((await vk(['call', 'GET', '/x'], { cwd, env: { ...env, VK_BASE_URL } })).exitCode).toBe(
      0,
    );
    expect(server.requests.map(({ target }) => target)).toEqual(['/v9/x', '/v10/x']);
  });
});

describe.concurrent('commands', () => {
  it.for([
    [['cal'], 'Did you mean call?'],
    [['profile', 'ad'], 'ad'],
    [['--nonsense'], '--nonsense'],
    [['sandbox', '--port', 'x'], '--port "x"'],
    [['sandbox', '--port', '65536'], '--port "65536"'],
    [['sandbox', '--provider', 'x'], 'influencemart'],
    [['sandbox', '--mode', 'x'], 'x'],
  ] as const)('%j', async ([words, shown]) => {
    const { exitCode, stdout, stderr } = await vk(words);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(shown);
  });

  it('vk alone shows its help, and is an error', async () => {
    const { exitCode, stderr } = await vk([]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Usage: vk');
  });
});
