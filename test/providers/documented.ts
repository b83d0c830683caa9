import { utf8 } from '../../src/core/bytes.js';
import { Secret, type Credential } from '../../src/core/credential.js';
import type { DemoCredential, Provider } from '../../src/core/provider.js';
import { sign, type RequestToSign, type SignedRequest } from '../../src/core/sign.js';
import { buildTarget } from '../../src/core/target.js';

/** A demo credential as a caller would hold it. */
export function credentialOf(demo: DemoCredential, dialect?: string): Credential {
  const { apiKey, secret, code, email } = demo;
  return {
    fields: {
      apiKey,
      ...(code === undefined ? {} : { code }),
      ...(email === undefined ? {} : { email }),
    },
    secret: Secret.of(secret),
    ...(dialect === undefined ? {} : { dialect }),
  };
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly timestamp: string;
  readonly options?: NonNullable<RequestToSign['options']>;
  readonly dialect?: string;
}

/** A call signed with the provider's demo credential. */
function signCall(provider: Provider, call: Call): SignedRequest {
  const { method, path, body, timestamp, options, dialect } = call;
  return sign(provider, credentialOf(provider.sandbox.demo, dialect), {
    method,
    target: buildTarget(provider.basePath, path).bytes,
    body: utf8(body),
    timestamp,
    ...(options === undefined ? {} : { options }),
  });
}

/** The string-to-sign of a call, as text. */
export function stringToSign(
  provider: Provider,
  method: string,
  path: string,
  body: string,
  timestamp: string,
): string {
  const signed = signCall(provider, { method, path, body, timestamp });
  return Buffer.from(signed.stringToSign).toString();
}

/** Names of the headers of a call, in order. */
export function headerNames(provider: Provider, call: Partial<Call>): string[] {
  const defaults = { method: 'POST', path: '/x', body: '{}', timestamp: '1739612345' };
  return signCall(provider, { ...defaults, ...call }).headers.map(([name]) => name);
}

/** A sandbox template with its tokens replaced by values of the kind that the sandbox has. */
export function fill(template: string): string {
  const sha256 = '0'.repeat(64);
  const values = new Map([
    ['{{code}}', '"CODE"'],
    ['{{message}}', '"a \\"message\\""'],
    ['{{status}}', '401'],
    ['{{apiKey}}', '"key"'],
    ['{{keyKind}}', 'test'],
    ['{{bytes}}', '7'],
    ['{{now}}', '2026-01-27T09:23:06.658Z'],
    ['{{id}}', 'a1b2c3'],
    ['{{sha256}}', sha256],
    ['{{nowSeconds}}', '2026-01-27T09:23:06Z'],
  ]);
  return template.replaceAll(/\{\{\w+\}\}/g, (token) => values.get(token) ?? token);
}
