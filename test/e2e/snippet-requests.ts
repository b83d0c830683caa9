import { missingOptions, planRequest } from '../../src/app/request.js';
import { planSnippet } from '../../src/cli/snippet/plan-snippet.js';
import type { SnippetHeader, SnippetRequest } from '../../src/cli/snippet/snippet-request.js';
import { parseBaseUrl } from '../../src/core/base-url.js';
import { utf8 } from '../../src/core/bytes.js';
import type { Scheme } from '../../src/core/provider.js';
import { findProvider, type ProviderId } from '../../src/providers/registry.js';

/** A request that a provider's sandbox answers with 200. */
export interface ProviderCase {
  readonly provider: ProviderId;
  readonly method: string;
  readonly path: string;
  /** `ID` in it becomes something that no other language sends. */
  readonly body: string;
  /** What is in the answer. */
  readonly shown: string;
  /** Whether a language with a slow start is spared it. */
  readonly isExtra?: boolean;
}

// A shell, a template or a second decoding would change each of these.
const ODD = `O'Brien \\"$HOME\\" \${x} #{1} %s {} \\\\n \`id\` <?php ?> नमस्ते 🙏 é`;

export const PROVIDER_CASES: readonly ProviderCase[] = [
  {
    provider: 'vistarkriya',
    method: 'GET',
    path: "/wallet/balance?b=2&a=1&q=a%20b+c&r=%2F~*'()$HOME",
    body: '',
    shown: '15420.50',
  },
  {
    provider: 'vistarkriya',
    method: 'POST',
    path: '/verify/pan',
    body: `{"pan":"ABCDE1234F", "x":"${ODD}"}\n`,
    shown: 'DUMMY',
  },
  {
    provider: 'kamiokash',
    method: 'GET',
    path: '/wallets?q=%E2%82%B9',
    body: '',
    shown: 'w_123',
    isExtra: true,
  },
  {
    provider: 'kamiokash',
    method: 'POST',
    path: '/member',
    body: `{"externalId":"ID","firstName":"${ODD}"}`,
    shown: '"id":"m_',
  },
  {
    provider: 'influencemart',
    method: 'GET',
    path: '/v1/me?x=a%2Fb',
    body: '',
    shown: 'rate_limits',
    isExtra: true,
  },
  {
    provider: 'influencemart',
    method: 'POST',
    path: '/v1/webhooks/order',
    body: `{ "x": "${ODD}" }`,
    shown: '"received":true',
  },
  {
    provider: 'payinout',
    method: 'POST',
    path: '/payin',
    body: `{"amount": 100.00, "x":"${ODD}"}`,
    shown: '"type":"PayIn"',
  },
  {
    provider: 'payinout',
    method: 'POST',
    path: '/balance?a=1',
    body: '',
    shown: '"currency":"INR"',
    isExtra: true,
  },
];

/** The case as `vk snippet` would plan it. */
export function planCase(
  { provider, method, path, body }: ProviderCase,
  id: string,
): SnippetRequest {
  const definition = findProvider(provider);
  const base = definition.baseUrl === undefined ? undefined : parseBaseUrl(definition.baseUrl);
  const request = planRequest(definition, base, definition.basePath, {
    method,
    path,
    query: [],
    headers: [],
    members: [],
    data: Buffer.from(body.replace('"ID"', `"c ${id}"`)),
    options: {},
    overrideHeaders: false,
  });
  const missing = missingOptions(definition, definition.basePath, request);
  return planSnippet({ provider: definition, base, dialect: undefined }, request, missing);
}

/** A request of a provider that does not exist yet. */
export interface WireCase {
  readonly name: string;
  readonly request: SnippetRequest;
  readonly isExtra: boolean;
}

const SHA512: Scheme = {
  parts: ['method', 'body', 'timestamp', 'target'],
  separator: '\n',
  algorithm: 'sha512',
  encoding: 'base64url',
  timestamp: { format: 'iso-8601', toleranceSeconds: 300 },
};

const SHA1: Scheme = {
  parts: ['body', 'target'],
  separator: '\'"$\\',
  algorithm: 'sha1',
  encoding: 'base64',
};

const SHA384: Scheme = {
  parts: ['target', 'email', 'method'],
  separator: '|',
  algorithm: 'sha384',
  encoding: 'hex',
};

const HEADERS: readonly SnippetHeader[] = [
  { name: "X-Odd'$Name`", value: { kind: 'text', text: `a "b" 'c' $HOME \`id\` \\n #{1} %s;` } },
  { name: 'X-Empty', value: { kind: 'text', text: '' } },
  { name: 'X-Key', value: { kind: 'field', field: 'apiKey' } },
  { name: 'X-Sig', value: { kind: 'signature' } },
  { name: 'X-Id', value: { kind: 'new-id' } },
  { name: 'Content-Type', value: { kind: 'text', text: 'text/plain' } },
];
const STAMP: SnippetHeader = { name: 'X-Time', value: { kind: 'timestamp' } };

const LEGAL = "/a/%2F;x=1/it's?q=$HOME&r=%20+&s=1&&?/*'()!,~";
const WILD = '/a"b\\c<d>e^f`g{h}i|j[k]?q="\\<>^`{}|%zz$HOME[]';

const BINARY = Uint8Array.of(0, 0xff, 0x0a, 0x0d, 0x80, 0x27);
const CONTROLS = utf8('\0\u0001a\r\n\tb\u007f\u2028\u202e');
const LINES = utf8('EOF\n\'\'\'\n"""\n`\\`\n\\\n?>\n\n');
const LONG = utf8('{"é":"\\""}'.repeat(20_000));
const NOTHING = new Uint8Array();

export const WIRE_CASES: readonly WireCase[] = [
  wire('bytes that are no text', SHA512, 'POST', LEGAL, BINARY),
  wire('a long body', SHA384, 'POST', '/', LONG),
  wire('text with control characters', SHA1, 'PUT', '/x?', CONTROLS, true),
  wire('text of many lines', SHA512, 'PATCH', '/x', LINES, true),
  wire('no body', SHA1, 'DELETE', '/x?%7e=%41', NOTHING, true),
  wire('a wild target', SHA384, 'GET', WILD, NOTHING, true),
];

function wire(
  name: string,
  scheme: Scheme,
  method: string,
  target: string,
  body: Uint8Array,
  isExtra = false,
): WireCase {
  const headers = scheme.timestamp === undefined ? HEADERS : [STAMP, ...HEADERS];
  return { name, request: { method, target, origin: undefined, scheme, headers, body }, isExtra };
}
