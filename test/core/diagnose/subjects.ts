import { utf8 } from '../../../src/core/bytes.js';
import { Secret } from '../../../src/core/credential.js';
import type { NamedScheme, Subject } from '../../../src/core/diagnose/variant.js';
import type { Provider, Scheme } from '../../../src/core/provider.js';
import { providers } from '../../../src/providers/registry.js';

export const allProviders: readonly Provider[] = providers;

export interface NamedSubject {
  readonly name: string;
  readonly subject: Subject;
}

interface Request {
  readonly name: string;
  readonly method: string;
  /** Below the base path, with its query. */
  readonly path: string;
  readonly body: string;
  readonly secret: string;
  readonly timestamp: keyof typeof TIMES;
}

const TIMES = {
  seconds: '1739612345',
  milliseconds: '1739612345678',
  'iso-8601': '2025-02-15T09:39:05.678Z',
  'whole seconds': '2025-02-15T09:39:05Z',
};

const RICH_BODY =
  '{"pan":"ABCDE1234F","amount":15420.50,"rate":1.0,"url":"https://example.com/a/b?x=1&y=2",' +
  '"name":"Zoë नेपाल 😀 <b>&</b>","none":null,"empty":"","list":[1,2.50,{"z":true,"a":[]}],' +
  '"big":12345678901234567890,"small":1e-7,"nested":{},"ask":"a\\"b\\\\c\\td\\u001b\\u007f\\u2028"}';

const requests: readonly Request[] = [
  {
    name: 'rich',
    method: 'POST',
    path: "/verify/pan?name=A%20(b)!&code=x+y&at=%2fa%2Fb'*",
    body: RICH_BODY,
    secret: 'dGhlIHNlY3JldCBvZiBhIHBhZ2U=',
    timestamp: 'seconds',
  },
  {
    name: 'flat',
    method: 'POST',
    path: '/wallet/Balance?b=2&a=1&c=3',
    body: '{"from":"A é","amount":10.00,"currency":"INR","to":"b/c","count":3}',
    secret: 'whsec_c2VjcmV0',
    timestamp: 'iso-8601',
  },
  {
    name: 'pretty',
    method: 'post',
    path: '/wallet/core/balance.php',
    body: '{\r\n  "b": 1.0,\r\n  "a": [\r\n    "x",\r\n    {}\r\n  ]\r\n}\r\n',
    secret: '0123456789abcdef0123456789abcdef',
    timestamp: 'milliseconds',
  },
  {
    name: 'empty',
    method: 'GET',
    path: '/wallet/balance',
    body: '',
    secret: ' sesame \n',
    timestamp: 'whole seconds',
  },
  {
    name: 'marked',
    method: 'PUT',
    path: '/orders/simple/?q=a%20b',
    body: '\ufeff{"e\u0301":"Å","n":-0.0}\n',
    secret: '"sésame 7"',
    timestamp: 'seconds',
  },
  {
    name: 'form',
    method: 'POST',
    path: '//orders//simple?x=%2F',
    body: 'amount=10.00&currency=INR',
    secret: "'a%20b+c'",
    timestamp: 'iso-8601',
  },
  {
    name: 'twice',
    method: 'PATCH',
    path: '/orders/2.0/x',
    body: JSON.stringify('{"b":1,"a":"/"}'),
    secret: 'Plain-Sésame',
    timestamp: 'seconds',
  },
  {
    name: 'base64',
    method: 'DELETE',
    path: '/orders/7',
    body: Buffer.from('{"a":1}').toString('base64'),
    secret: '0123456789ABCDEF',
    timestamp: 'iso-8601',
  },
  {
    name: 'without its line breaks',
    method: 'POST',
    path: '/orders',
    body: '{  "b": 1,  "a": [    2  ]}',
    secret: 'Plain-Sesame',
    timestamp: 'seconds',
  },
];

/** Requests to a provider that between them have something for every variant to change. */
export function subjectsOf(provider: Provider): NamedSubject[] {
  return requests.map((request) => ({
    name: `${provider.id}, ${request.name}`,
    subject: subjectOf(provider, request),
  }));
}

/** The richest of the subjects, with the documented timestamp. */
export function richSubject(provider: Provider, index = 0): Subject {
  const request = requests[index];
  if (request === undefined) {
    throw new RangeError(`there is no request ${index}`);
  }
  const timestamp =
    provider.scheme.timestamp?.format === 'iso-8601' ? ('iso-8601' as const) : 'seconds';
  return subjectOf(provider, { ...request, timestamp });
}

function subjectOf(provider: Provider, request: Request): Subject {
  const { apiKey, code, email } = provider.sandbox.demo;
  return {
    scheme: provider.scheme,
    parts: {
      timestamp: utf8(TIMES[request.timestamp]),
      method: utf8(request.method),
      target: utf8(provider.basePath + request.path),
      body: utf8(request.body),
      ...(email !== undefined && { email: utf8(email) }),
    },
    secret: Secret.of(request.secret),
    surroundings: {
      apiKey,
      ...(code !== undefined && { code }),
      otherSecrets: [
        { name: 'the webhook secret', secret: Secret.of('whsec_of-something-else') },
        { name: 'the secret of profile staging', secret: Secret.of('staging-sesame') },
      ],
      origins: ['https://api.example.com', 'http://127.0.0.1:8080'],
      basePath: provider.basePath,
      endpoints: provider.endpoints.map(({ path }) => path),
      otherSchemes: otherSchemes(provider),
    },
  };
}

function otherSchemes(own: Provider): NamedScheme[] {
  const schemes = allProviders.flatMap(({ name, scheme, webhook }) => [
    { name, scheme },
    ...(webhook === undefined ? [] : [{ name: `${name}'s webhooks`, scheme: webhook.scheme }]),
  ]);
  return schemes.filter(({ scheme }) => scheme !== own.scheme);
}

/** A subject that signs nothing but a body. */
export function bodySubject(
  body: string,
  { secret = 'sesame', ...scheme }: Partial<Scheme> & { readonly secret?: string } = {},
): Subject {
  return {
    scheme: { parts: ['body'], separator: '', algorithm: 'sha256', encoding: 'hex', ...scheme },
    parts: { body: utf8(body) },
    secret: Secret.of(secret),
    surroundings: {
      otherSecrets: [],
      origins: [],
      basePath: '',
      endpoints: [],
      otherSchemes: [],
    },
  };
}
