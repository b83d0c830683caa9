import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CREDENTIALS, answer, newFolder, startCapture, vk, type Run } from './vk.js';

const BALANCE = ['call', 'GET', '/wallet/balance', '--sandbox'];

/** What to expect, a flag each. */
function expecting(...expressions: readonly string[]): string[] {
  return expressions.flatMap((each) => ['--expect', each]);
}

/** Calls a server that answers so. */
async function against(status: number, words: readonly string[]): Promise<Run> {
  const body = '{"success":false}';
  const server = await startCapture(() => answer({ status, reason: 'X', body }));
  const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
  return await vk(['call', 'GET', '/x', ...words], { env });
}

describe.concurrent('vk call --expect', () => {
  it('says nothing of what holds', async () => {
    const words = expecting('status=200', 'body.data.balance>=15420.5', 'time<30s');
    const { exitCode, stdout, stderr } = await vk([...BALANCE, ...words]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\{"success":true,.*\}$/);
    expect(stderr).toMatch(/^HTTP 200 OK {2}\d+ ms\nX-API-Mode: sandbox\n$/);
  });

  it('says what was found where it does not, with -q too, and ends with 1', async () => {
    const words = expecting('status=200', 'status=401', 'body.data.currency=EUR', 'body.x exists');
    const { exitCode, stdout, stderr } = await vk([...BALANCE, ...words, '-q']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^\{"success":true,.*\}$/);
    expect(stderr).toBe(
      'expectation failed: status=401 (found 200)\n' +
        'expectation failed: body.data.currency=EUR (found "INR")\n' +
        'expectation failed: body.x exists (found nothing)\n',
    );
  });

  it.for<[status: number, expected: string, exit: number]>([
    [401, 'status=401', 0],
    [500, 'status=5xx', 0],
    [401, 'body.success=false', 4],
    [500, 'body.success=false', 5],
    [401, 'body.success=true', 1],
  ])('%d with %s is %d', async ([status, expected, exit]) => {
    expect((await against(status, expecting(expected))).exitCode).toBe(exit);
  });

  it('puts all of them into the JSON document, and nothing on standard error', async () => {
    const words = expecting('status=200', 'body.data.currency=EUR', 'header.X-No exists');
    const { exitCode, stdout, stderr } = await vk([...BALANCE, ...words, '--json']);
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      response: { status: 200 },
      expectations: [
        { expectation: 'status=200', ok: true, found: '200' },
        { expectation: 'body.data.currency=EUR', ok: false, found: '"INR"' },
        { expectation: 'header.X-No exists', ok: false, found: null },
      ],
    });
    const { stdout: plain } = await vk([...BALANCE, '--json']);
    expect(JSON.parse(plain)).not.toHaveProperty('expectations');
  });

  it('leaves the word to the guard: a write that live has answered', async () => {
    const live = { 'X-API-Mode': 'live' };
    const server = await startCapture((_request, index) =>
      answer({ headers: index === 0 ? { 'X-API-Mode': 'sandbox' } : live, body: '{}' }),
    );
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    for (const text of ['status=200', 'status=500']) {
      const words = ['call', 'POST', '/verify/pan', 'pan=ABCDE1234F', ...expecting(text)];
      const refused = await vk([...words, '--report', 'json=r.json'], { env });
      expect(refused.exitCode).toBe(6);
      expect(readReport(refused, 'r.json')).toMatchObject({ failed: 1 });
    }
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  });

  it.for([
    [expecting('stat=200'), 'begins with none of status'],
    [expecting('status=OK'), 'no status in "OK"'],
    [[...expecting('status=200'), '--dry-run'], '--dry-run and --expect contradict'],
    [['--report', 'xml=x'], 'names no report'],
    [['--report', 'junit=x', '--dry-run'], '--dry-run and --report contradict'],
  ] as const)('%j is refused before anything is sent', async ([words, said]) => {
    const server = await startCapture();
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    const { exitCode, stdout, stderr } = await vk(['call', 'GET', '/x', ...words], { env });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
    expect(server.connections()).toBe(0);
  });

  it('is told to GitHub on standard error', async () => {
    const env = { GITHUB_ACTIONS: 'true' };
    const { stdout, stderr } = await vk([...BALANCE, ...expecting('status=201'), '-q'], { env });
    expect(stderr).toBe(
      'expectation failed: status=201 (found 200)\n' +
        '::error title=GET /wallet/balance::expectation failed: status=201 (found 200)\n',
    );
    expect(stdout).not.toContain('::error');
  });
});

describe.concurrent('vk call --report', () => {
  it('writes as many as are asked for, readable by their owner alone', async () => {
    const reports = ['junit=r.xml', 'tap=r.tap', 'json=r.json'].flatMap((each) => [
      '--report',
      each,
    ]);
    const run = await vk([...BALANCE, ...expecting('status=200', 'body.a=1'), ...reports]);
    expect(run.exitCode).toBe(1);
    expect(statSync(join(run.home, 'r.xml')).mode & 0o777).toBe(0o600);
    const failure = 'body.a=1 (found nothing)';
    expect(readFileSync(join(run.home, 'r.xml'), 'utf8')).toContain(
      `<failure message="${failure}">${failure}</failure>`,
    );
    expect(readFileSync(join(run.home, 'r.tap'), 'utf8')).toContain(
      'not ok 1 - GET /wallet/balance\n',
    );
    expect(readReport(run, 'r.json')).toMatchObject({
      name: 'vk call',
      tests: 1,
      failed: 1,
      cases: [{ name: 'GET /wallet/balance', result: 'failed', failure }],
    });
  });

  it('has a failed case where no answer comes, and the exit stays 3', async () => {
    const home = newFolder();
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: 'http://127.0.0.1:9' };
    const words = ['call', 'GET', '/x', ...expecting('status=200'), '--report', 'json=r.json'];
    const run = await vk(words, { home, env: { ...env, GITHUB_ACTIONS: 'true' } });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toMatch(
      /^::error title=GET \/x::http:\/\/127\.0\.0\.1:9 could not .*\nvk: /,
    );
    const failure = expect.stringContaining('ECONNREFUSED');
    expect(readReport(run, 'r.json')).toMatchObject({ cases: [{ result: 'failed', failure }] });
  });

  it('goes without expectations: the status decides', async () => {
    const good = await vk([...BALANCE, '--report', 'json=r.json']);
    expect([good.exitCode, readReport(good, 'r.json')]).toMatchObject([0, { failed: 0 }]);
    const bad = await against(403, ['--report', 'json=r.json']);
    expect([bad.exitCode, readReport(bad, 'r.json')]).toMatchObject([
      4,
      { cases: [{ failure: 'HTTP 403' }] },
    ]);
  });

  it('that cannot be written is said after the answer, which is not lost', async () => {
    const run = await vk([...BALANCE, '--report', 'junit=no/such/folder.xml']);
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toMatch(/^\{"success":true,.*\}$/);
    expect(run.stderr).toContain('cannot write no/such/folder.xml');
  });

  it('holds no secret, whatever an answer says', async () => {
    const { VK_API_SECRET: secret } = CREDENTIALS.vistarkriya;
    const server = await startCapture(() => answer({ body: JSON.stringify({ secret }) }));
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    const words = ['call', 'GET', '/x', ...expecting('body.secret=x'), '--report', 'json=r.json'];
    const run = await vk(words, { env });
    expect(run.stderr).toContain('body.secret=x (found "[secret]")');
    expect(JSON.stringify(readReport(run, 'r.json'))).not.toContain(secret);
  });
});

function readReport({ home }: Run, name: string): unknown {
  const report: unknown = JSON.parse(readFileSync(join(home, name), 'utf8'));
  return report;
}
