import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret, type Credential } from '../../src/core/credential.js';
import {
  authHeaderName,
  authHeaderNames,
  authHeaders,
  checkedHeader,
  findHeader,
  fixedHeaders,
  missingFields,
  optionHeaders,
  type Header,
} from '../../src/core/headers.js';
import type { AuthHeader, Provider } from '../../src/core/provider.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';

const computed = { timestamp: '17', signature: 'ab' };

function credential(fields: Credential['fields'], dialect?: string): Credential {
  return { fields, secret: Secret.of('s'), ...(dialect === undefined ? {} : { dialect }) };
}

describe('authHeaders', () => {
  it.each<[what: string, Provider, Credential, Header[]]>([
    [
      'all of them, in order',
      vistarkriya,
      credential({ apiKey: 'k', code: '123456' }),
      [
        ['X-API-Key', 'k'],
        ['X-Timestamp', '17'],
        ['X-Signature', 'ab'],
        ['X-Tenant-Code', '123456'],
      ],
    ],
    [
      'a field under its name in the dialect',
      vistarkriya,
      credential({ apiKey: 'k', code: '123456' }, 'admin'),
      [
        ['X-API-Key', 'k'],
        ['X-Timestamp', '17'],
        ['X-Signature', 'ab'],
        ['X-Admin-Code', '123456'],
      ],
    ],
    [
      'none for a field that is unknown or empty',
      vistarkriya,
      credential({ apiKey: '' }),
      [
        ['X-Timestamp', '17'],
        ['X-Signature', 'ab'],
      ],
    ],
    [
      'none for a field that is signed and not sent',
      payinout,
      credential({ apiKey: 'k', email: 'a@b' }),
      [
        ['X-App-Token', 'k'],
        ['X-App-Access-Ts', '17'],
        ['X-App-Access-Sig', 'ab'],
      ],
    ],
  ])('%s', (_what, provider, given, headers) => {
    expect(authHeaders(provider, given, computed)).toEqual(headers);
  });

  it('refuses a field that is no header value', () => {
    expect(() => authHeaders(kamiokash, credential({ apiKey: 'k\r\nX: y' }), computed)).toThrow(
      expect.objectContaining({ code: 'bad-header' }),
    );
  });
});

describe('missingFields', () => {
  it.each<[Provider, fields: Credential['fields'], missing: string[]]>([
    [vistarkriya, { apiKey: 'k', code: '123456' }, []],
    [vistarkriya, { apiKey: 'k' }, ['code']],
    [vistarkriya, { apiKey: '', code: '' }, ['apiKey', 'code']],
    [vistarkriya, {}, ['apiKey', 'code']],
    [payinout, { apiKey: 'k' }, ['email']],
    [kamiokash, { apiKey: 'k' }, []],
    [influencemart, {}, ['apiKey']],
  ])('$id of %o', (provider, fields, missing) => {
    expect(missingFields(provider, credential(fields)).map(({ id }) => id)).toEqual(missing);
  });
});

describe('authHeaderName', () => {
  const dialects = { tenant: 'X-Tenant-Code', admin: 'X-Admin-Code' };
  const rule: AuthHeader = { name: 'X-Tenant-Code', carries: 'code', dialects, source: 'vk' };
  it.each<[dialect: string | undefined, name: string]>([
    [undefined, 'X-Tenant-Code'],
    ['tenant', 'X-Tenant-Code'],
    ['admin', 'X-Admin-Code'],
    ['unheard-of', 'X-Tenant-Code'],
  ])('%s: %s', (dialect, name) => {
    expect(authHeaderName(rule, dialect)).toBe(name);
  });

  it('is the only name of a header without dialects', () => {
    const plain: AuthHeader = { name: 'X-API-Key', carries: 'apiKey', source: 'vk' };
    expect(authHeaderName(plain, 'admin')).toBe('X-API-Key');
  });
});

describe('authHeaderNames', () => {
  it.each<[what: string, AuthHeader['dialects'], names: string[]]>([
    ['one', undefined, ['X-Code']],
    [
      'that of each dialect',
      { tenant: 'X-Tenant', admin: 'X-Admin' },
      ['X-Code', 'X-Tenant', 'X-Admin'],
    ],
    [
      'each once, the usual one first',
      { admin: 'X-Admin', tenant: 'X-Code', root: 'X-Admin' },
      ['X-Code', 'X-Admin'],
    ],
  ])('%s', (_what, dialects, names) => {
    const rule: AuthHeader = { name: 'X-Code', carries: 'code', source: 'vk' };
    expect(authHeaderNames(dialects === undefined ? rule : { ...rule, dialects })).toEqual(names);
  });
});

describe('optionHeaders', () => {
  it.each<[what: string, Provider, Parameters<typeof optionHeaders>[1], Header[]]>([
    ['none', influencemart, {}, []],
    ['one', influencemart, { idempotencyKey: 'i' }, [['X-Idempotency-Key', 'i']]],
    [
      'all, in the provider’s order',
      influencemart,
      { externalEventId: 'e', idempotencyKey: 'i', requestId: 'r' },
      [
        ['X-Request-ID', 'r'],
        ['X-Idempotency-Key', 'i'],
        ['X-External-Event-Id', 'e'],
      ],
    ],
    ['none that the provider does not know', kamiokash, { requestId: 'r' }, []],
  ])('%s', (_what, provider, values, headers) => {
    expect(optionHeaders(provider, values)).toEqual(headers);
  });

  it('refuses a value that is no header value', () => {
    expect(() => optionHeaders(influencemart, { requestId: 'r\n' })).toThrow(
      expect.objectContaining({ code: 'bad-header' }),
    );
  });
});

describe('fixedHeaders', () => {
  const type: Header = ['Content-Type', 'application/json'];
  it.each<[Provider, hasBody: boolean, Header[]]>([
    [vistarkriya, false, [type]],
    [vistarkriya, true, [type]],
    [kamiokash, false, []],
    [kamiokash, true, [type]],
    [payinout, false, [type, ['Accept', 'application/json, text/plain']]],
  ])('$id, with a body: %s', (provider, hasBody, headers) => {
    expect(fixedHeaders(provider, hasBody)).toEqual(headers);
  });
});

describe('checkedHeader', () => {
  it.each<[name: string, value: string]>([
    ['X-API-Key', 'vk_live_abc123'],
    ["!#$%&'*+-.^_`|~09azAZ", 'x'],
    ['X', ''],
    ['X', 'a b\tc'],
    ['X', '~!"\\'],
  ])('passes %j: %j as it is', (name, value) => {
    expect(checkedHeader(name, value)).toEqual([name, value]);
  });

  it.each(['', ' ', 'X Y', 'X:', 'X\n', '\nX', 'X\0', 'Ключ', 'X-é', 'X/Y', '(X)', 'X"', '{X}'])(
    'refuses the name %j',
    (name) => {
      expect(() => checkedHeader(name, 'value')).toThrow(
        expect.objectContaining({
          code: 'bad-header',
          message: `${JSON.stringify(name)} is not a header name`,
        }),
      );
    },
  );

  const forbidden = Array.from({ length: 0x100 }, (_, code) => code).filter(
    (code) => (code < 0x20 && code !== 0x09) || code > 0x7e,
  );
  it.each([...forbidden.map((code) => String.fromCharCode(code)), '₹', '\u2028', '😀'])(
    'refuses %j inside a value',
    (char) => {
      for (const value of [`sesame${char}open`, `sesame${char}`, `${char}sesame`]) {
        expect(() => checkedHeader('X-Key', value)).toThrow(
          expect.objectContaining({
            code: 'bad-header',
            message:
              'the value of X-Key has a line break, a control character or a non-ASCII character',
          }),
        );
      }
    },
  );

  it.each([' sesame', 'sesame ', '\tsesame', 'sesame\t', ' '])(
    'refuses white space at an end: %j',
    (value) => {
      expect(() => checkedHeader('X-Key', value)).toThrow(
        expect.objectContaining({
          code: 'bad-header',
          message: 'the value of X-Key begins or ends with white space',
        }),
      );
    },
  );

  it('passes all other ASCII', () => {
    const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.string({ unit: visible }), (value) => {
        expect(checkedHeader('X', value)).toEqual(['X', value]);
      }),
    );
  });
});

describe('findHeader', () => {
  const headers: Header[] = [
    ['X-Signature', 'first'],
    ['x-signature', 'second'],
    ['Empty', ''],
  ];
  it.each<[name: string, value: string | undefined]>([
    ['X-Signature', 'first'],
    ['x-signature', 'first'],
    ['X-SIGNATURE', 'first'],
    ['empty', ''],
    ['X-Sign', undefined],
    ['__proto__', undefined],
  ])('%s: %j', (name, value) => {
    expect(findHeader(headers, name)).toBe(value);
  });
});

describe('authHeaderName', () => {
  it('knows no dialect by an inherited name', () => {
    const rule = {
      name: 'X-Code',
      carries: 'code',
      dialects: { admin: 'X-Admin' },
      source: 'vk',
    } as const;
    expect(authHeaderName(rule, 'constructor')).toBe('X-Code');
    expect(authHeaderName(rule, 'admin')).toBe('X-Admin');
  });
});
