import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/core/bytes.js';
import { Secret, type Credential } from '../../src/core/credential.js';
import type { Provider } from '../../src/core/provider.js';
import { sign, type RequestToSign } from '../../src/core/sign.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';

const credential: Credential = {
  fields: { apiKey: 'key', code: '123456', email: 'merchant@example.com' },
  secret: Secret.of('sesame'),
};

const request: RequestToSign = {
  method: 'POST',
  target: utf8('/api/v1/verify/pan?a=1'),
  body: utf8('{"pan":"ABCDE1234F"}'),
  timestamp: '1739612345',
};

describe('sign', () => {
  it.each<[Provider, stringToSign: string]>([
    [vistarkriya, '1739612345POST/api/v1/verify/pan?a=1{"pan":"ABCDE1234F"}'],
    [kamiokash, '{"pan":"ABCDE1234F"}:1739612345'],
    [influencemart, '1739612345.{"pan":"ABCDE1234F"}'],
    [payinout, '1739612345merchant@example.com'],
  ])('$id', (provider, stringToSign) => {
    const signed = sign(provider, credential, request);
    const signature = createHmac('sha256', 'sesame').update(stringToSign).digest('hex');

    expect(Buffer.from(signed.stringToSign).toString()).toBe(stringToSign);
    expect(signed.signature).toBe(signature);
    expect(signed.segments.map(({ name }) => name)).toEqual(provider.scheme.parts);
    expect(signed.headers).toContainEqual(
      expect.arrayContaining([expect.stringMatching(/Sig/), signature]),
    );
  });

  it.each<[Provider, stringToSign: string]>([
    [vistarkriya, '1739612345POST/api/v1/verify/pan?a=1'],
    [kamiokash, ':1739612345'],
    [influencemart, '1739612345.'],
    [payinout, '1739612345merchant@example.com'],
  ])('$id, of an empty body', (provider, stringToSign) => {
    const signed = sign(provider, credential, { ...request, body: new Uint8Array() });
    expect(Buffer.from(signed.stringToSign).toString()).toBe(stringToSign);
  });

  it('puts credential headers before options, and fixed ones last', () => {
    const { headers, signature } = sign(influencemart, credential, {
      ...request,
      options: { externalEventId: 'e', requestId: 'r' },
    });
    expect(headers).toEqual([
      ['X-API-Key', 'key'],
      ['X-Timestamp', '1739612345'],
      ['X-Signature', signature],
      ['X-Request-ID', 'r'],
      ['X-External-Event-Id', 'e'],
      ['Content-Type', 'application/json'],
    ]);
  });

  it('leaves out the content type where there is no content', () => {
    const { headers } = sign(influencemart, credential, { ...request, body: new Uint8Array() });
    expect(headers.map(([name]) => name)).toEqual(['X-API-Key', 'X-Timestamp', 'X-Signature']);
  });

  it('uses the dialect of the credential, which is never signed', () => {
    const tenant = sign(vistarkriya, credential, request);
    const admin = sign(vistarkriya, { ...credential, dialect: 'admin' }, request);

    expect(tenant.headers).toContainEqual(['X-Tenant-Code', '123456']);
    expect(admin.headers).toContainEqual(['X-Admin-Code', '123456']);
    expect(admin.headers).not.toContainEqual(['X-Tenant-Code', '123456']);
    expect(admin.signature).toBe(tenant.signature);
  });

  it('follows the algorithm and the encoding of the scheme', () => {
    const other: Provider = {
      ...kamiokash,
      scheme: { ...kamiokash.scheme, algorithm: 'sha512', encoding: 'base64' },
    };
    const { signature, stringToSign } = sign(other, credential, request);
    expect(signature).toBe(createHmac('sha512', 'sesame').update(stringToSign).digest('base64'));
  });

  it('signs bytes that are no text as they are', () => {
    const target = Uint8Array.of(0x2f, 0xe9);
    const body = Uint8Array.of(0xff, 0x00, 0xfe, 0x0a);
    const { stringToSign } = sign(vistarkriya, credential, { ...request, target, body });
    expect([...stringToSign.subarray(-6)]).toEqual([0x2f, 0xe9, 0xff, 0x00, 0xfe, 0x0a]);
  });

  it('signs with the API secret, whatever the webhook secret is', () => {
    const both = { ...credential, webhookSecret: Secret.of('other') };
    expect(sign(kamiokash, both, request)).toEqual(sign(kamiokash, credential, request));
  });

  it('refuses an empty secret', () => {
    expect(() => sign(vistarkriya, { ...credential, secret: Secret.of('') }, request)).toThrow(
      expect.objectContaining({ code: 'bad-credential', message: 'the API secret is empty' }),
    );
  });

  it.each<[what: string, Credential['fields']]>([
    ['API key', { apiKey: 'key\r\nX-Evil: 1' }],
    ['code', { code: '123456\n' }],
  ])('refuses a %s that is no header value', (_what, fields) => {
    const broken = { ...credential, fields: { ...credential.fields, ...fields } };
    expect(() => sign(vistarkriya, broken, request)).toThrow(
      expect.objectContaining({ code: 'bad-header' }),
    );
  });
});

describe('a part that the credential lacks', () => {
  it.each([{ apiKey: 'k' }, { apiKey: 'k', email: '' }])(
    'is never signed as nothing: %j',
    (fields) => {
      const lacking = { fields, secret: Secret.of('s') };
      const post = {
        method: 'POST',
        target: utf8('/'),
        body: utf8(''),
        timestamp: '1739612345',
      };
      expect(() => sign(payinout, lacking, post)).toThrow(
        expect.objectContaining({ code: 'missing-credential' }),
      );
    },
  );
});
