import { describe, expect, it } from 'vitest';
import {
  CREDENTIALS,
  answer,
  run,
  startCapture,
  vk,
  writeTemporary,
  type Captured,
  type RunOptions,
} from './vk.js';

interface Sent {
  readonly exitCode: number | undefined;
  /** The request itself, after whatever asked for the mode. */
  readonly request: Captured;
}

/** Sends one call to a capture server. */
async function send(args: readonly string[], options: RunOptions = {}): Promise<Sent> {
  const server = await startCapture();
  const { exitCode, stderr } = await vk(['call', ...args], {
    ...options,
    env: {
      ...CREDENTIALS.vistarkriya,
      VK_BASE_URL: `${server.origin}/api/v1`,
      ...options.env,
    },
  });
  const request = server.requests.at(-1);
  if (request === undefined) {
    throw new Error(`nothing was sent: ${stderr}`);
  }
  return { exitCode, request };
}

/** The signature as openssl makes it from the bytes of the wire. */
async function opensslSignature({ method, target, headers, body }: Captured): Promise<string> {
  const message = Buffer.concat([
    Buffer.from((headers.get('x-timestamp') ?? '') + method + target),
    body,
  ]);
  const secret = CREDENTIALS.vistarkriya.VK_API_SECRET;
  const { stdout } = await run('openssl', ['dgst', '-sha256', '-hmac', secret, '-r'], {
    input: message,
  });
  return stdout.slice(0, 64);
}

async function expectSigned(request: Captured): Promise<void> {
  expect(request.headers.get('x-signature')).toBe(await opensslSignature(request));
}

const megabyte = Buffer.alloc(1024 * 1024, 'é\n0123456789abcdef"\\\u0000');

describe.concurrent('raw bodies go out byte for byte, and are what is signed', () => {
  const bodies: readonly (readonly [name: string, bytes: string | Uint8Array])[] = [
    ['the line break of echo, spaces and 1.0', '{"a": 1.0}\n'],
    ['CRLF', '{"a": 1}\r\n'],
    ['an empty object', '{}'],
    ['nothing', ''],
    ['a byte order mark', '\ufeff{"a":1}'],
    ['duplicate keys', '{"a":1,"a":2}'],
    ['numbers beyond a double', '{"n":9007199254740993,"m":1e400,"z":-0}'],
    ['unicode and emoji', '{"name":"नमस्ते 🙏"}'],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a])],
    ['a form', 'pan=ABCDE1234F&name=a%20b'],
    ['1 MB', megabyte],
  ];

  it.for(bodies)('-d @-: %s', async ([, bytes]) => {
    const { exitCode, request } = await send(['POST', '/verify/pan', '-d', '@-'], { input: bytes });
    expect(exitCode).toBe(0);
    expect(request.method).toBe('POST');
    expect(request.body.equals(Buffer.from(bytes))).toBe(true);
    expect(request.headers.get('content-length')).toBe(String(Buffer.from(bytes).length));
    await expectSigned(request);
  });

  it.for(bodies)('-d @FILE: %s', async ([, bytes]) => {
    const file = writeTemporary('body', bytes);
    const { exitCode, request } = await send(['POST', '/verify/pan', '-d', `@${file}`]);
    expect(exitCode).toBe(0);
    expect(request.body.equals(Buffer.from(bytes))).toBe(true);
    await expectSigned(request);
  });

  it('-d TEXT', async () => {
    const text = ` {"a": 'é'}\t`;
    const { request } = await send(['POST', '/verify/pan', '-d', text]);
    expect(request.body.toString()).toBe(text);
    await expectSigned(request);
  });

  it('PUT and DELETE carry a body too', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const { request } = await send([method, '/x', '-d', '{"a": 1}']);
      expect([request.method, request.body.toString()]).toEqual([method, '{"a": 1}']);
      await expectSigned(request);
    }
  });
});

describe.concurrent('items build compact JSON in the order given', () => {
  const table: readonly (readonly [items: readonly string[], body: string])[] = [
    [['pan=ABCDE1234F'], '{"pan":"ABCDE1234F"}'],
    [['b=2', 'a:=1', 'c:=true', 'd:=null'], '{"b":"2","a":1,"c":true,"d":null}'],
    [['amount:=15420.50', 'x:=1.0', 'y:=1e400'], '{"amount":15420.50,"x":1.0,"y":1e400}'],
    [['n:=9007199254740993', 'z:=-0'], '{"n":9007199254740993,"z":-0}'],
    [['10=a', '9=b', '__proto__=c'], '{"10":"a","9":"b","__proto__":"c"}'],
    [
      ['user[name]=Ann', 'user[tags][]=x', 'user[tags][]=y'],
      '{"user":{"name":"Ann","tags":["x","y"]}}',
    ],
    [['a:={ "k": [ 1, 2 ] }'], '{"a":{"k":[1,2]}}'],
    [['q=say "hi"\n', 'back=a\\b'], '{"q":"say \\"hi\\"\\n","back":"a\\\\b"}'],
    [['name=नमस्ते 🙏'], '{"name":"नमस्ते 🙏"}'],
    [['empty='], '{"empty":""}'],
    [['a\\=b=c'], '{"a=b":"c"}'],
    [['url=http://a/?b=c&d==e'], '{"url":"http://a/?b=c&d==e"}'],
    [['at=\\@home'], '{"at":"@home"}'],
  ];

  it.for(table)('%j', async ([items, body]) => {
    const { exitCode, request } = await send(['POST', '/verify/pan', ...items]);
    expect(exitCode).toBe(0);
    expect(request.body.toString()).toBe(body);
    await expectSigned(request);
  });

  it('files become strings and JSON', async () => {
    const text = writeTemporary('note.txt', 'line 1\nline "2"\n');
    const json = writeTemporary('amounts.json', '[ 1.0,\n 15420.50 ]\n');
    const { request } = await send(['POST', '/x', `note=@${text}`, `amounts:=@${json}`]);
    expect(request.body.toString()).toBe(
      '{"note":"line 1\\nline \\"2\\"\\n","amounts":[1.0,15420.50]}',
    );
    await expectSigned(request);
  });
});

describe.concurrent('the target that is signed is the target on the wire', () => {
  const table: readonly (readonly [words: readonly string[], target: string])[] = [
    [['/wallet/balance?b=2&a=1&q=a%20b+c'], '/api/v1/wallet/balance?b=2&a=1&q=a%20b+c'],
    [['wallet/balance'], '/api/v1/wallet/balance'],
    [['/api/v1/wallet/balance'], '/api/v1/wallet/balance'],
    [['/api/v1'], '/api/v1'],
    [['/api/v1x/y'], '/api/v1/api/v1x/y'],
    [['/users/%7e%2F%41/é'], '/api/v1/users/%7e%2F%41/%C3%A9'],
    [
      ['/users/नमस्ते 🙏'],
      '/api/v1/users/%E0%A4%A8%E0%A4%AE%E0%A4%B8%E0%A5%8D%E0%A4%A4%E0%A5%87%20%F0%9F%99%8F',
    ],
    [['/a b/c%20d'], '/api/v1/a%20b/c%20d'],
    [['/x?'], '/api/v1/x?'],
    [['/x?a=1&&b'], '/api/v1/x?a=1&&b'],
    [['/a//b/'], '/api/v1/a//b/'],
    [["/x;y=1,2/(z)!*'$@:~"], "/api/v1/x;y=1,2/(z)!*'$@:~"],
    [['/x?q=[1]{2}|^`"<>'], '/api/v1/x?q=[1]{2}|^`"<>'],
    [['/x?redirect=../y&u=//z'], '/api/v1/x?redirect=../y&u=//z'],
    [['/x', 'b==2', 'a==1'], '/api/v1/x?b=2&a=1'],
    [['/x?z=0', 'q==a b+c&d=é/'], '/api/v1/x?z=0&q=a%20b%2Bc%26d%3D%C3%A9%2F'],
    [['/100%'], '/api/v1/100%'],
  ];

  it.for(table)('%j', async ([words, target]) => {
    const { exitCode, request } = await send(['GET', ...words]);
    expect(exitCode).toBe(0);
    expect(request.raw.toString('latin1').split('\r\n')[0]).toBe(`GET ${target} HTTP/1.1`);
    await expectSigned(request);
  });

  it('of a full URL of the same origin', async () => {
    const server = await startCapture();
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: `${server.origin}/api/v1` };
    const { exitCode } = await vk(['call', 'GET', `${server.origin}/api/v1/x?a=%2f`], { env });
    expect(exitCode).toBe(0);
    expect(server.requests[0]?.target).toBe('/api/v1/x?a=%2f');
  });
});

describe.concurrent('headers on the wire', () => {
  it('are the documented ones, each once, spelled as documented', async () => {
    const { request } = await send(['GET', '/wallet/balance']);
    const [, ...lines] = request.raw.toString('latin1').trimEnd().split('\r\n');
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'Host',
      'User-Agent',
      'Accept',
      'X-API-Key',
      'X-Timestamp',
      'X-Signature',
      'X-Tenant-Code',
      'Content-Type',
      'Connection',
    ]);
    expect(request.headers.get('x-api-key')).toBe(CREDENTIALS.vistarkriya.VK_API_KEY);
    expect(request.headers.get('x-tenant-code')).toBe('123456');
    expect(request.headers.has('content-length')).toBe(false);
  });

  it('say the code as --code-header tells', async () => {
    const { request } = await send(['GET', '/x', '--code-header', 'admin']);
    expect(request.headers.get('x-admin-code')).toBe('123456');
    expect(request.headers.has('x-tenant-code')).toBe(false);
  });

  it('carry those of items, and replace defaults with them', async () => {
    const { request } = await send(['GET', '/x', 'X-Trace: 7', 'accept:text/plain', 'X-Empty:']);
    expect(request.headers.get('x-trace')).toBe('7');
    expect(request.headers.get('x-empty')).toBe('');
    expect(request.raw.toString('latin1').match(/^accept:.*$/gim)).toEqual(['accept: text/plain']);
  });

  it('replace a signing header when that is asked for', async () => {
    const words = ['GET', '/x', 'X-Signature:00', '--override-headers'];
    const { request } = await send(words);
    expect(request.raw.toString('latin1').match(/^X-Signature:.*$/gim)).toEqual([
      'X-Signature: 00',
    ]);
  });

  it('of Influencemart come from flags', async () => {
    const { request } = await send(
      [
        'POST',
        '/v1/webhooks/order',
        'id=1',
        '--external-event-id=evt-1',
        '--request-id=req-1',
        '--idempotency-key=idem-1',
      ],
      { env: { ...CREDENTIALS.influencemart } },
    );
    expect(request.headers.get('x-external-event-id')).toBe('evt-1');
    expect(request.headers.get('x-request-id')).toBe('req-1');
    expect(request.headers.get('x-idempotency-key')).toBe('idem-1');
  });

  it('of PayIn/PayOut are the documented ones', async () => {
    const { request } = await send(['POST', '/api/v1/payin', 'amount:=1'], {
      env: { ...CREDENTIALS.payinout },
    });
    expect(request.headers.get('content-type')).toBe('application/json');
    expect(request.headers.get('accept')).toBe('application/json, text/plain');
    expect(request.headers.get('x-app-token')).toBe(CREDENTIALS.payinout.VK_API_KEY);
    expect(request.headers.get('x-app-access-ts')).toMatch(/^\d{10}$/);
    expect(request.headers.get('x-app-access-sig')).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe.concurrent('one call, one connection', () => {
  it('a GET is sent once, even where the answer is an error', async () => {
    const server = await startCapture(() => answer({ status: 503, reason: 'Busy' }));
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    const { exitCode } = await vk(['call', 'GET', '/x'], { env });
    expect(exitCode).toBe(5);
    expect(server.connections()).toBe(1);
  });

  it('a POST is preceded by one free GET of the balance, and sent once', async () => {
    const server = await startCapture();
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: `${server.origin}/api/v1` };
    await vk(['call', 'POST', '/verify/pan', 'pan=ABCDE1234F'], { env });
    expect(server.requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'GET /api/v1/wallet/balance',
      'POST /api/v1/verify/pan',
    ]);
    expect(server.requests[0]?.body).toHaveLength(0);
  });
});
