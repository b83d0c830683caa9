import { createHmac } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { commands } from '../../src/cli/commands.js';
import { CANARY, expectSilence, filesBelow } from './canary.js';
import {
  answer,
  BIN,
  cleanEnvironment,
  collect,
  newFolder,
  profileFileOf,
  startCapture,
  vk,
  writeTemporary,
  type CaptureServer,
  type Run,
} from './vk.js';

interface Case {
  readonly words: readonly string[];
  /** Without further flags. */
  readonly exitCode: number;
  /** For a command that goes on until it is interrupted: what it says once it has begun. */
  readonly until?: RegExp;
}

function ends(exitCode: number, ...words: readonly string[]): Case {
  return { words, exitCode };
}

const TIME = '2026-01-02T03:04:05.000Z';
const BODY = '{"id":"evt_1","type":"member.new","data":{"memberId":"mem_1"}}';
const RECORD = JSON.stringify({
  id: 'wh_canary',
  time: TIME,
  provider: 'kamiokash',
  method: 'POST',
  target: '/',
  headers: [['X-Signature', '0']],
  body: JSON.stringify({ type: 'member.new', echo: CANARY }),
});
/** Made in the sandbox inside vk, as `vk call GET /wallet/balance --sandbox` is. */
const CALL = JSON.stringify({
  id: 'canarycall',
  time: TIME,
  command: 'call',
  provider: 'vistarkriya',
  isLocal: true,
  origin: 'http://127.0.0.1:1',
  mode: 'sandbox',
  request: {
    method: 'GET',
    target: '/api/v1/wallet/balance',
    headers: [['X-Timestamp', '1767323045']],
    bodyBytes: 0,
    body: '',
  },
  response: { status: 200, statusText: 'OK', ms: 1, headers: [], bodyBytes: 2, body: '{}' },
});
const WRONG = ['--timestamp', '1739612345', '--signature', '0'.repeat(64)];
const REPORTS = ['junit', 'tap', 'json'].flatMap((format) => ['--report', `${format}=r.${format}`]);
const HOOK = ['--provider', 'kamiokash', '--timestamp', TIME];
const ACCOUNT = ['--api-key', 'kamio_canary', '--provider', 'kamiokash', '--store', 'file'];

/**
 * Each command, going well and going wrong. `ECHO` becomes the address of a server that answers with
 * the secret in all its forms, and `RECORD` a file in which the secret was sent to a handler.
 */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  call: [
    ends(0, 'call', 'GET', '/echo', '--base-url', 'ECHO'),
    ends(0, 'call', 'GET', '/echo', '--base-url', 'ECHO', '-i'),
    ends(0, 'call', 'GET', '/echo', '--base-url', 'ECHO', '--query', 'echo', '--raw'),
    ends(0, 'call', 'POST', '/echo', `note=${CANARY}`, '--base-url', 'ECHO'),
    ends(0, 'call', 'POST', '/echo', `note=${CANARY}`, '--base-url', 'ECHO', '--dry-run'),
    ends(4, 'call', 'GET', '/401', '--base-url', 'ECHO', '--diagnose'),
    ends(5, 'call', 'GET', '/503', '--base-url', 'ECHO'),
    ends(3, 'call', 'GET', '/echo', '--base-url', 'http://127.0.0.1:1'),
    ends(0, 'call', 'GET', `/${CANARY}`, '--base-url', 'ECHO', '-v'),
    ends(1, 'call', 'GET', '/echo', '--base-url', 'ECHO', '--expect', 'body=x', ...REPORTS),
    ends(3, 'call', 'GET', `/${CANARY}`, '--base-url', 'http://127.0.0.1:1', ...REPORTS),
  ],
  sign: [
    ends(0, 'sign', 'POST', '/verify/pan', `pan=${CANARY}`),
    ends(0, 'sign', 'POST', '/verify/pan', `pan=${CANARY}`, '--format', 'curl'),
    ends(2, 'sign', 'GET', '/x', '--timestamp', CANARY),
  ],
  explain: [
    ends(0, 'explain', 'POST', '/verify/pan', `pan=${CANARY}`),
    ends(2, 'explain', 'GET', '/x', `X-A:${CANARY}`),
  ],
  snippet: [
    ends(0, 'snippet', 'php', 'POST', '/verify/pan', `pan=${CANARY}`),
    ends(0, 'snippet', 'java', 'POST', '/verify/pan', `pan=${CANARY}`),
    ends(0, 'snippet', 'ruby', 'GET', `/${CANARY}`, `note==${CANARY}`),
    ends(2, 'snippet', 'cobol', 'GET', `/${CANARY}`),
  ],
  diagnose: [
    ends(0, 'diagnose', 'GET', '/x', '--timestamp', '1739612345', '--signature', 'SIGNED'),
    ends(1, 'diagnose', 'GET', '/x', ...WRONG, '--max-differences', '1'),
    ends(2, 'diagnose', 'GET', '/x'),
  ],
  batch: [
    ends(0, 'batch', 'CALLS', '--base-url', 'ECHO'),
    ends(1, 'batch', 'CALLS', '--base-url', 'ECHO', '--expect', 'status=201', ...REPORTS),
    ends(2, 'batch', '/no/file'),
  ],
  'history list': [ends(0, 'history', 'list'), ends(2, 'history', 'list', '--since', CANARY)],
  'history show': [ends(0, 'history', 'show', 'canarycall'), ends(2, 'history', 'show', CANARY)],
  'history export': [
    ends(0, 'history', 'export', '--format', 'har'),
    ends(0, 'history', 'export', '--format', 'curl'),
    ends(2, 'history', 'export', '--format', CANARY),
  ],
  'history clear': [ends(0, 'history', 'clear', '--yes'), ends(2, 'history', 'clear')],
  replay: [
    ends(0, 'replay', '--last', '1'),
    ends(2, 'replay', CANARY),
    ends(2, 'replay', '--from', '/no/file'),
  ],
  'webhook verify': [
    ends(1, 'webhook', 'verify', '-d', BODY, ...HOOK, '--signature', 'x', '--time-limit', '1s'),
    ends(2, 'webhook', 'verify', '-d', BODY, ...HOOK),
  ],
  'webhook sign': [
    ends(0, 'webhook', 'sign', '-d', CANARY, ...HOOK, '--format', 'curl'),
    ends(2, 'webhook', 'sign', '-d', BODY, '--provider', 'kamiokash', '--timestamp', CANARY),
  ],
  'webhook send': [
    ends(0, 'webhook', 'send', 'ECHO', '-d', CANARY, '--provider', 'kamiokash'),
    ends(3, 'webhook', 'send', 'http://127.0.0.1:1/', '--provider', 'kamiokash'),
  ],
  'webhook listen': [
    {
      words: ['webhook', 'listen', '--port', '0', '--provider', 'kamiokash', '--log', 'log.jsonl'],
      exitCode: 0,
      until: /listening|takes the webhooks/,
    },
    ends(2, 'webhook', 'listen', '--port', CANARY),
  ],
  'webhook list': [ends(0, 'webhook', 'list')],
  'webhook show': [ends(0, 'webhook', 'show', 'wh_canary'), ends(2, 'webhook', 'show', 'wh_other')],
  'webhook replay': [
    ends(0, 'webhook', 'replay', 'wh_canary', '--to', 'ECHO'),
    ends(3, 'webhook', 'replay', 'wh_canary', '--to', 'http://127.0.0.1:1/'),
  ],
  'webhook audit': [
    ends(1, 'webhook', 'audit', 'RECORD', '--provider', 'kamiokash', '--failed'),
    ends(2, 'webhook', 'audit', '/no/file', '--provider', 'kamiokash'),
  ],
  'profile add': [
    ends(0, 'profile', 'add', 'new', ...ACCOUNT, '--secret-env', 'VK_WEBHOOK_SECRET'),
    ends(2, 'profile', 'add', CANARY, ...ACCOUNT, '--secret-env', 'VK_WEBHOOK_SECRET'),
  ],
  'profile list': [ends(0, 'profile', 'list')],
  'profile show': [ends(0, 'profile', 'show', 'stored'), ends(2, 'profile', 'show', CANARY)],
  'profile use': [ends(0, 'profile', 'use', 'stored'), ends(2, 'profile', 'use', CANARY)],
  'profile edit': [
    ends(0, 'profile', 'edit', 'stored', '--code', '654321'),
    ends(2, 'profile', 'edit', 'stored', '--code', CANARY),
  ],
  'profile rename': [
    ends(0, 'profile', 'rename', 'stored', 'other'),
    ends(2, 'profile', 'rename', 'stored', CANARY),
  ],
  'profile copy': [
    ends(0, 'profile', 'copy', 'stored', 'other'),
    ends(2, 'profile', 'copy', 'stored', CANARY),
  ],
  'profile remove': [
    ends(0, 'profile', 'remove', 'stored', '--yes'),
    ends(2, 'profile', 'remove', 'stored'),
  ],
  'profile export': [
    ends(0, 'profile', 'export', 'stored'),
    ends(0, 'profile', 'export', 'stored', '--with-secrets', '--passphrase-env', 'P', '-o', 'out'),
    ends(2, 'profile', 'export', CANARY),
  ],
  'profile import': [
    ends(2, 'profile', 'import', 'RECORD'),
    ends(2, 'profile', 'import', '/no/file'),
  ],
  'profile check': [ends(0, 'profile', 'check', 'stored'), ends(2, 'profile', 'check', CANARY)],
  doctor: [
    ends(0, 'doctor', '--offline'),
    ends(0, 'doctor', '--base-url', 'ECHO'),
    ends(2, 'doctor', '--timeout', CANARY),
  ],
  'provider list': [ends(0, 'provider', 'list')],
  'provider show': [ends(0, 'provider', 'show', 'kamiokash'), ends(2, 'provider', 'show', CANARY)],
  endpoints: [ends(0, 'endpoints'), ends(2, 'endpoints', '--provider', CANARY)],
  errors: [ends(0, 'errors'), ends(2, 'errors', '--provider', CANARY)],
  events: [ends(0, 'events'), ends(2, 'events', '--provider', CANARY)],
  sandbox: [
    {
      words: ['sandbox', '--provider', 'vistarkriya', '--port', '0', '--log', 'log.jsonl'],
      exitCode: 0,
      until: /127\.0\.0\.1:\d+/,
    },
    ends(2, 'sandbox', '--port', CANARY),
  ],
  wait: [
    ends(0, 'wait', 'ECHO'),
    ends(3, 'wait', 'http://127.0.0.1:1', '--timeout', '100ms'),
    ends(2, 'wait', CANARY),
  ],
  completion: [ends(0, 'completion', 'bash'), ends(2, 'completion', CANARY)],
};

/** What an answer, a crash or a payload has in it: the secret in each form that a program may print. */
const ECHOED: readonly string[] = [
  CANARY,
  Buffer.from(CANARY).toString('hex'),
  Buffer.from(CANARY).toString('hex').toUpperCase(),
  Buffer.from(CANARY).toString('base64'),
  Buffer.from(CANARY).toString('base64url'),
  Buffer.from(`user:${CANARY}`).toString('base64'),
  Buffer.from(`me:${CANARY}x`).toString('base64url'),
  encodeURIComponent(CANARY),
  encodeURIComponent(CANARY).replace(/%../g, (escape) => escape.toLowerCase()),
  new URLSearchParams({ s: CANARY }).toString(),
  encodeURIComponent(Buffer.from(CANARY).toString('base64')),
];

const CREDENTIAL = { VK_API_KEY: 'vk_live_canary_key_0000', VK_CODE: '123456' };
const SECRETS = { VK_API_SECRET: CANARY, VK_WEBHOOK_SECRET: CANARY };
const COMMON = { VK_DEBUG: '1', P: 'a passphrase of some length' };

let echo: CaptureServer;
/** A home with a profile, its secret in the file, and a webhook that has it in its body. */
let template = '';
let recordFile = '';
let callsFile = '';
let crash = '';

beforeAll(async () => {
  echo = await startCapture(({ target }) => {
    const status = Number(/\/([45]\d\d)$/.exec(target)?.[1] ?? 200);
    const headers = { 'X-API-Mode': 'sandbox', 'X-Echo': ECHOED.filter(isAscii).join(' ') };
    const body = JSON.stringify({ success: false, message: CANARY, echo: ECHOED });
    return answer({ status, headers, body });
  });
  template = newFolder();
  const add = ['profile', 'add', 'stored', '--provider', 'vistarkriya', '--store', 'file'];
  const account = ['--api-key', CREDENTIAL.VK_API_KEY, '--code', CREDENTIAL.VK_CODE];
  const secrets = ['--secret-env', 'VK_API_SECRET', '--webhook-secret-env', 'VK_WEBHOOK_SECRET'];
  const words = [...add, ...account, ...secrets, '--base-url', `${echo.origin}/api/v1`];
  expect((await vk(words, { home: template, env: SECRETS })).exitCode).toBe(0);
  mkdirSync(join(template, '.local/state/vk'), { recursive: true });
  callsFile = writeTemporary(
    'calls.jsonl',
    `{"method":"GET","path":"/echo","query":{"note":"${encodeURIComponent(CANARY)}"}}\n`,
  );
  recordFile = writeTemporary('record.jsonl', `${RECORD}\n`);
  crash = writeTemporary(
    'crash.cjs',
    `const message = ${JSON.stringify(ECHOED.join('\n'))};
     const broken = () => { throw new Error(message); };
     Object.assign(require('node:crypto'), { createHmac: broken, createHash: broken });
     // What signs without node:crypto reads the clock first.
     Date.now = broken;
     const fs = require('node:fs');
     for (const name of ['openSync', 'readFileSync', 'writeFileSync']) {
       const whole = fs[name];
       fs[name] = (path, ...rest) =>
         String(path).startsWith(process.env.HOME + '/.') && !String(path).includes('/.cache/')
           ? broken()
           : whole(path, ...rest);
     }`,
  );
});

/** Whether a header can carry it. */
function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** A home of its own; the webhook's body has the secret in it where vk does not write that itself. */
function newHome(hasProfile: boolean): string {
  const home = newFolder();
  if (hasProfile) {
    cpSync(template, home, { recursive: true });
  }
  return home;
}

function placed(words: readonly string[]): string[] {
  const signed = createHmac('sha256', CANARY).update('1739612345GET/api/v1/x').digest('hex');
  const places = new Map([
    ['ECHO', echo.origin],
    ['RECORD', recordFile],
    ['CALLS', callsFile],
    ['SIGNED', signed],
  ]);
  return words.map((word) => places.get(word) ?? word);
}

/** Runs a case to its end, or until it has said what it is to say. */
async function runCase(
  { until }: Case,
  words: readonly string[],
  home: string,
  env: Readonly<Record<string, string>>,
): Promise<Pick<Run, 'exitCode' | 'stdout' | 'stderr'>> {
  if (until === undefined) {
    return await vk(words, { home, env });
  }
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd: home,
    env: cleanEnvironment(home, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const ended = new Promise<number | undefined>((resolve) => {
    child.once('close', (code) => {
      resolve(code ?? undefined);
    });
  });
  await Promise.race([stdout.waitFor(until), stderr.waitFor(until), ended]);
  child.kill('SIGINT');
  return { exitCode: await ended, stdout: stdout.text(), stderr: stderr.text() };
}

/** Only these may know the secret: the store, and what was put there to be read. */
function expectSilentHome(home: string): void {
  const store = profileFileOf(home);
  for (const file of filesBelow(home).filter((path) => path !== store)) {
    const bytes = readFileSync(file);
    expectSilence(bytes.toString());
    expectSilence(bytes.toString('latin1'));
  }
}

it('each command has a case', () => {
  expect(Object.keys(CASES).toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
  for (const [name, cases] of Object.entries(CASES)) {
    expect(cases.map(({ words }) => words.join(' ').startsWith(name))).not.toContain(false);
  }
});

const SOURCES: readonly (readonly [
  name: string,
  env: Readonly<Record<string, string>>,
  extras: readonly (readonly string[])[],
])[] = [
  ['the environment', { ...COMMON, ...CREDENTIAL, ...SECRETS }, [[], ['-v'], ['--json']]],
  ['a profile', { ...COMMON, VK_WEBHOOK_SECRET: CANARY }, [[], ['--json']]],
];

describe.concurrent.each(SOURCES)('the secret of %s comes out nowhere', (_source, env, extras) => {
  it.for(Object.entries(CASES))('%s', { timeout: 120_000 }, async ([name, cases]) => {
    for (const each of cases) {
      for (const extra of extras) {
        const home = newHome(true);
        if (name.startsWith('webhook')) {
          // Through vk itself, so that what it keeps is looked at as well.
          writeTemporary('webhooks.jsonl', RECORD_WITHOUT, join(home, '.local/state/vk'));
        }
        if (name.startsWith('history') || name === 'replay') {
          mkdirSync(join(home, '.local/state/vk/history'), { recursive: true });
          writeTemporary('calls-000001.jsonl', `${CALL}\n`, join(home, '.local/state/vk/history'));
        }
        const run = await runCase(each, [...placed(each.words), ...extra], home, env);
        expectSilence(run.stdout);
        expectSilence(run.stderr);
        expectSilentHome(home);
        if (extra.length === 0) {
          expect([each.words, run.exitCode, run.stderr]).toEqual([
            each.words,
            each.exitCode,
            run.stderr,
          ]);
        }
      }
    }
  });
});

const RECORD_WITHOUT = `${RECORD.replace(/,\\"echo\\".*?\}/, '}')}\n`;

describe.concurrent('a crash', () => {
  it.for(Object.entries(CASES))('of %s', { timeout: 120_000 }, async ([, cases]) => {
    for (const each of cases) {
      const home = newHome(true);
      const env = { ...COMMON, ...CREDENTIAL, ...SECRETS, NODE_OPTIONS: `--require=${crash}` };
      const run = await runCase(each, placed(each.words), home, env);
      expectSilence(run.stdout + run.stderr);
      expectSilentHome(home);
    }
  });

  it.for([
    [['sign', 'GET', '/x'], 70],
    [['call', 'GET', '/x', '--base-url', 'ECHO'], 70],
    [['explain', 'GET', '/x'], 70],
    [['webhook', 'sign', '-d', BODY, '--provider', 'kamiokash'], 70],
  ] as const)('of %j is told, with the secret replaced', async ([words, exitCode]) => {
    const env = { ...COMMON, ...CREDENTIAL, ...SECRETS, NODE_OPTIONS: `--require=${crash}` };
    const run = await vk(placed(words), { env });
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain('a fault in vk itself');
    expect(run.stderr).toContain('Error: [secret]');
    expect(run.stderr).toContain('note: a secret was about to be written');
    expectSilence(run.stdout + run.stderr);
  });
});

describe.concurrent('the secrets of a stored profile, where nothing else tells them', () => {
  const webhookSecret = 'wh-s3cret-of-the-profile';

  it.for([
    [1, 'profile', 'check', 'own'],
    [1, 'profile', 'check', 'own', '--json'],
    [1, 'doctor', '--profile', 'own'],
    [1, 'doctor', '--profile', 'own', '--json'],
    [0, 'call', 'GET', '/ok', '--profile', 'own'],
    [0, 'replay', 'canarycall', '--profile', 'own'],
    [0, 'replay', 'canarycall', '--profile', 'own', '--sandbox'],
    [0, 'replay', 'canarycall', '--profile', 'own', '--sandbox', '--json'],
  ] as const)('are replaced: exit %i of vk %s %s', async ([exitCode, ...words]) => {
    const error_code = `NO ${CANARY} ${webhookSecret}`;
    const server = await startCapture(({ target }) =>
      target.endsWith('/ok')
        ? answer({ headers: { 'X-API-Mode': 'sandbox' }, body: JSON.stringify({ error_code }) })
        : answer({ status: 401, body: JSON.stringify({ success: false, error_code }) }),
    );
    const home = newFolder();
    const add = ['profile', 'add', 'own', '--provider', 'vistarkriya', '--store', 'file'];
    const account = ['--api-key', CREDENTIAL.VK_API_KEY, '--code', CREDENTIAL.VK_CODE];
    const secrets = ['--secret-env', 'S', '--webhook-secret-env', 'W', '--base-url', server.origin];
    const env = { S: CANARY, W: webhookSecret };
    expect((await vk([...add, ...account, ...secrets], { home, env })).exitCode).toBe(0);
    const history = join(home, '.local/state/vk/history');
    mkdirSync(history, { recursive: true });
    const target = `/api/v1/ok?note=${encodeURIComponent(CANARY)},${webhookSecret}`;
    const line = CALL.replace('/api/v1/wallet/balance', target);
    writeTemporary('calls-000001.jsonl', `${line}\n`, history);
    const run = await vk(words, { home });
    expect([run.exitCode, run.stderr]).toEqual([exitCode, run.stderr]);
    const shown = run.stdout + run.stderr;
    expect(shown).toContain('[secret]');
    expect(shown).not.toContain(webhookSecret);
    expectSilence(shown);
  });
});

describe.concurrent('an answer that has the secret in it', () => {
  const env = { ...CREDENTIAL, ...SECRETS };

  it('is printed with all else as it came, and a note', async () => {
    const server = await startCapture(() =>
      answer({ body: Buffer.concat([Buffer.from([0xff, 0]), Buffer.from(`<${CANARY}>\r\n`)]) }),
    );
    const run = await vk(['call', 'GET', '/x', '--base-url', server.origin, '-q'], { env });
    expect(run.bytes).toEqual(
      Buffer.concat([Buffer.from([0xff, 0]), Buffer.from('<[secret]>\r\n')]),
    );
    expect([run.exitCode, run.stderr]).toEqual([
      0,
      'note: a secret was about to be written, and [secret] stands in its place\n',
    ]);
  });

  it('leaves nothing but one document with --json', async () => {
    const server = await startCapture(() => answer({ body: JSON.stringify({ echo: CANARY }) }));
    const words = ['call', 'GET', '/x', '--base-url', server.origin, '--json'];
    const run = await vk(words, { env });
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
    expect(JSON.parse(run.stdout)).toMatchObject({ response: { body: { echo: '[secret]' } } });
  });

  it('brings no note where it has none', async () => {
    const server = await startCapture(() => answer({ body: '{}' }));
    const run = await vk(['call', 'GET', '/x', '--base-url', server.origin, '-q'], { env });
    expect([run.stdout, run.stderr]).toEqual(['{}', '']);
  });

  it('is whole where it is large', async () => {
    const half = Buffer.alloc(3 * 1024 * 1024, 'x%+\\');
    const body = Buffer.concat([half, Buffer.from(CANARY), half]);
    const server = await startCapture(() => answer({ body }));
    const run = await vk(['call', 'GET', '/x', '--base-url', server.origin, '-q'], { env });
    expect(run.bytes.equals(Buffer.concat([half, Buffer.from('[secret]'), half]))).toBe(true);
  });
});

describe.skipIf(process.platform !== 'linux')('programs that vk starts', () => {
  const add = ['profile', 'add', 'c', '--provider', 'kamiokash', '--api-key', 'kamio_canary'];

  it('for a secret see it in no variable and no argument', async () => {
    const home = newFolder();
    const seen = join(newFolder(), 'seen');
    const program = writeTemporary(
      'print.sh',
      `cat /proc/$$/environ /proc/$$/cmdline /proc/$PPID/cmdline > '${seen}'\nprintf '%s' "$(cat '${writeTemporary('secret', CANARY)}')"\n`,
    );
    const added = await vk([...add, '--secret-command', `sh ${program}`], { home });
    expect([added.exitCode, added.stderr]).toEqual([0, added.stderr]);
    const env = { ...COMMON, VK_WEBHOOK_SECRET: CANARY, MINE: CANARY, OTHER: 'kept' };
    const run = await vk(['call', 'GET', '/echo', '--base-url', echo.origin, '-v'], { home, env });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('[secret]');
    expectSilence(run.stdout + run.stderr);
    expect(readFileSync(seen, 'utf8')).toContain('OTHER=kept');
    expectSilence(readFileSync(seen, 'utf8'));
    expectSilentHome(home);
  });

  it('for the keychain see it in no variable and no argument', { timeout: 30_000 }, async () => {
    const home = newFolder();
    const path = join(newFolder(), 'bus');
    const bus = createServer(() => undefined).listen(path);
    onTestFinished(() => {
      bus.close();
    });
    const env = { ...SECRETS, S: CANARY, DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` };
    const child = spawn(process.execPath, [BIN, ...add, '--secret-env', 'S'], {
      cwd: home,
      env: cleanEnvironment(home, env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stderr = collect(child.stderr);
    await new Promise<void>((resolve) => {
      bus.once('connection', () => {
        resolve();
      });
    });
    const children = childrenOf(child.pid ?? 0);
    expect(children).toHaveLength(1);
    for (const pid of children) {
      for (const name of ['environ', 'cmdline']) {
        expectSilence(readFileSync(`/proc/${pid}/${name}`, 'utf8'));
      }
    }
    expectSilence(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8'));
    expectSilence(await stderr.waitFor(/stored in/));
  });
});

/** The processes that another one has started and that still run. */
function childrenOf(parent: number): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return stat.slice(stat.lastIndexOf(')')).split(' ')[2] === String(parent);
      } catch {
        // It has ended in between.
        return false;
      }
    });
}
