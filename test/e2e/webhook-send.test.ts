import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BREAKS } from '../../src/app/webhook-breaks.js';
import { samplesOf } from '../../src/app/webhook-samples.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { answer, isInstalled, member, startCapture, vk } from './vk.js';
import { startHandler } from './listener.js';

const hasPython = await isInstalled('python3', '--version');

const KAMIO_SECRET = 'kamio-sandbox-demo-webhook-secret';
const PAYINOUT_SECRET = 'payinout-sandbox-demo-secret';

const startPage = () =>
  startHandler([process.execPath, 'kamiokash-webhook-page.mjs'], {
    KAMIOKASH_WEBHOOK_SECRET: KAMIO_SECRET,
  });

interface Suite {
  readonly exit: number | undefined;
  readonly good: number;
  readonly broken: readonly string[];
  readonly wrong: readonly string[];
  readonly warning: readonly string[];
  readonly leftOut: readonly string[];
}

async function runSuite(url: string, args: readonly string[] = []): Promise<Suite> {
  const words = ['webhook', 'send', url, '--suite', '--sandbox', '--json'];
  const { stdout, exitCode } = await vk([...words, ...args]);
  const document: unknown = JSON.parse(stdout);
  const deliveries = list(member(document, 'deliveries'));
  const where = (name: string, value: string): string[] =>
    deliveries
      .filter((delivery) => member(delivery, name) === value)
      .map((delivery) => String(member(delivery, 'delivery')));
  return {
    exit: exitCode,
    good: where('expected', 'taken').length,
    broken: where('expected', 'refused'),
    wrong: where('verdict', 'wrong'),
    warning: where('verdict', 'warning'),
    leftOut: list(member(document, 'skipped'))
      .map((each) => String(member(each, 'name')))
      .filter((name) => !name.includes('/')),
  };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

describe.concurrent('the handler of KamioKash’s page', () => {
  it.each(samplesOf(kamiokash).map(({ name }) => name))('takes %s', async (event) => {
    const { url, printed } = await startPage();
    const run = await vk(['webhook', 'send', url, '--sandbox', '--event', event]);
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(new RegExp(`^good {2}${event} {2}200 {2}.* ms {2}took it\n$`));
    const heard = await printed(/^(?:wallet|order|other) .*\n/m);
    expect(heard).toMatch(HEARD[event] ?? /^never$/);
  });

  it('refuses all that is wrongly signed, and takes what is old', { timeout: 90_000 }, async () => {
    const { url } = await startPage();
    const suite = await runSuite(url);
    expect(suite).toMatchObject({
      exit: 1,
      good: 6,
      wrong: ['expired', 'future'],
      warning: ['replayed'],
      leftOut: [],
    });
    expect(suite.broken.length).toBeGreaterThan(120);
    expect(suite.broken).toEqual(
      BREAKS.map(({ name }) => name).filter((name) => suite.broken.includes(name)),
    );
  });

  it.each([
    ['tampered', 0, 'refused'],
    ['unsigned', 0, 'refused'],
    ['body/python-dumps', 0, 'refused'],
    ['other-profile', 0, 'refused'],
    ['expired', 1, 'WRONG: it should have refused: it was signed more than an hour ago'],
    ['future', 1, 'WRONG'],
    ['replayed', 0, 'warning: it took the same delivery twice'],
  ])('--break %s exits %s', async (name, exit, said) => {
    const { url } = await startPage();
    const run = await vk(['webhook', 'send', url, '--sandbox', '--break', name]);
    expect([run.exitCode, run.stderr.includes('vk:')]).toEqual([exit, false]);
    expect(run.stdout).toContain(said);
  });
});

const HEARD: Readonly<Record<string, RegExp>> = {
  'transaction.successful': /^wallet \{"id":"t_.*"points":250/,
  'order.successful': /^order \{"id":"v_.*"SPEND_ME_NOW"/,
  'member.new': /^other member\.new$/m,
  'wallet.new': /^other wallet\.new$/m,
  'voucher_code.used': /^other voucher_code\.used$/m,
};

// A suite is a hundred and more requests, one after the other.
describe.concurrent('the suite', { timeout: 90_000 }, () => {
  it('finds nothing wrong with a handler that looks at the age as well', async () => {
    const { url } = await startHandler([process.execPath, 'kamiokash-webhook-careful.mjs'], {
      KAMIOKASH_WEBHOOK_SECRET: KAMIO_SECRET,
    });
    const suite = await runSuite(url);
    expect(suite).toMatchObject({ exit: 0, good: 6, wrong: [], warning: ['replayed'] });
    expect(suite.broken.length).toBeGreaterThan(120);
  });

  it.skipIf(!hasPython)('passes for PayIn/PayOut’s rule in Python (needs python3)', async () => {
    const { url } = await startHandler(['python3', 'payinout-webhook.py'], {
      VK_API_SECRET: PAYINOUT_SECRET,
    });
    const suite = await runSuite(url, ['--provider', 'payinout']);
    expect(suite).toMatchObject({ exit: 0, good: 8, wrong: [], warning: [] });
    expect(suite.leftOut).toEqual(['expired', 'future', 'replayed']);
    expect(suite.broken.length).toBeGreaterThan(100);
  });

  it('fails each broken one where everything is taken, in the report of the CI too', async () => {
    const { origin } = await startCapture(() => answer({ body: '' }));
    const args = ['webhook', 'send', origin, '--suite', '--sandbox', '--report', 'junit=r.xml'];
    const { exitCode, stdout, home } = await vk(args);
    expect(exitCode).toBe(1);
    const [, total, right, wrong] =
      /^(\d+) requests: (\d+) right, 1 warning, (\d+) wrong\n$/m.exec(stdout) ?? [];
    expect(Number(right)).toBe(6);
    expect(Number(wrong)).toBe(Number(total) - 7);
    const xml = readFileSync(join(home, 'r.xml'), 'utf8');
    expect(xml.match(/<failure /g)).toHaveLength(Number(wrong));
    expect(xml).toContain('name="tampered: the body was changed after it was signed"');
  });

  it('says so where all is refused because the secrets differ', async () => {
    const { url } = await startPage();
    const env = { VK_WEBHOOK_SECRET: 'another' };
    const run = await vk(['webhook', 'send', url, '--suite'], { env });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('does the handler have the same secret?');
  });
});

describe.concurrent('what is sent', () => {
  const send = ['webhook', 'send'];

  it('has the changes that were asked for, and a header', async () => {
    const { origin, requests } = await startCapture(() => answer({ body: '' }));
    const args = ['--set', 'data.points=1e400', '--set', 'data.a.b:=[1.50]', '-H', 'X-A: b'];
    await vk([...send, '--sandbox', ...args, `${origin}/hook?x=%20`]);
    const [request] = requests;
    expect(request?.target).toBe('/hook?x=%20');
    expect(request?.headers.get('x-a')).toBe('b');
    expect(request?.body.toString()).toMatch(/"points":1e400,"balance":1750,"a":\{"b":\[1\.50\]\}/);
  });

  it('is the data as it is', async () => {
    const { origin, requests } = await startCapture(() => answer({ body: '' }));
    const input = Buffer.from([0xff, 0, 0x0d, 0x0a]);
    await vk([...send, origin, '--sandbox', '-d', '@-'], { input });
    expect(requests[0]?.body).toEqual(input);
  });

  it('comes so many times, with other ids', async () => {
    const { origin, requests } = await startCapture(() => answer({ body: '' }));
    const args = ['--times', '3', '--interval', '1ms', '--json'];
    const { stdout, exitCode } = await vk([...send, origin, '--sandbox', ...args]);
    expect(exitCode).toBe(0);
    expect(list(member(JSON.parse(stdout), 'deliveries'))).toHaveLength(3);
    expect(new Set(requests.map(({ body }) => body.toString())).size).toBe(3);
  });

  it('can be seen, without the secret', async () => {
    const { origin } = await startCapture(() => answer({ status: 401, body: '{"error":"no"}' }));
    const run = await vk([...send, origin, '--sandbox', '-v']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/^> X-Kamio-Signature: [0-9a-f]{64}\n/m);
    expect(run.stderr).toContain('it answered: {"error":"no"}');
    expect(run.stdout + run.stderr).not.toContain(KAMIO_SECRET);
  });

  it('does not follow a redirect', async () => {
    const other = await startCapture();
    const { origin } = await startCapture(() =>
      answer({ status: 307, headers: { Location: other.origin }, body: '' }),
    );
    const run = await vk([...send, origin, '--sandbox']);
    expect([run.exitCode, other.connections()]).toEqual([1, 0]);
    expect(run.stdout).toContain('a redirect, which is not followed');
  });
});

describe.concurrent('a handler', () => {
  it.each([[[]], [['--suite']], [['--break', 'tampered']]])(
    'that is down exits 3: %j',
    async (args) => {
      const run = await vk(['webhook', 'send', 'http://127.0.0.1:1/', '--sandbox', ...args]);
      expect(run.exitCode).toBe(3);
      expect(run.stderr).toContain('127.0.0.1:1 could not be reached');
    },
  );

  it('that is slow is not waited for', async () => {
    const { origin } = await startCapture(() => undefined);
    const args = ['--sandbox', '--timeout', '150ms', '--json'];
    const run = await vk(['webhook', 'send', origin, ...args]);
    expect(run.exitCode).toBe(3);
    expect(member(JSON.parse(run.stderr), 'error', 'code')).toBe('timeout');
    expect(member(JSON.parse(run.stdout), 'deliveries', 0, 'fault', 'code')).toBe('timeout');
  });
});

describe.concurrent('is refused', () => {
  const url = 'http://127.0.0.1:1/';
  it.each<[readonly string[], number, string]>([
    [['http://u:hunter2@127.0.0.1/', '--sandbox'], 2, 'user information'],
    [['http://example.com/', '--sandbox'], 6, '--allow-http'],
    [['nonsense', '--sandbox'], 2, '"nonsense"'],
    [[url], 2, 'VK_WEBHOOK_SECRET'],
    [[url, '--sandbox', '--provider', 'vistarkriya'], 2, 'documents no webhook'],
    [[url, '--sandbox', '--provider', 'payinout', '--event', 'member.new'], 2, 'payin.completed'],
    [[url, '--sandbox', '--provider', 'payinout', '--break', 'expired'], 2, 'no window'],
    [[url, '--sandbox', '--event', 'nonsense'], 2, 'nonsense'],
    [[url, '--sandbox', '--break', 'trailing-newline'], 2, 'body/trailing-newline'],
    [[url, '--sandbox', '--break', 'latin-1'], 2, 'changes nothing'],
    [[url, '--sandbox', '--set', 'id.x=1'], 2, 'leads nowhere'],
    [[url, '--sandbox', '--times', '0'], 2, '--times'],
    [[url, '--sandbox', '-H', 'X-Timestamp: 1'], 2, 'X-Timestamp is set by vk'],
  ])('%j', async (args, exit, said) => {
    const { exitCode, stderr, stdout } = await vk(['webhook', 'send', ...args]);
    expect([exitCode, stdout]).toEqual([exit, '']);
    expect(stderr.replace(/\n {4}/g, ' ')).toContain(said);
    expect(stderr).not.toContain('hunter2');
  });
});
