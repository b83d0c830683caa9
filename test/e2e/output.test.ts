import { execFile, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { vkOnTerminal } from './terminal.js';
import {
  BIN,
  CREDENTIALS,
  answer,
  bash,
  cleanEnvironment,
  collect,
  isInstalled,
  member,
  newFolder,
  run,
  startCapture,
  vk,
} from './vk.js';

const hasPython = await isInstalled('python3', '--version');

function rows(count: number): Buffer {
  const lines = Array.from(
    { length: count },
    (_, id) => `{"id":${id},"amount":15420.50,"name":"नमस्ते"}`,
  );
  return Buffer.from(`{"rows":[\n${lines.join(',\n')}\n]}\n`);
}

/** More than 5 MB, and 1 MB for what has to be parsed. */
const BIG = rows(100_000);
const LARGE = rows(20_000);

/** A server with one answer, and the environment that leads to it. */
async function serverWith(
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
) {
  const server = await startCapture(() =>
    answer({ headers: { 'X-API-Mode': 'sandbox', ...headers }, body }),
  );
  return { env: { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin }, server };
}

describe.concurrent('on a pipe', () => {
  it('5 MB arrive whole', async () => {
    expect(BIG.length).toBeGreaterThan(5_000_000);
    const { env } = await serverWith(BIG);
    const { exitCode, bytes, stderr } = await vk(['call', 'GET', '/x'], { env });
    expect(exitCode).toBe(0);
    expect(bytes.equals(BIG)).toBe(true);
    expect(stderr).toMatch(/^HTTP 200 OK {2}\d+ ms\nX-API-Mode: sandbox\n$/);
  });

  it.for([
    ['--json', 'response'],
    ['--query', '@'],
  ])('1 MB of %s arrives whole', async (flags) => {
    const { env } = await serverWith(LARGE);
    const words = flags[0] === '--json' ? ['--json'] : flags;
    const { stdout } = await vk(['call', 'GET', '/x', ...words], { env });
    expect(stdout.endsWith('\n')).toBe(true);
    expect(stdout.match(/"amount":15420\.50,/g)).toHaveLength(20_000);
    expect(() => {
      JSON.parse(stdout);
    }).not.toThrow();
  });

  it('a slow reader gets all of it', async () => {
    const { env } = await serverWith(BIG);
    const line = `vk call GET /x -q | { IFS= read -r first; printf '%s\\n' "$first"; cat; } | sha256sum`;
    const slow = await bash(line, { env });
    const direct = await run('sha256sum', [], { input: BIG });
    expect(slow.stdout).toBe(direct.stdout);
  });

  it.skipIf(!hasPython)('a pipe that does not block gets all of it (needs python3)', async () => {
    const { env } = await serverWith(BIG);
    const script = `
import hashlib, os, subprocess, sys
reader, writer = os.pipe()
os.set_blocking(writer, False)
child = subprocess.Popen(sys.argv[1:], stdout=writer, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
os.close(writer)
child.stderr.readline()  # The status comes before the body.
digest = hashlib.sha256()
while chunk := os.read(reader, 1000):
    digest.update(chunk)
print(child.wait(), digest.hexdigest())`;
    const args = ['-c', script, process.execPath, BIN, 'call', 'GET', '/x'];
    const { stdout } = await run('python3', args, { env });
    const direct = await run('sha256sum', [], { input: BIG });
    expect(stdout.trim()).toBe(`0 ${direct.stdout.slice(0, 64)}`);
  });

  it.skipIf(!hasPython)('a reader that leaves it is no error (needs python3)', async () => {
    const { env } = await serverWith(BIG);
    const script = `
import os, subprocess, sys
reader, writer = os.pipe()
os.set_blocking(writer, False)
child = subprocess.Popen(sys.argv[1:], stdout=writer, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
os.close(writer)
os.read(reader, 10)
os.close(reader)
print(child.stderr.read().decode(), child.wait())`;
    const args = ['-c', script, process.execPath, BIN, 'call', 'GET', '/x', '-q'];
    expect((await run('python3', args, { env })).stdout).toBe(' 0\n');
  });

  it.for(['call GET /x -q', 'call GET /x --json', 'call GET /x -q --query rows', '--help'])(
    '`vk %s | head -1` ends quietly',
    async (words) => {
      const { env } = await serverWith(LARGE);
      const { exitCode, stdout, stderr } = await bash(`vk ${words} | head -1 | wc -l`, { env });
      expect([exitCode, stdout.trim(), stderr]).toEqual([0, '1', '']);
    },
  );

  it.for([
    'call GET /x -q',
    'call GET /x --json',
    'call GET /x -i',
    'call GET /x --dry-run',
    'sign GET /x',
    'sign GET /x --json',
    'profile list --json',
    'completion bash',
    '--help',
  ])('`vk %s > /dev/full` is exit 2, and says why', async (words) => {
    const { env } = await serverWith('{"a":1}');
    const { exitCode, stdout, stderr } = await bash(`vk ${words} > /dev/full`, { env });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('the result could not be written: ENOSPC');
    if (words.includes('--json')) {
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'file' } });
    }
  });

  it('a standard output that is closed is no fault', async () => {
    const { env } = await serverWith('{}');
    const { exitCode, stderr } = await bash('vk call GET /x -q >&-', { env });
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it('what would steer a terminal is left alone', async () => {
    const body = `{"a":"${STEERING}"}`;
    const { env } = await serverWith(body);
    const { stdout } = await vk(['call', 'GET', '/x'], { env });
    expect(stdout).toBe(body);
  });

  it('bytes that are no text come as they are', async () => {
    const body = Buffer.from([0xff, 0x00, 0x1b, 0x0a, 0x80]);
    const { env } = await serverWith(body);
    expect((await vk(['call', 'GET', '/x'], { env })).bytes.equals(body)).toBe(true);
  });
});

const STEERING = 'x\u009b31m\u202egnp.exe\u2066\u200f';

const TRICKY =
  '{"10":1.0,"9":15420.50,"big":9007199254740993,"e":1e400,"z":-0,"a":1,"a":2,"__proto__":{"s":"\\u00e9\\/"},"t":[true,null,{}],"n":[]}';

const PRETTY = `{
  "10": 1.0,
  "9": 15420.50,
  "big": 9007199254740993,
  "e": 1e400,
  "z": -0,
  "a": 1,
  "a": 2,
  "__proto__": {
    "s": "\\u00e9\\/"
  },
  "t": [
    true,
    null,
    {}
  ],
  "n": []
}
`;

// eslint-disable-next-line no-control-regex -- ESC is what is looked for
const COLOUR = /\u001b\[\d+m/g;

function withoutColour(text: string): string {
  return text.replaceAll(COLOUR, '');
}

function expectedOnPipe(words: readonly string[], body: string): string {
  if (words.includes('--json') && !body.startsWith('{')) {
    return JSON.stringify(body);
  }
  return words.includes('--query') && body.startsWith('{')
    ? `${JSON.stringify(member(JSON.parse(body), 'a'))}\n`
    : body;
}

describe.concurrent('on a terminal (needs python3)', () => {
  it.skipIf(!hasPython)('the body is pretty, and each token as it came', async () => {
    const { env } = await serverWith(TRICKY);
    const { exitCode, stdout } = await vkOnTerminal(['call', 'GET', '/x'], { env });
    expect(exitCode).toBe(0);
    expect(stdout).not.toBe(withoutColour(stdout));
    const [head = '', body] = withoutColour(stdout).split(/(?<=X-API-Mode: sandbox\n)/);
    expect(head).toMatch(/^HTTP 200 OK {2}\d+ ms\nX-API-Mode: sandbox\n$/);
    expect(body).toBe(PRETTY);
  });

  it.skipIf(!hasPython).for([
    ['NO_COLOR=1', { NO_COLOR: '1' }],
    ['TERM=dumb', { TERM: 'dumb' }],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }],
  ] as const)('%s: no colour, and pretty all the same', async ([, variables]) => {
    const { env } = await serverWith(TRICKY);
    const options = { env: { ...env, ...variables } };
    const { stdout } = await vkOnTerminal(['call', 'GET', '/x', '-q'], options);
    expect(stdout).toBe(PRETTY);
  });

  it.skipIf(!hasPython)('NO_COLOR= is as good as none', async () => {
    const { env } = await serverWith(TRICKY);
    const options = { env: { ...env, NO_COLOR: '' } };
    expect((await vkOnTerminal(['call', 'GET', '/x', '-q'], options)).stdout).toContain('\u001b[');
  });

  const steering: readonly (readonly [name: string, body: string, shown: string])[] = [
    ['C1 and bidi in JSON', `{"a":"${STEERING}"}`, '"x\\u009b31m\\u202egnp.exe\\u2066\\u200f"'],
    ['a key of JSON', `{"${STEERING}":1}`, '"x\\u009b31m\\u202egnp.exe\\u2066\\u200f": 1'],
    [
      'ESC and OSC in text',
      'a\u001b]0;owned\u0007b\u001b[2Jc',
      'a\\u001b]0;owned\\u0007b\\u001b[2Jc',
    ],
    ['ESC in almost-JSON', '{"a":"\u001b[31m"}', '\\u001b[31m'],
    ['CR, backspace and DEL', 'safe\rX\b\u007f', 'safe\\u000dX\\u0008\\u007f'],
  ];

  it.skipIf(!hasPython).for(steering)('%s is made visible', async ([, body, shown]) => {
    const { env } = await serverWith(body);
    const options = { env: { ...env, NO_COLOR: '1' } };
    const { bytes } = await vkOnTerminal(['call', 'GET', '/x'], options);
    expect(bytes.toString()).toContain(shown);
    expect(bytes.toString()).not.toMatch(UNSAFE);
  });

  it.skipIf(!hasPython)('an error’s message and a header are made visible', async () => {
    const server = await startCapture(() =>
      answer({
        status: 401,
        reason: 'N\u009bo',
        headers: { 'X-API-Mode': '\u009b31mlive' },
        body: `{"success":false,"error_code":"${STEERING}","message":"${STEERING}"}`,
      }),
    );
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin, NO_COLOR: '1' };
    const { exitCode, bytes } = await vkOnTerminal(['call', 'GET', '/x'], { env });
    expect(exitCode).toBe(4);
    expect(bytes.toString()).toContain('X-API-Mode: \\u009b31mlive');
    expect(bytes.toString()).not.toMatch(UNSAFE);
  });

  const ALL = `e\u001b]0;x\u0007 c\u009b31m b\u202e a\u061c`;
  const SEEN = 'e\\u001b]0;x\\u0007 c\\u009b31m b\\u202e a\\u061c';
  const ways: readonly (readonly [words: readonly string[], body: string])[] = [
    [[], ALL],
    [[], JSON.stringify({ a: ALL })],
    [['--raw'], ALL],
    [['-i'], ALL],
    [['-i', '--raw'], JSON.stringify({ a: ALL })],
    [['--query', 'a'], JSON.stringify({ a: ALL })],
    [['--query', 'a', '--raw'], JSON.stringify({ a: ALL })],
    [['--json'], ALL],
    [['--json'], JSON.stringify({ a: ALL })],
  ];

  it.skipIf(!hasPython).for(ways)('nothing steers it with %j: %j', async ([words, body]) => {
    const { env } = await serverWith(body, { 'X-Odd': 'c\u009b31m' });
    const args = ['call', 'GET', '/x', ...words];
    const shown = await vkOnTerminal(args, { env: { ...env, NO_COLOR: '1' } });
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain(SEEN);
    expect(shown.bytes.toString()).not.toMatch(UNSAFE);
    if (words.includes('-i') || words.includes('--json')) {
      expect(shown.stdout).toMatch(/X-Odd(?:: |","value":")c\\u009b31m/);
    }
    // On a pipe it is left alone.
    const piped = await vk(args, { env });
    expect(piped.exitCode).toBe(0);
    const written = words.includes('--raw') && words.includes('--query') ? `${ALL}\n` : body;
    expect(
      words.includes('--json')
        ? JSON.stringify(member(JSON.parse(piped.stdout), 'response', 'body'))
        : piped.stdout,
    ).toContain(expectedOnPipe(words, written));
  });

  it.skipIf(!hasPython).for([
    ['webhook', 'list'],
    ['webhook', 'list', '--json'],
    ['webhook', 'show', 'wh_odd'],
    ['webhook', 'show', 'wh_odd', '--json'],
  ])('nothing of a recorded webhook steers it with vk %s %s', async (words) => {
    const home = newFolder();
    const state = join(home, '.local/state/vk');
    mkdirSync(state, { recursive: true });
    const record = {
      id: 'wh_odd',
      time: '2026-01-02T03:04:05.000Z',
      provider: 'kamiokash',
      event: ALL,
      method: 'POST',
      target: '/',
      headers: [['X-Odd', ALL]],
      body: ALL,
    };
    writeFileSync(join(state, 'webhooks.jsonl'), `${JSON.stringify(record)}\n`);
    const shown = await vkOnTerminal(words, { home, env: { NO_COLOR: '1' } });
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain(SEEN);
    expect(shown.bytes.toString()).not.toMatch(UNSAFE);
    if (words.includes('--json')) {
      // On a pipe it is left alone.
      const piped = await vk(words, { home });
      expect([piped.exitCode, JSON.parse(piped.stdout)]).toEqual([
        0,
        words.includes('list')
          ? expect.objectContaining({ webhooks: [expect.objectContaining({ event: ALL })] })
          : expect.objectContaining({ event: ALL, body: ALL }),
      ]);
      expect(piped.stdout).toContain('\u009b31m');
    }
  });

  it.skipIf(!hasPython)('bytes that are no text are only counted', async () => {
    const { env } = await serverWith(Buffer.from([0xff, 0x1b, 0x00]));
    const { stdout } = await vkOnTerminal(['call', 'GET', '/x', '-q'], { env });
    expect(withoutColour(stdout)).toBe('(3 bytes that are no text; send them to a file with >)\n');
  });

  it.skipIf(!hasPython)('1 MB is all shown', async () => {
    const { env } = await serverWith(LARGE);
    const { stdout } = await vkOnTerminal(['call', 'GET', '/x', '-q'], { env });
    expect(withoutColour(stdout).match(/"amount": 15420\.50,/g)).toHaveLength(20_000);
  });

  it.skipIf(!hasPython).for([20, 60, 200])('help fits into %i columns', async (columns) => {
    const { exitCode, stdout } = await vkOnTerminal(['call', '--help'], { columns });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('--idempotency-key <key>');
    expect(stdout).not.toContain('\u001b');
  });
});

const UNSAFE =
  // eslint-disable-next-line no-control-regex -- what steers a terminal, but for the line's end
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/;

describe.concurrent('a person is asked (needs python3)', () => {
  it.skipIf(!hasPython)('profile add asks for what is missing, the secret unseen', async () => {
    const words = ['profile', 'add', 'prod', '--provider', 'vistarkriya', '--store', 'file'];
    const shown = await vkOnTerminal(words, {
      steps: [
        ['API key', 'vk_live_typed\r'],
        ['code', '123456\r'],
        ['Expected mode', '\r'],
        ['API secret', 'typed-secret\r'],
      ],
    });
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).not.toContain('typed-secret');
    expect(shown.stdout).toContain('Profile prod is stored in');
    const { stdout } = await vk(['sign', 'GET', '/x', '--only', 'signature'], { home: shown.home });
    expect(stdout).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it.skipIf(!hasPython)('Ctrl-C ends a question with 130, and stores nothing', async () => {
    const shown = await vkOnTerminal(['profile', 'add', 'prod', '--provider', 'kamiokash'], {
      steps: [['API key', '\u0003']],
    });
    expect(shown.exitCode).toBe(130);
    expect((await vk(['profile', 'list', '--json'], { home: shown.home })).stdout).toBe(
      '{\n  "profiles": []\n}\n',
    );
  });

  it.skipIf(!hasPython).for([
    ['y', 0, 1],
    ['n', 6, 0],
    ['', 6, 0],
  ] as const)('--live asks, and %j means %i', async ([typed, exitCode, sent]) => {
    const { env, server } = await serverWith('{}');
    const shown = await vkOnTerminal(['call', 'POST', '/x', 'a=1', '--live'], {
      env,
      steps: [['Send it?', `${typed}\r`]],
    });
    expect(shown.exitCode).toBe(exitCode);
    expect(server.connections()).toBe(sent);
  });
});

describe.concurrent('colour on a pipe', () => {
  it.for([
    ['nothing', {}, false],
    ['FORCE_COLOR=1', { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=1 and NO_COLOR=1', { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, false],
  ] as const)('%s', async ([, variables, isColoured]) => {
    const body = '{"b":1,"a":15420.50}';
    const { env } = await serverWith(body);
    const shown = await vk(['call', 'GET', '/x'], { env: { ...env, ...variables } });
    expect(shown.stderr.includes('\u001b[')).toBe(isColoured);
    expect(shown.stdout).toBe(body);
  });
});

describe.concurrent('standard input', () => {
  it('that is open and silent keeps no GET waiting, and makes no POST of it', async () => {
    const { env, server } = await serverWith('{}');
    const child = spawn(process.execPath, [BIN, 'call', 'GET', '/x'], {
      env: cleanEnvironment(newFolder(), env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    await collect(child.stdout).waitFor(/\{\}/);
    const exitCode = await new Promise((resolve) => {
      child.once('close', resolve);
    });
    expect(exitCode).toBe(0);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
    child.stdin.end();
  });

  it('that is closed is no fault', async () => {
    const { env } = await serverWith('{}');
    const { exitCode, stdout } = await bash('vk call GET /x -q <&-', { env });
    expect([exitCode, stdout]).toEqual([0, '{}']);
  });

  it('that is closed is an empty body for -d @-', async () => {
    const { env, server } = await serverWith('{}');
    const { exitCode } = await bash('vk call POST /x -d @- <&-', { env });
    expect(exitCode).toBe(0);
    expect(server.requests.at(-1)?.body).toHaveLength(0);
  });

  it('is not read for a POST with items', async () => {
    const { env, server } = await serverWith('{}');
    await vk(['call', 'POST', '/x', 'a=1'], { env, input: 'not this' });
    expect(server.requests.at(-1)?.body.toString()).toBe('{"a":"1"}');
  });

  it('of profile add may be closed: the flag is named', async () => {
    const { exitCode, stderr } = await bash('vk profile add x --provider kamiokash <&-');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--api-key');
  });
});

describe.concurrent('interruption', () => {
  it.for(['SIGINT', 'SIGTERM'] as const)('%s ends a call that waits', async (signal) => {
    const server = await startCapture(() => undefined);
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    const child = execFile(process.execPath, [BIN, 'call', 'GET', '/x'], {
      env: cleanEnvironment(newFolder(), env),
    });
    await server.connected;
    const ended = new Promise((resolve) => {
      child.once('exit', (code, by) => {
        resolve(by ?? code);
      });
    });
    child.kill(signal);
    expect([signal, 130, 143]).toContain(await ended);
  });
});
