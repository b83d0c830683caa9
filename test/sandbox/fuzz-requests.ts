import { createHmac } from 'node:crypto';
import type { Header } from '../../src/core/headers.js';
import type { Provider, SandboxRoute } from '../../src/core/provider.js';
import { mulberry32 } from '../../src/sandbox/random.js';
import type { SandboxRequest } from '../../src/sandbox/rule.js';

export interface Random {
  /** A whole number from 0, below that. */
  readonly below: (end: number) => number;
  readonly chance: (part: number) => boolean;
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
}

/** The same numbers each time. */
export function randomOf(seed: number): Random {
  const next = mulberry32(seed);
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    chance: (part) => next() < part,
    pick: (list) => list[below(list.length)] ?? list[0],
  };
}

export interface FuzzOptions {
  /** Without it, what is not signed well has no signature: looking for the cause takes a while. */
  readonly hasWrongSignatures: boolean;
}

/**
 * A request that may be anything. More than half of them are signed as the provider's page says, so that
 * they get past the rules; what is signed may be anything, too.
 */
export function fuzzRequest(
  provider: Provider,
  nowMs: number,
  random: Random,
  options: FuzzOptions,
): SandboxRequest {
  const route = random.pick(someOf(provider.sandbox.routes));
  const isUsual = random.chance(0.8);
  const method = isUsual ? methodOf(route) : random.pick(METHODS);
  const target = targetOf(provider, route, random);
  const body = method === 'GET' && isUsual ? '' : bodyOf(route, random);
  const signed = SIGNED[provider.id]?.({ method, target, body, nowMs }) ?? [];
  return {
    method,
    target: Buffer.from(target, 'latin1'),
    headers: [
      ...(random.chance(0.65) ? signed : spoiltHeaders(signed, random, options)),
      ...otherHeaders(random),
    ],
    body: Buffer.from(body, 'latin1'),
    remoteAddress: random.chance(0.9) ? '127.0.0.1' : random.pick(STRANGE_ADDRESSES),
  };
}

function someOf<T>(list: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = list;
  if (first === undefined) {
    throw new Error('there is nothing to choose from');
  }
  return [first, ...rest];
}

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'M-SEARCH',
] as const;

function methodOf({ method }: SandboxRoute): string {
  return method === '*' ? 'POST' : method;
}

const STRANGE_ADDRESSES = ['::ffff:127.0.0.1', '10.1.2.3', '::1', 'fe80::1%eth0', ''] as const;

function targetOf({ basePath }: Provider, { path }: SandboxRoute, random: Random): string {
  const filled = path.replace(/:\w+|\*/g, () => random.pick(WORDS));
  const target = basePath + filled + (random.chance(0.3) ? queryOf(random) : '');
  return random.chance(0.8) ? target : random.pick(STRANGE_TARGETS)(target, random);
}

const WORDS = [
  '1',
  'm_123',
  'w_123',
  'main',
  'order',
  'c_123',
  'COFFEE_VOUCHER_1',
  'a%20b',
  '%zz',
  '%00',
  '%ff%fe',
  '__proto__',
  'constructor',
  '..',
  '\xe9',
  '',
] as const;

function queryOf(random: Random): string {
  const names = ['limit', 'offset', 'page', 'status', '__proto__', 'a[b]', ''] as const;
  const values = ['1', '0', '-1', '1e9', '99999999999999999999', '%zz', 'x', ''] as const;
  const pairs = Array.from(
    { length: random.below(4) },
    () => `${random.pick(names)}=${random.pick(values)}`,
  );
  return `?${pairs.join(random.pick(['&', '&&', ';']))}`;
}

const STRANGE_TARGETS = [
  () => '*',
  () => '/',
  () => '//',
  () => '/api/v1',
  (target) => `${target}/`,
  (target) => `/${target}`,
  (target) => `${target}?${target}?`,
  (target) => `http://example.com${target}`,
  (target) => target.toUpperCase(),
  (target) => `${target}/../..${target}`,
  (target) => target + 'a'.repeat(6000),
  (target) => target + '/a'.repeat(500),
  (target, random) => cutAt(target, random.below(target.length)),
  (target, random) => `/${String.fromCharCode(0x80 + random.below(0x80))}${target}`,
] as const satisfies readonly ((target: string, random: Random) => string)[];

function cutAt(text: string, at: number): string {
  return `/${text.slice(1, at)}`;
}

function bodyOf({ parameters = [] }: SandboxRoute, random: Random): string {
  if (random.chance(0.15)) {
    return random.pick(STRANGE_BODIES);
  }
  const members = parameters
    .filter(() => random.chance(0.9))
    .map(({ name, type }) => {
      const usual = USUAL_VALUES[type];
      return `"${name}":${random.chance(0.8) ? random.pick(usual) : random.pick(STRANGE_VALUES)}`;
    });
  const more = random.chance(0.1) ? [`"${random.pick(WORDS)}":${random.pick(STRANGE_VALUES)}`] : [];
  return `{${[...members, ...more].join(',')}}`;
}

const USUAL_VALUES = {
  string: ['"m_123"', '"w_123"', '"ABCDE1234F"', '"earn"', '"COFFEE_VOUCHER_1"', '"x"'],
  amount: ['"10.00"', '0.01', '1', '499999.99'],
  count: ['1', '2', '100'],
  object: ['{}', '{"a":{"b":[1]}}'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

const STRANGE_VALUES = [
  'null',
  'true',
  '0',
  '-1',
  '1e309',
  '0.001',
  '1e-9',
  '99999999999999999999.99',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"\xc3\xa9"',
  '"__proto__"',
  '[]',
  '[[[]]]',
  '{"__proto__":{"a":1}}',
  `"${'x'.repeat(3000)}"`,
] as const;

const STRANGE_BODIES = [
  '',
  'null',
  '[]',
  '"text"',
  '{',
  '{"a":1,}',
  "{'a':1}",
  '{"a":1}{"a":1}',
  '\xef\xbb\xbf{}',
  '\xff\xfe\x00',
  '{"a":"\xff"}',
  'a=1&b=2',
  '['.repeat(20_000),
  `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`,
  '{"id":1,"id":"m_123","amount":1,"amount":"x"}',
  ' '.repeat(10_000),
] as const;

function spoiltHeaders(
  signed: readonly Header[],
  random: Random,
  { hasWrongSignatures }: FuzzOptions,
): readonly Header[] {
  const [key, timestamp, signature, ...rest] = signed;
  if (key === undefined || timestamp === undefined || signature === undefined) {
    return signed;
  }
  const strange = random.pick(STRANGE_HEADER_VALUES);
  switch (random.below(hasWrongSignatures ? 7 : 5)) {
    case 0:
      return [];
    case 1:
      return [[key[0], strange], timestamp, signature, ...rest];
    case 2:
      return [key, [timestamp[0], strange], signature, ...rest];
    case 3:
      return [key, timestamp, ...rest];
    case 4:
      return [key, timestamp, signature];
    case 5:
      return [key, timestamp, [signature[0], 'ab'.repeat(32)], ...rest];
    default:
      return [key, timestamp, [signature[0], strange], ...rest];
  }
}

const STRANGE_HEADER_VALUES = [
  '',
  '0',
  '-1',
  'NaN',
  '1767323045000',
  '2026-02-30T00:00:00Z',
  '{{code}}',
  '"',
  '\xe9\xff',
  '__proto__',
  'a'.repeat(4000),
] as const;

function otherHeaders(random: Random): readonly Header[] {
  const headers: Header[] = [
    ['Content-Type', random.chance(0.9) ? 'application/json' : random.pick(STRANGE_HEADER_VALUES)],
    ['Accept', random.chance(0.9) ? 'application/json' : random.pick(STRANGE_HEADER_VALUES)],
  ];
  for (const name of OTHER_NAMES) {
    if (random.chance(0.15)) {
      const isUsual = random.chance(0.7);
      headers.push([name, isUsual ? `k${random.below(10)}` : random.pick(STRANGE_HEADER_VALUES)]);
    }
  }
  return headers;
}

const OTHER_NAMES = [
  'X-Idempotency-Key',
  'X-External-Event-Id',
  'X-Request-ID',
  'x-api-key',
] as const;

interface Call {
  readonly method: string;
  readonly target: string;
  readonly body: string;
  readonly nowMs: number;
}

/** What each page says is signed: the key, the timestamp and the signature, and what else there is. */
const SIGNED: Readonly<Record<string, (call: Call) => readonly Header[]>> = {
  vistarkriya: ({ method, target, body, nowMs }) => {
    const timestamp = seconds(nowMs);
    return [
      ['X-API-Key', 'vk_live_sandbox_demo'],
      ['X-Timestamp', timestamp],
      ['X-Signature', hmac('vk-sandbox-demo-secret', timestamp + method + target + body)],
      ['X-Tenant-Code', '246810'],
    ];
  },
  kamiokash: ({ body, nowMs }) => {
    const timestamp = new Date(nowMs).toISOString();
    return [
      ['X-API-Key', 'kamio_sandbox_demo'],
      ['X-Timestamp', timestamp],
      ['X-Signature', hmac('kamio-sandbox-demo-secret', `${body}:${timestamp}`)],
    ];
  },
  influencemart: ({ body, nowMs }) => {
    const timestamp = seconds(nowMs);
    return [
      ['X-API-Key', 'ak_test_sandbox_demo'],
      ['X-Timestamp', timestamp],
      ['X-Signature', hmac('influencemart-sandbox-demo-secret', `${timestamp}.${body}`)],
    ];
  },
  payinout: ({ nowMs }) => {
    const timestamp = seconds(nowMs);
    return [
      ['X-App-Token', 'payinout_sandbox_demo'],
      ['X-App-Access-Ts', timestamp],
      [
        'X-App-Access-Sig',
        hmac('payinout-sandbox-demo-secret', `${timestamp}merchant@example.com`),
      ],
    ];
  },
};

function seconds(nowMs: number): string {
  return String(Math.floor(nowMs / 1000));
}

function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text, 'latin1').digest('hex');
}
