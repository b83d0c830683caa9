import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { request, Agent, createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { startHandler, startListener, type ListenerProcess } from './listener.js';
import {
  isInstalled,
  member,
  newFolder,
  startSandbox,
  vk,
  writeTemporary,
  type Run,
} from './vk.js';

const hasPython = await isInstalled('python3', '--version');

const SECRET = 'kamio-sandbox-demo-webhook-secret';
const BODY = '{"id":"evt_1","type":"member.new","data":{"name":"Zo\u00eb"}}';

const servers: Server[] = [];

afterAll(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

interface Got {
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** A handler of our own, on a port that can be given. */
async function handle(
  answer: (got: Got) => Promise<number>,
  port = 0,
): Promise<{ readonly url: string; readonly port: number }> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
    });
    incoming.on('end', () => {
      const { url = '', rawHeaders } = incoming;
      void answer({ url, rawHeaders, body: Buffer.concat(chunks) }).then((status) => {
        outgoing.writeHead(status, { 'X-Handler': 'mine' }).end(`said ${status}`);
      });
    });
  });
  servers.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const taken = Number(member(server.address(), 'port'));
  return { url: `http://127.0.0.1:${taken}/handler?a=%20b`, port: taken };
}

/** As KamioKash signs, by Node alone. */
function signed(body: Uint8Array | string, secret = SECRET, nowMs = Date.now()): string[] {
  const timestamp = new Date(nowMs).toISOString();
  const signature = createHmac('sha256', secret).update(timestamp).update(body).digest('hex');
  return ['X-Timestamp', timestamp, 'X-Kamio-Signature', signature];
}

interface Reply {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

async function post(
  url: string,
  headers: readonly string[],
  body: Uint8Array | string,
  options: { readonly method?: string; readonly agent?: Agent } = {},
): Promise<Reply> {
  const bytes = Buffer.from(body);
  const all = ['Host', new URL(url).host, ...headers, 'Content-Length', String(bytes.length)];
  return await new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', ...options, headers: all }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
      });
      incoming.on('end', () => {
        const { statusCode: status } = incoming;
        resolve({ status, headers: incoming.headers, body: Buffer.concat(chunks).toString() });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(bytes);
  });
}

async function idOf(listener: ListenerProcess, line: RegExp): Promise<string> {
  return /wh_[\da-f]+/.exec(await listener.said(line))?.[0] ?? 'none';
}

async function inHome({ home }: ListenerProcess, ...words: readonly string[]): Promise<Run> {
  return await vk(['webhook', ...words], { home });
}

describe.concurrent('vk webhook listen', () => {
  it('stands between the sandbox and the handler of KamioKash\u2019s page', async () => {
    const handler = await startHandler([process.execPath, 'kamiokash-webhook-page.mjs'], {
      KAMIOKASH_WEBHOOK_SECRET: SECRET,
    });
    const listener = await startListener(['--sandbox', '--forward-to', handler.url]);
    const sandbox = await startSandbox(['kamiokash'], { args: ['--webhook-url', listener.url] });
    const words = ['externalId=zo\u00e9', 'firstName=Zo\u00eb', 'lastName=\ud83d\ude42'];
    const { env } = sandbox.server;
    expect((await vk(['call', 'POST', '/member', ...words], { env })).exitCode).toBe(0);
    expect(await handler.printed(/^other .*\n/m)).toBe('other member.new\n');
    await sandbox.logged(/ {2}200 {2}webhook member\.new {2}/);
    expect(await listener.said(/^.*member\.new.*\n/m)).toMatch(
      /^\d\d:\d\d:\d\d {2}wh_[\da-f]{10} {2}ok {2}member\.new {2}-> 200 {2}[\d.]+ ms\n$/,
    );
    expect(await listener.interrupt()).toBe(0);
    expect(listener.stderr()).toMatch(
      /ends it\.\n(\d+) webhooks?: \1 verified\n\1 forwarded: \1 taken, 0 refused\n$/,
    );
  });

  it.skipIf(!hasPython)(
    'stands between the sandbox and the PayIn/PayOut rule in Python',
    async () => {
      const secret = { VK_API_SECRET: 'payinout-sandbox-demo-secret' };
      const sandboxOf = await startSandbox(['payinout']);
      const { VK_API_SECRET = '' } = sandboxOf.server.env;
      const handler = await startHandler(['python3', 'payinout-webhook.py'], { VK_API_SECRET });
      const args = ['--provider', 'payinout', '--forward-to', handler.url];
      const listener = await startListener(args, { env: { ...secret, VK_API_SECRET } });
      const sent = await vk([
        'webhook',
        'send',
        listener.url,
        '--provider',
        'payinout',
        '--sandbox',
      ]);
      expect([sent.exitCode, sent.stderr]).toEqual([0, expect.any(String)]);
      expect(await handler.printed(/^\d+ .*\n/m)).toMatch(/^200 /);
      expect(await listener.said(/^.*-> .*\n/m)).toMatch(/ {2}ok {2}.* {2}-> 200 {2}/);
    },
  );

  it('refuses what does not verify, and says why', async () => {
    const got: Got[] = [];
    const handler = await handle(async (each) => {
      got.push(each);
      return await Promise.resolve(200);
    });
    const listener = await startListener(['--sandbox', '--forward-to', handler.url]);
    const refused = await post(listener.url, signed(BODY), `${BODY}\n`);
    expect([refused.status, refused.body]).toEqual([
      401,
      '{"error":"the signature does not verify"}',
    ]);
    expect(await listener.said(/^.* {2}mismatch {2}.*\n/m)).toMatch(
      /member\.new {2}answered 401\n$/,
    );
    await listener.said(/^ {3}body\/[\w-]+: the payload was changed after it was signed/m);
    expect((await post(listener.url, [], BODY)).status).toBe(401);
    await listener.said(/missing-signature {2}.*\n {3}X-Kamio-Signature is missing or empty\.\n/);
    const old = signed(BODY, SECRET, Date.now() - 3_600_000);
    expect((await post(listener.url, old, BODY)).status).toBe(401);
    await listener.said(
      /timestamp-expired {2}.*\n {3}The signature is right, but the timestamp is/,
    );
    expect(got).toEqual([]);
    const list = await inHome(listener, 'list', '--json');
    expect(member(JSON.parse(list.stdout), 'webhooks', 2, 'verdict')).toBe('timestamp-expired');
    expect(member(JSON.parse(list.stdout), 'webhooks', 3)).toBeUndefined();
  });

  it('--accept-all passes on what does not verify', async () => {
    const handler = await handle(async ({ body }) => await Promise.resolve(body.length));
    const args = ['--sandbox', '--accept-all', '--forward-to', handler.url];
    const listener = await startListener(args);
    const body = Buffer.alloc(299, 'x');
    const reply = await post(listener.url, ['X-Kamio-Signature', 'no digest'], body);
    expect([reply.status, reply.body, reply.headers['x-handler']]).toEqual([
      299,
      'said 299',
      'mine',
    ]);
    await listener.said(/missing-timestamp {2}\(no event\) {2}-> 299/);
  });

  it('marks an event that comes twice, and only where both verify', async () => {
    const listener = await startListener(['--sandbox']);
    expect((await post(listener.url, signed(BODY, 'forged'), BODY)).status).toBe(401);
    expect((await post(listener.url, signed(BODY), BODY)).body).toBe('{"received":true}');
    const first = await idOf(listener, /^.* {2}ok {2}member\.new {2}answered 200\n/m);
    expect((await post(listener.url, signed(BODY), BODY)).status).toBe(200);
    await listener.said(
      new RegExp(` {2}ok {2}member\\.new {2}duplicate of ${first} {2}answered 200`),
    );
    // The same id in another state of the thing is another event.
    const later = BODY.replace('member.new', 'wallet.new');
    await post(listener.url, signed(later), later);
    await listener.said(/ {2}ok {2}wallet\.new {2}answered 200/);
    await listener.interrupt();
    expect(listener.stderr()).toContain('4 webhooks: 3 verified, 1 twice\n');
  });

  it('--events and --path: what is not asked for is not recorded', async () => {
    const args = ['--sandbox', '--events', 'wallet.new,order.successful', '--path', '/hooks'];
    const listener = await startListener(args);
    expect(listener.url).toMatch(/\/hooks$/);
    expect((await post(`${listener.url}?x=1`, signed(BODY), BODY)).status).toBe(200);
    await listener.said(/ {2}ignored {2}member\.new {2}answered 200\n/);
    expect((await post(`${listener.url}/x`, signed(BODY), BODY)).status).toBe(404);
    const get = await post(listener.url, [], '', { method: 'GET' });
    expect([get.status, get.headers['allow']]).toEqual([405, 'POST']);
    await listener.said(/ {2}refused {2}GET \/hooks {2}answered 405\n/);
    const large = await post(listener.url, [], new Uint8Array(8 * 1024 * 1024 + 1));
    expect(large.status).toBe(413);
    const { stderr, stdout, exitCode } = await inHome(listener, 'list');
    expect([stdout, exitCode]).toEqual(['', 0]);
    expect(stderr).toContain('nothing is recorded');
  });

  it('--json and --log: what is recorded, and nothing of the secret', async () => {
    const file = join(newFolder(), 'log.jsonl');
    const canary = 'canary-webhook-secret-4711';
    const env = { VK_WEBHOOK_SECRET: canary };
    const listener = await startListener(['--json', '--log', file], { env });
    await post(listener.url, signed(BODY, canary), BODY);
    const bytes = Buffer.of(0xff, 0x00, 0x0a, 0x80);
    await post(listener.url, signed(bytes, canary), bytes);
    await post(listener.url, signed(BODY, canary), `${BODY}\n`);
    await listener.said(/"diagnosis":\{.*\n/);
    await listener.interrupt();
    const lines = listener.stdout().trimEnd().split('\n');
    const documents = lines.map((each): unknown => JSON.parse(each));
    expect(documents.map((each) => member(each, 'type')).slice(0, 3)).toEqual([
      'listening',
      'delivery',
      'delivery',
    ]);
    expect(documents[1]).toMatchObject({
      provider: 'kamiokash',
      method: 'POST',
      target: '/',
      body: BODY,
      verdict: 'ok',
      event: 'member.new',
      eventId: 'evt_1',
      status: 200,
      diagnosis: null,
    });
    expect(documents[2]).toMatchObject({ bodyBase64: bytes.toString('base64'), verdict: 'ok' });
    expect(documents.at(-1)).toEqual({
      type: 'summary',
      deliveries: 3,
      verified: 2,
      duplicates: 0,
      ignored: 0,
      forwarded: { taken: 0, refused: 0, failed: 0 },
    });
    const store = join(listener.home, '.local/state/vk/webhooks.jsonl');
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(store, 'utf8'));
    expect([statSync(file).mode & 0o777, statSync(store).mode & 0o777]).toEqual([0o600, 0o600]);
    const shown = await vk(['webhook', 'show', '--json', String(member(documents[1], 'id'))], {
      home: listener.home,
    });
    const all = [listener.stdout(), listener.stderr(), readFileSync(store, 'utf8'), shown.stdout];
    expect(all.filter((text) => text.includes(canary))).toEqual([]);
  });

  it('a handler that is down: 502, and the delivery can be replayed later', async () => {
    const { url, port } = await handle(async () => await Promise.resolve(200));
    const [server] = servers.splice(
      servers.findIndex((each) => member(each.address(), 'port') === port),
      1,
    );
    await new Promise((resolve) => server?.close(resolve));
    const listener = await startListener(['--sandbox', '--forward-to', url]);
    const body = Buffer.concat([Buffer.from('{"type":"x","id":7} '), randomBytes(64)]);
    const oddHeaders = ['x-ODD', 'a', 'X-Odd', '\u00e9'];
    const down = await post(listener.url, [...oddHeaders, ...signed(body)], body);
    expect([down.status, down.body]).toEqual([502, '{"error":"the handler is down"}']);
    const id = await idOf(listener, /^.* -> no answer\n/m);
    await listener.said(/could not be reached: .*ECONNREFUSED[^]*vk webhook replay wh_/);

    const got: Got[] = [];
    await handle(async (each) => {
      got.push(each);
      return await Promise.resolve(got.length === 1 ? 204 : 422);
    }, port);
    const replayed = await inHome(listener, 'replay', id.slice(0, 11), '--sandbox');
    expect([replayed.exitCode, replayed.stderr]).toEqual([0, '']);
    expect(replayed.stdout).toMatch(
      /^204 {2}http:\/\/127\.0\.0\.1:\d+\/handler\?a=%20b {2}[\d.]+ ms\n$/,
    );
    const [fresh] = got;
    expect(fresh?.url).toBe('/handler?a=%20b');
    expect(fresh?.body.equals(body)).toBe(true);
    const timestamp = fresh?.rawHeaders[fresh.rawHeaders.indexOf('X-Timestamp') + 1] ?? '';
    expect(fresh?.rawHeaders).toEqual([
      'Host',
      `127.0.0.1:${port}`,
      'x-ODD',
      'a',
      'X-Odd',
      '\u00e9',
      ...signed(body, SECRET, Date.parse(timestamp)),
      'Connection',
      'close',
      'Content-Length',
      String(body.length),
    ]);

    const recorded: unknown = JSON.parse((await inHome(listener, 'show', id, '--json')).stdout);
    const old = JSON.stringify(member(recorded, 'headers'));
    expect(old).not.toContain(timestamp);
    const again = await inHome(listener, 'replay', id, '--verbatim', '--json');
    expect(again.exitCode).toBe(4);
    expect(JSON.parse(again.stdout)).toMatchObject({ id, signature: 'verbatim', status: 422 });
    const oldTimestamp = got[1]?.rawHeaders[got[1].rawHeaders.indexOf('X-Timestamp') + 1] ?? '?';
    expect(old).toContain(oldTimestamp);

    const elsewhere = await inHome(
      listener,
      'replay',
      id,
      '--to',
      'http://127.0.0.1:1/',
      '--verbatim',
    );
    expect(elsewhere.exitCode).toBe(3);
    expect(elsewhere.stdout).toMatch(/^no answer {2}http:\/\/127\.0\.0\.1:1\/\n/);
  });

  it('a handler that never answers: 504, and Ctrl-C records what it still has', async () => {
    const calls: Got[] = [];
    const handler = await handle(async (each) => {
      calls.push(each);
      return await new Promise(() => undefined);
    });
    const args = ['--sandbox', '--forward-to', handler.url, '--timeout', '700ms'];
    const listener = await startListener(args);
    expect((await post(listener.url, signed(BODY), BODY)).status).toBe(504);
    await listener.said(/did not answer within 0\.7 s/);
    const cut = post(listener.url, signed(BODY), BODY).catch(() => undefined);
    while (calls.length < 2) {
      await setImmediate();
    }
    expect(await listener.interrupt()).toBe(0);
    await cut;
    const list: unknown = JSON.parse((await inHome(listener, 'list', '--json')).stdout);
    expect(member(list, 'webhooks', 1, 'forwarded', 'fault')).toBe(
      'vk was ended before the handler had answered',
    );
  });
});

describe('1,000 deliveries, 20 at a time, to a slow handler', { timeout: 120_000 }, () => {
  it('arrive whole, unchanged, and are recorded in the order of their arrival', async () => {
    const got = new Map<string, Got>();
    const waiting: (() => void)[] = [];
    let most = 0;
    // It answers only once as many are with it as may be, in the reverse order.
    const handler = await handle(async (each) => {
      got.set(each.body.subarray(0, 8).toString(), each);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        most = Math.max(most, waiting.length);
        if (waiting.length === 20) {
          for (const release of waiting.splice(0).toReversed()) {
            release();
          }
        }
      });
      return 200;
    });
    const listener = await startListener(['--sandbox', '--forward-to', handler.url]);
    const deliveries = Array.from({ length: 1000 }, (_delivery, index) => {
      const name = String(index).padStart(8, '0');
      const body = Buffer.concat([Buffer.from(name), randomBytes((index * 37) % 5000)]);
      return { name, body, headers: ['x-number', name, 'X-Number', 'again', ...signed(body)] };
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 40 });
    const statuses = await Promise.all(
      deliveries.map(async ({ headers, body }) => {
        return (await post(listener.url, headers, body, { agent })).status;
      }),
    );
    agent.destroy();
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(most).toBe(20);
    await listener.interrupt();
    expect(listener.stderr()).toContain('1000 forwarded: 1000 taken, 0 refused\n');
    expect(got.size).toBe(1000);
    const changed = deliveries.filter(({ name, body, headers }) => {
      const arrived = got.get(name);
      const sent = arrived?.rawHeaders.slice(2, 2 + headers.length);
      return arrived?.body.equals(body) !== true || sent?.join('\n') !== headers.join('\n');
    });
    expect(changed).toEqual([]);
    const store = readFileSync(join(listener.home, '.local/state/vk/webhooks.jsonl'), 'utf8');
    const records = store
      .trimEnd()
      .split('\n')
      .map((each): unknown => JSON.parse(each));
    expect(records.length).toBe(1000);
    const times = records.map((each) => String(member(each, 'time')));
    expect(times).toEqual(times.toSorted());
  });
});

describe.concurrent('what was recorded', () => {
  it('list, show: as a table, as bytes, as JSON', async () => {
    const listener = await startListener(['--sandbox']);
    await post(listener.url, signed(BODY), BODY);
    const id = await idOf(listener, /^.* answered 200\n/m);
    const list = await inHome(listener, 'list', '--last', '1');
    expect(list.stdout).toMatch(
      new RegExp(
        `^id +time \\(UTC\\) +event +verdict +handler\\n${id} {2}\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d {2}member\\.new {2}ok {7}-\\n$`,
      ),
    );
    const show = await inHome(listener, 'show', id.slice(3, 9));
    expect([show.stdout, show.exitCode]).toEqual([BODY, 0]);
    expect(show.stderr).toMatch(/^id {8}wh_.*\n[^]*verdict {3}ok\n[^]*\nPOST \/\nHost: /);
    const json: unknown = JSON.parse((await inHome(listener, 'show', id, '--json')).stdout);
    expect(member(json, 'body')).toBe(BODY);
    const replay = await inHome(listener, 'replay', id, '--sandbox');
    expect(replay.exitCode).toBe(2);
    expect(replay.stderr).toContain('was passed on to no handler');
    const unknown = await inHome(listener, 'show', 'wh_zz');
    expect([unknown.exitCode, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain('there is no recorded webhook "wh_zz"');
  });

  it('VK_STATE_DIR is where it is', async () => {
    const line = {
      id: 'wh_0123456789',
      time: '2026-01-27T09:23:06.658Z',
      provider: 'payinout',
      method: 'POST',
      target: '/',
      headers: [['X-Signature', '00']],
      body: '{"a":1.0}',
      verdict: 'mismatch',
    };
    const file = writeTemporary('webhooks.jsonl', `${JSON.stringify(line)}\n{"id":"torn`);
    const env = { VK_STATE_DIR: join(file, '..'), VK_API_SECRET: 's3cret', VK_API_KEY: '' };
    const { stdout } = await vk(['webhook', 'list'], { env });
    expect(stdout).toContain('wh_0123456789  2026-01-27 09:23:06  -      mismatch  -\n');
    // The provider of a replay is the one that the webhook came from.
    const got: Got[] = [];
    const { url } = await handle(async (each) => {
      got.push(each);
      return await Promise.resolve(200);
    });
    const replay = await vk(['webhook', 'replay', '0', '--to', url], { env });
    expect([replay.exitCode, replay.stderr]).toEqual([
      0,
      'note: it did not verify when it came (mismatch); it is signed afresh now\n',
    ]);
    const expected = createHmac('sha256', 's3cret').update('{"a":1.0}').digest('hex');
    expect(got[0]?.rawHeaders.slice(2, 4)).toEqual(['X-Signature', expected]);
  });
});

describe.concurrent('refused', () => {
  it.each<[name: string, words: readonly string[], message: string]>([
    ['no secret', [], 'there is no webhook secret for KamioKash'],
    ['no webhooks', ['--provider', 'vistarkriya', '--sandbox'], 'documents no webhook'],
    ['no port', ['--port', '99999', '--sandbox'], '--port "99999" is no port'],
    ['no path', ['--path', 'hooks?x', '--sandbox'], '--path "hooks?x" is no path'],
    ['no event', ['--events', 'member.old', '--sandbox'], 'there is no event "member.old"'],
    ['no URL', ['--forward-to', 'localhost', '--sandbox'], 'is no URL of a webhook handler'],
    [
      'itself',
      ['--port', '8801', '--forward-to', 'http://localhost:8801/', '--sandbox'],
      'where vk itself listens',
    ],
    ['no log', ['--log', '/nowhere/at/all', '--sandbox'], 'cannot write /nowhere/at/all'],
  ])('%s', async (_name, words, message) => {
    const { exitCode, stderr, stdout } = await vk(['webhook', 'listen', ...words]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
