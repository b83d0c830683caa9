import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../ports.js';
import { CREDENTIALS, answer, member, startCapture, vk, type Answerer } from './vk.js';

const BALANCE = /^\{"success":true,"data":\{"balance":15420\.50,"currency":"INR",.*\}\}$/;

async function against(respond: Answerer, words: readonly string[] = []) {
  const server = await startCapture(respond);
  const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
  return { server, ...(await vk(['call', 'GET', '/x', ...words], { env })) };
}

describe.concurrent('the first line: vk call GET /wallet/balance --sandbox', () => {
  const line = ['call', 'GET', '/wallet/balance', '--sandbox'];

  it('prints the body on standard output, status and mode on standard error', async () => {
    const { exitCode, stdout, stderr } = await vk(line);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(BALANCE);
    expect(stderr).toMatch(/^HTTP 200 OK {2}\d+ ms\nX-API-Mode: sandbox\n$/);
  });

  it('-q prints nothing but the body', async () => {
    const { exitCode, stdout, stderr } = await vk([...line, '-q']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(BALANCE);
  });

  it('-i puts the head on standard output', async () => {
    const { stdout, stderr } = await vk([...line, '-i']);
    const [head = '', body = ''] = stdout.split('\n\n');
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\n/);
    expect(head).toMatch(/\nX-API-Mode: sandbox\n/);
    expect(body).toMatch(BALANCE);
    expect(stderr).toBe('');
  });

  it('-v shows what was sent, and where each value came from', async () => {
    const { stdout, stderr } = await vk([...line, '-v']);
    expect(stdout).toMatch(BALANCE);
    expect(stderr).toMatch(/^credential +the sandbox's demo credential$/m);
    expect(stderr).toMatch(/^> GET \/api\/v1\/wallet\/balance HTTP\/1\.1$/m);
    expect(stderr).toMatch(/^> X-API-Key: vk_liv…emo$/m);
    expect(stderr).toMatch(/^> X-Signature: [0-9a-f]{64}$/m);
  });

  it('--json is one document, its numbers as they came', async () => {
    const { stdout, stderr } = await vk([...line, '--json']);
    expect(stderr).toBe('');
    expect(stdout).toContain('"balance":15420.50,');
    expect(JSON.parse(stdout)).toMatchObject({
      request: { method: 'GET', bodyBytes: 0 },
      response: { status: 200, mode: 'sandbox', bodyType: 'json', body: { success: true } },
      error: null,
    });
  });

  const queries: readonly (readonly [words: readonly string[], printed: string])[] = [
    [['--query', 'data.balance'], '15420.50\n'],
    [['--query', 'data.currency'], '"INR"\n'],
    [['--query', 'data.currency', '--raw'], 'INR\n'],
    [['--query', 'data.nothing'], 'null\n'],
    [['--query', 'data.[currency, balance]'], '["INR",15420.50]\n'],
  ];

  it.for(queries)('%j', async ([words, printed]) => {
    const { exitCode, stdout } = await vk([...line, ...words]);
    expect([exitCode, stdout]).toEqual([0, printed]);
  });

  it('--query that is no JMESPath is named', async () => {
    const { exitCode, stderr } = await vk([...line, '--query', 'data..[']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--query "data..["');
  });

  it('leaves nothing behind', async () => {
    const { home } = await vk(line);
    const { stdout } = await vk(['profile', 'list', '--json'], { home });
    expect(JSON.parse(stdout)).toEqual({ profiles: [] });
  });
});

describe.concurrent('--sandbox stands in for each provider', () => {
  const table: readonly (readonly [provider: string, words: readonly string[], shown: RegExp])[] = [
    ['vistarkriya', ['GET', '/wallet/core/balance.php'], /"balance":15420\.50/],
    ['vistarkriya', ['POST', '/verify/pan', 'pan=ABCDE1234F'], /"status":"DUMMY"/],
    ['vistarkriya', ['GET', '/wallet/balance?b=2&a=1&q=a%20b+c'], /"balance":15420\.50/],
    ['vistarkriya', ['GET', '/wallet/balance', '--code-header', 'admin'], /"balance":15420\.50/],
    ['kamiokash', ['GET', '/wallets'], /"wallet_id":"w_123"/],
    [
      'kamiokash',
      [
        'POST',
        '/orders/simple',
        'owner=cust_abc123',
        'variantId=VERY_COOL_GIFT_CARD_1',
        'quantity:=1',
      ],
      /"code":"SPEND_ME_NOW"/,
    ],
    ['influencemart', ['GET', '/v1/me'], /"kind":"test"/],
    [
      'influencemart',
      ['POST', '/v1/webhooks/order', 'id=7', '--external-event-id', 'evt-7'],
      /"received":true/,
    ],
    ['payinout', ['POST', '/balance'], /"balance":250000\.00/],
    ['payinout', ['POST', '/payin', 'amount:=100.00'], /"type":"PayIn"/],
  ];

  it.for(table)('%s: %j', async ([provider, words, shown]) => {
    const { exitCode, stdout } = await vk(['call', ...words, '--sandbox', '--provider', provider]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(shown);
  });

  it('takes the bytes of standard input as they are', async () => {
    const input = '{"a": 1.0}\n';
    const taken = await vk(['call', 'POST', '/verify/gst', '-d', '@-', '--sandbox'], { input });
    expect(taken.exitCode).toBe(0);
    expect(taken.stdout).toContain('"received_bytes":11,');
    expect(taken.stdout).toContain(createHash('sha256').update(input).digest('hex'));
    // A body without a PAN is refused there, and only after the signature over it was right.
    const refused = await vk(['call', 'POST', '/verify/pan', '-d', '@-', '--sandbox'], { input });
    expect(refused.exitCode).toBe(4);
    expect(refused.stdout).toContain('"error_code":"VALIDATION_ERROR"');
  });

  it('puts the bytes of standard input on the wire as they are', async () => {
    const input = '{"a": 1.0}\n';
    const server = await startCapture();
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: `${server.origin}/api/v1` };
    const { exitCode } = await vk(['call', 'POST', '/verify/pan', '-d', '@-', '--live', '--yes'], {
      env,
      input,
    });
    expect(exitCode).toBe(0);
    expect(server.requests.at(-1)?.body.toString()).toBe(input);
  });

  it('knows the credential of the environment as its own', async () => {
    const env = CREDENTIALS.influencemart;
    const { exitCode, stdout } = await vk(['call', 'GET', '/v1/me', '--sandbox'], { env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(env.VK_API_KEY);
  });

  it.for([
    ['vistarkriya', ['GET', '/wallet/balance'], ['--code', '654321'], {}, 'X-Tenant-Code: 654321'],
    ['vistarkriya', ['GET', '/wallet/balance'], [], { VK_CODE: '654321' }, '-Code: 654321'],
    [
      'vistarkriya',
      ['GET', '/wallet/balance'],
      ['--code', '111111'],
      { VK_CODE: '654321' },
      'Code: 111111',
    ],
    ['payinout', ['POST', '/balance'], ['--email', 'me@x.example'], {}, 'me@x.example'],
    ['payinout', ['POST', '/balance'], [], { VK_EMAIL: 'me@x.example' }, 'me@x.example'],
  ] as const)(
    'takes what is given in place of its demo credential’s: %j',
    async ([provider, words, flags, env, shown]) => {
      const args = [...words, '--sandbox', '--provider', provider, ...flags];
      const { exitCode, stdout } = await vk(['call', ...args, '-q'], { env });
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('"balance":')]);
      // The email is signed, and the code is sent.
      const part = provider === 'payinout' ? ['--only', 'string-to-sign'] : [];
      expect((await vk(['sign', ...args, ...part], { env })).stdout).toContain(shown);
    },
  );

  it('refuses an old timestamp, and tells how the clocks differ', async () => {
    const args = ['call', 'GET', '/wallet/balance', '--sandbox', '--timestamp', '1739612345'];
    const { exitCode, stdout, stderr } = await vk(args);
    expect(exitCode).toBe(4);
    expect(stdout).toContain('"error_code":"TIMESTAMP_EXPIRED"');
    expect(stderr).toContain('TIMESTAMP_EXPIRED  Timestamp older than 5 minutes');
    expect(stderr).toMatch(/clock\s+agrees\s+with\s+the\s+server's/);
  });
});

describe.concurrent('--dry-run', () => {
  it('shows what would be sent, and sends nothing', async () => {
    const server = await startCapture();
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: `${server.origin}/api/v1` };
    const args = ['call', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--dry-run'];
    const { exitCode, stdout, stderr } = await vk(args, { env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^POST \/api\/v1\/verify\/pan HTTP\/1\.1\nHost: 127\.0\.0\.1:\d+\n/);
    expect(stdout).toMatch(/\n\n\{"pan":"ABCDE1234F"\}$/);
    expect(stdout).not.toContain(env.VK_API_KEY);
    expect(stderr).toContain('nothing was sent');
    expect(server.connections()).toBe(0);
  });

  it('asks no guard', async () => {
    const server = await startCapture();
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    const { exitCode } = await vk(['call', 'POST', '/x', '--live', '--dry-run'], { env });
    expect([exitCode, server.connections()]).toEqual([0, 0]);
  });
});

const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';

describe.concurrent('network trouble is exit 3', () => {
  it('a server that never answers', async () => {
    const run = await against(() => undefined, ['--timeout', '100ms']);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toMatch(/did not answer within 0\.1 s/);
    expect(run.stderr).toContain('--timeout');
  });

  it('a connection that is refused', async () => {
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: 'http://127.0.0.1:1' };
    const { exitCode, stdout, stderr } = await vk(['call', 'GET', '/x'], { env });
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/127\.0\.0\.1:1 could not be reached/);
  });

  const broken: readonly (readonly [name: string, bytes: string])[] = [
    ['an answer that ends too early', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"half":'],
    ['an answer that is none', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a connection that closes', ''],
    ['a chunk that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['101 and a hang-up', SWITCH],
    ['a provisional answer and no other', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-'],
  ];

  it.for(broken)('%s', async ([, bytes]) => {
    const { exitCode, stdout, stderr } = await against(() => Buffer.from(bytes));
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^vk: http:\/\/127\.0\.0\.1:\d+ could not be reached/);
  });

  it.for([
    ['101 Switching Protocols, and then silence', SWITCH],
    ['nothing, and the end', ''],
  ] as const)('%s: at once', { timeout: 15_000 }, async ([, bytes]) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => (bytes === '' ? socket.end() : socket.write(bytes)));
    });
    const port = await listen(server);
    onTestFinished(() => {
      server.close();
    });
    const VK_BASE_URL = `http://127.0.0.1:${port}`;
    const words = ['call', 'GET', '/x', '--timeout', '60s', '--json'];
    const run = await vk(words, { env: { ...CREDENTIALS.vistarkriya, VK_BASE_URL } });
    expect([run.exitCode, run.stdout]).toEqual([3, '']);
    expect(JSON.parse(run.stderr)).toMatchObject({ error: { code: 'network' } });
  });

  it.for([
    ['refused', 'http://127.0.0.1:1', 'could not be reached', false],
    ['not answered', undefined, 'did not answer', true],
  ] as const)('a POST that is %s', async ([, given, shown, mayBeDone]) => {
    const VK_BASE_URL = given ?? (await startCapture(() => undefined)).origin;
    const words = ['call', 'POST', '/x', 'a=1', '--timeout', '300ms'];
    const run = await vk(words, { env: { ...CREDENTIALS.influencemart, VK_BASE_URL } });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain(shown);
    expect(/find\s+out\s+whether\s+it\s+was\s+done/.test(run.stderr)).toBe(mayBeDone);
  });

  it('is told in JSON too', async () => {
    const { exitCode, stderr } = await against(() => undefined, ['--timeout', '50ms', '--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'timeout' } });
  });
});

function flat(code: string): string {
  return `{"success":false,"error_code":"${code}","message":"as sent"}`;
}

function nested(code: string): string {
  return `{"success":false,"error":{"code":"${code}","message":"as sent","http_status":401}}`;
}

describe.concurrent('an error answer is explained', () => {
  const table: readonly (readonly [
    status: number,
    body: string,
    exitCode: number,
    shown: readonly string[],
  ])[] = [
    [401, flat('HMAC_INVALID'), 4, ['HMAC_INVALID  Signature mismatch', 'API Workspace']],
    [401, nested('HMAC_INVALID'), 4, ['HMAC_INVALID  Signature mismatch', 'string-to-sign']],
    [401, flat('AUTH_MISSING_KEY'), 4, ['X-API-Key header not sent']],
    [401, flat('AUTH_INVALID_KEY'), 4, ['API key not found']],
    [401, nested('TIMESTAMP_EXPIRED'), 4, ['Timestamp older than 5 minutes', 'NTP']],
    [403, flat('AUTH_IP_BLOCKED'), 4, ['IP not whitelisted', '1 to 5']],
    [403, flat('MODULE_ACCESS_DENIED'), 4, ['Not authorized for this module', 'subscription']],
    [422, flat('VALIDATION_ERROR'), 4, ['Invalid or missing parameters']],
    [429, flat('RATE_LIMITED'), 4, ['Too many requests per minute']],
    [418, flat('TEAPOT'), 4, ['TEAPOT  as sent']],
    [404, '<html>no</html>', 4, ['HTTP 404', 'Check the path']],
    [400, '', 4, ['HTTP 400']],
    [500, '', 5, ['HTTP 500', 'fault is at the server']],
    [503, flat('DOWN'), 5, ['DOWN  as sent']],
  ];

  it.for(table)('%i %s: exit %i', async ([status, body, exitCode, shown]) => {
    const run = await against(() => answer({ status, body }));
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout).toBe(body);
    for (const text of shown) {
      expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain(text.replaceAll(/\s+/g, ' '));
    }
  });

  it('with the difference of the clocks, from the Date header', async () => {
    const Date = new globalThis.Date(globalThis.Date.now() + 3_600_000).toUTCString();
    const { stderr } = await against(() =>
      answer({ status: 401, headers: { Date }, body: flat('TIMESTAMP_EXPIRED') }),
    );
    // Some seconds go by until vk has started on a busy machine.
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(/clock is 3(?:59\d|60[01]) s behind the server/);
  });

  it('in JSON too', async () => {
    const body = flat('HMAC_INVALID');
    const { exitCode, stdout } = await against(() => answer({ status: 401, body }), ['--json']);
    expect(exitCode).toBe(4);
    const document: unknown = JSON.parse(stdout);
    expect(member(document, 'error', 'code')).toBe('HMAC_INVALID');
    expect(member(document, 'error', 'meaning')).toBe('Signature mismatch');
    expect(member(document, 'response', 'body', 'message')).toBe('as sent');
  });

  it('not with -q', async () => {
    const { exitCode, stderr } = await against(() => answer({ status: 401 }), ['-q']);
    expect([exitCode, stderr]).toEqual([4, '']);
  });
});
