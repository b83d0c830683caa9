import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { headersOf, line, RECEIVED, SECRET, sign } from '../core/audit/lines.js';
import { vkOnTerminal } from './terminal.js';
import {
  bash,
  BIN,
  cleanEnvironment,
  collect,
  member,
  newFolder,
  vk,
  writeTemporary,
} from './vk.js';

const env = { VK_WEBHOOK_SECRET: SECRET };
const BODY = '{"event":"member.new","data":{"id":"m_1","name":"Asha"}}';
const INDENTED = JSON.stringify(JSON.parse(BODY), null, 2);
const LATE = '2026-01-02T03:14:05.000Z';

const LOG = [
  line({ id: 'wh_1' }, BODY),
  '',
  line({ id: 'wh_3', body: INDENTED, headers: headersOf(BODY) }),
  'not JSON',
  line({ id: 'wh_5', body: `${BODY}\n`, headers: headersOf(BODY) }),
  line({ id: 'wh_6', time: LATE }, BODY),
  line({ id: 'wh_7', body: JSON.parse(BODY) }),
  line({ id: 'wh_8', body: INDENTED, headers: headersOf(BODY) }),
].join('\n');

async function auditJson(path: string, ...args: string[]): Promise<unknown> {
  const { stdout } = await vk(['webhook', 'audit', path, '--json', ...args], { env });
  return JSON.parse(stdout);
}

describe('vk webhook audit', () => {
  it('counts the reasons, names lines, and says why', async () => {
    const path = writeTemporary('log.jsonl', LOG);
    const { stdout, stderr, exitCode } = await vk(['webhook', 'audit', path], { env });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
    expect(stdout).toMatch(/^7 lines in /);
    expect(stdout).toMatch(/^verified +1 +14\.28%$/m);
    expect(stdout).toMatch(/^mismatch +3 +42\.85% +lines 3, 5, 8$/m);
    expect(stdout).toMatch(/^timestamp-expired +1 .* line 6$/m);
    expect(stdout).toMatch(/^broken: not-json +1 .* line 4$/m);
    expect(stdout).toMatch(/^broken: parsed-body +1 .* line 7$/m);
    expect(stdout).toMatch(/2 lines, the first is 3: body: the payload was changed/);
    expect(stdout).toMatch(/1 line, the first is 5: body: /);
    expect(stdout.split('\n').filter((row) => row.length > 80)).toEqual([]);
  });

  it('prints one document with --json', async () => {
    const found = await auditJson(writeTemporary('log.jsonl', LOG));
    expect(found).toMatchObject({
      provider: 'kamiokash',
      lines: 8,
      deliveries: 7,
      verified: 1,
      failed: 6,
      interrupted: false,
      ageNotJudged: 0,
      secrets: [{ name: 'environment VK_WEBHOOK_SECRET', verified: 1 }],
      diagnosis: {
        examined: 3,
        stopped: 'done',
        groups: [
          { lines: 2, firstLine: 3 },
          { lines: 1, firstLine: 5 },
        ],
        unexplained: { lines: 0, firstLine: null },
      },
    });
    expect(member(found, 'reasons', 0)).toEqual({
      reason: 'mismatch',
      broken: false,
      lines: 3,
      first: [3, 5, 8],
    });
    expect(found).not.toHaveProperty('failedLines');
  });

  it('prints failing lines as lines of JSON with --failed, and the report aside', async () => {
    const args = ['webhook', 'audit', '-', '--failed', '--counts-only'];
    const { stdout, stderr, exitCode } = await vk(args, { env, input: LOG });
    expect(exitCode).toBe(1);
    expect(stdout.trimEnd().split('\n')).toEqual([
      '{"line":3,"reason":"mismatch","id":"wh_3"}',
      '{"line":4,"reason":"not-json"}',
      '{"line":5,"reason":"mismatch","id":"wh_5"}',
      '{"line":6,"reason":"timestamp-expired","id":"wh_6"}',
      '{"line":7,"reason":"parsed-body"}',
      '{"line":8,"reason":"mismatch","id":"wh_8"}',
    ]);
    expect(stderr).toMatch(/^verified +1 /m);
    expect(stderr).not.toContain('why signatures');
  });

  it('puts failing lines into the one document with both', async () => {
    const failing = await auditJson(writeTemporary('log', LOG), '--failed', '--counts-only');
    expect(member(failing, 'failedLines', 5)).toEqual({ line: 8, reason: 'mismatch', id: 'wh_8' });
    expect(failing).toMatchObject({ verified: 1, diagnosis: null });
    const whole = await auditJson(writeTemporary('log', line()), '--failed');
    expect(whole).toMatchObject({ verified: 1, failedLines: [] });
  });

  it.each<[name: string, log: string, args: readonly string[], exitCode: number]>([
    ['all verified', `\ufeff${line()}\r\n${line()}`, [], 0],
    ['late, and nothing says when it came', line({ time: undefined }), [], 0],
    ['late by --at', line({ time: undefined }), ['--at', LATE], 1],
    ['late, with a tolerance', line({ time: LATE }), ['--tolerance', '600'], 0],
    ['an empty file', '\n \r\n', [], 2],
    ['nothing but broken lines', 'a\nb\n', [], 2],
    [
      'members by name',
      JSON.stringify({ r: { b: BODY }, s: sign(BODY), t: RECEIVED }),
      ['--body-field', 'r.b', '--signature-field', 's', '--timestamp-field', 't'],
      0,
    ],
    ['a member without a name', line(), ['--body-field', 'a..b'], 2],
    ['no threads', line(), ['--jobs', '0'], 2],
    [
      'a scheme by hand',
      line({ headers: [['X-Sig', sign(BODY, '')]] }, BODY),
      ['--scheme', '{body}', '--signature-header', 'X-Sig'],
      0,
    ],
    [
      'PayIn/PayOut',
      line({ headers: [['X-Signature', sign(BODY, '')]] }, BODY),
      ['--provider', 'payinout', '--secret-env', 'VK_WEBHOOK_SECRET'],
      0,
    ],
  ])('ends with its status: %s', async (_name, log, args, exitCode) => {
    const run = await vk(['webhook', 'audit', '-', ...args], { env, input: log });
    expect([run.exitCode, run.stderr.startsWith('vk:')]).toEqual([
      exitCode,
      exitCode === 2 && !run.stdout.includes('broken'),
    ]);
  });

  it('says which of several secrets has signed', async () => {
    const old = writeTemporary('old', 'old-secret\n');
    const args = ['--secret-file', old, '--secret-env', 'VK_WEBHOOK_SECRET'];
    const found = await auditJson(writeTemporary('log', line()), ...args);
    expect(member(found, 'secrets', 0, 'verified')).toBe(1);
    expect(member(found, 'secrets', 1, 'verified')).toBe(0);
  });

  it('refuses a file that is not there', async () => {
    const { exitCode, stderr } = await vk(['webhook', 'audit', 'no.jsonl'], { env });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('it does not exist')]);
  });
});

/** Two runs take two times. */
function timeless(found: unknown): unknown {
  return { ...Object(found), elapsedMs: 0 };
}

describe('a long log', () => {
  const big = JSON.stringify({ event: 'member.new', note: 'x'.repeat(10_000_000) });
  const bodies = Array.from({ length: 30 }, (_, index) =>
    JSON.stringify({ index, note: 'y'.repeat(300) }),
  );
  const some = bodies.map((body, index) =>
    index === 7 ? line({ headers: headersOf('other') }, body) : line({ id: `wh_${index}` }, body),
  );
  const path = writeTemporary(
    'long.jsonl',
    `${`${some.join('\n')}\n`.repeat(400)}${line({}, big)}\n${some.join('\n')}`,
  );

  it('comes to the same on one thread and on four, from a file and from a pipe', async () => {
    const args = ['--failed', '--counts-only'];
    const one = await auditJson(path, ...args, '--jobs', '1');
    const four = await auditJson(path, ...args, '--jobs', '4');
    const piped = await vk(['webhook', 'audit', '-', '--json', ...args], {
      env,
      input: readFileSync(path),
    });
    expect(one).toMatchObject({ deliveries: 12_031, verified: 11_630, lines: 12_031 });
    expect(timeless(four)).toEqual(timeless(one));
    expect(timeless(JSON.parse(piped.stdout))).toEqual(timeless(one));
    expect(member(one, 'failedLines', 400)).toEqual({
      line: 12_009,
      reason: 'mismatch',
      id: 'wh_1',
    });
  });

  it('ends quietly where the reader has seen enough', async () => {
    const { stdout, stderr, exitCode } = await bash(
      `vk webhook audit "${path}" --failed --counts-only 2>/dev/null | head -1; echo "\${PIPESTATUS[0]}"`,
      { env },
    );
    expect(stdout).toBe('{"line":8,"reason":"mismatch","id":"wh_1"}\n1\n');
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it('shows a bar, the rate and the time left on a terminal', async () => {
    // What is over within 0.3 s needs none, and 12,031 lines may be.
    const longer = join(newFolder(), 'longer.jsonl');
    writeFileSync(longer, `${readFileSync(path, 'latin1')}\n`.repeat(10), 'latin1');
    const { stdout } = await vkOnTerminal(
      ['webhook', 'audit', longer, '--counts-only', '--jobs', '1'],
      { env },
    );
    expect(stdout).toMatch(/\[#*-*\] \d+% {2}[\d,]+ lines, [\d,]+ lines a second, \d+ s left/);
    expect(stdout).toMatch(/verified.* 116,300 /);
  });
});

it('shows what it knows by then at Ctrl-C, and ends with 130', async () => {
  const home = newFolder();
  const child = spawn(process.execPath, [BIN, 'webhook', 'audit', '-', '--failed'], {
    cwd: home,
    env: cleanEnvironment(home, env),
  });
  const said = collect(child.stdout);
  const aside = collect(child.stderr);
  // Some blocks and a half, which waits for more when the first ones are done with.
  const failing = `${line({ headers: headersOf('other') }, JSON.stringify({ note: 'z'.repeat(60_000) }))}\n`;
  // It stops reading in the middle.
  child.stdin.on('error', () => undefined);
  child.stdin.write(failing.repeat(90));
  child.stdin.write(line().slice(0, 40));
  await said.waitFor(/"line":1,/);
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect(code).toBe(130);
  const lines = said.text().trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(10);
  expect(aside.text()).toContain(`interrupted after ${lines.length} lines in `);
});
