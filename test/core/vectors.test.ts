import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Secret, type Credential } from '../../src/core/credential.js';
import { encodeDigest, hmac } from '../../src/core/hmac.js';
import type { Provider, Scheme } from '../../src/core/provider.js';
import { sign, type SignedRequest } from '../../src/core/sign.js';
import type { Segment } from '../../src/core/string-to-sign.js';
import { parseTimestamp } from '../../src/core/timestamp.js';
import { verify, type Verdict } from '../../src/core/verify.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import {
  loadProviderVectors,
  loadPublished,
  loadRfc4231,
  type HmacVector,
  type RequestVector,
  type WebhookVector,
} from '../vectors/load.js';

interface VectorFile {
  readonly provider: Provider;
  readonly requests: number;
  readonly webhooks: number;
  /** Vectors whose timestamp is signed all right, and is no time that the provider would accept. */
  readonly untimely: readonly string[];
}

const files: readonly VectorFile[] = [
  { provider: vistarkriya, requests: 82, webhooks: 0, untimely: [] },
  { provider: kamiokash, requests: 40, webhooks: 12, untimely: [] },
  { provider: influencemart, requests: 50, webhooks: 0, untimely: [] },
  { provider: payinout, requests: 33, webhooks: 20, untimely: ['17672256007'] },
];

describe.each(files)('$provider.id.json', ({ provider, untimely, ...count }) => {
  const { requests, webhooks } = loadProviderVectors(provider.id);

  it('holds the vectors that it should', () => {
    expect({ requests: requests.length, webhooks: webhooks.length }).toEqual(count);
    const names = [...requests, ...webhooks].map(({ name }) => name);
    expect(new Set(names).size).toBe(count.requests + count.webhooks);
    const timestamps = requests.map(({ timestamp }) => timestamp);
    const unread = timestamps.filter((text) => timestampOf(provider.scheme, text) === undefined);
    expect(unread).toEqual(untimely);
  });

  it.each(requests)('sign: $name', (vector) => {
    const signed = signVector(provider, vector);

    expect(signed.stringToSign.length).toBe(vector.stringToSignLength);
    expect(sha256(signed.stringToSign)).toBe(vector.stringToSignSha256);
    expect(signed.signature).toBe(vector.signature);
    expect(signed.headers.filter(([, value]) => value === vector.signature)).toHaveLength(1);
    expect(signed.segments.map(({ name }) => name)).toEqual(provider.scheme.parts);
    expectSegmentsToTile(provider.scheme, signed.segments, signed.stringToSign);
  });

  it.each(requests)('verify: $name', (vector) => {
    const { scheme } = provider;
    const verdict = verify({
      scheme,
      secret: new Secret(vector.secret),
      signature: vector.signature,
      timestamp: vector.timestamp,
      parts: {
        method: Buffer.from(vector.method),
        target: vector.target,
        body: vector.body,
        ...(vector.email === undefined ? {} : { email: Buffer.from(vector.email) }),
      },
      nowMs: clockFor(scheme, vector.timestamp),
    });
    expectAcceptance(verdict, scheme, vector);
  });

  it.each(webhooks)('verify: $name', (vector) => {
    const scheme = webhookScheme(provider);
    const verdict = verify({
      scheme,
      secret: new Secret(vector.secret),
      signature: vector.signature,
      timestamp: vector.timestamp,
      parts: { body: vector.body },
      nowMs: clockFor(scheme, vector.timestamp),
    });
    expectAcceptance(verdict, scheme, vector);
  });
});

describe('RFC 4231', () => {
  const vectors = loadRfc4231();

  it('is there with 7 cases for each of 3 algorithms', () => {
    expect(vectors).toHaveLength(21);
    const algorithms = vectors.map(({ algorithm }) => algorithm);
    expect(algorithms.filter((name) => name === 'sha256')).toHaveLength(7);
    expect(algorithms.filter((name) => name === 'sha384')).toHaveLength(7);
    expect(algorithms.filter((name) => name === 'sha512')).toHaveLength(7);
  });

  it.each(vectors)('$name', (vector) => {
    // Case 5 publishes the first 16 bytes only; no vector may be shorter.
    expect(vector.signature.length).toBeGreaterThanOrEqual(32);
    expect(encodedHmac(vector).slice(0, vector.signature.length)).toBe(vector.signature);
  });
});

describe('published vectors', () => {
  const published = loadPublished();

  it.skipIf(published === undefined)('are all reproduced', () => {
    const vectors = published ?? [];
    expect(vectors.length).toBeGreaterThan(200);
    const wrong = vectors.filter((vector) => encodedHmac(vector) !== vector.signature);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});

function webhookScheme(provider: Provider): Scheme {
  if (provider.webhook === undefined) {
    throw new TypeError(`${provider.id} documents no webhook`);
  }
  return provider.webhook.scheme;
}

function signVector(provider: Provider, vector: RequestVector): SignedRequest {
  const { apiKey, code } = { code: '123456', ...provider.sandbox.demo };
  const credential: Credential = {
    fields: { apiKey, code, ...(vector.email === undefined ? {} : { email: vector.email }) },
    secret: new Secret(vector.secret),
  };
  const { method, target, body, timestamp } = vector;
  return sign(provider, credential, { method, target, body, timestamp });
}

function encodedHmac({ algorithm, key, message, encoding, prefix }: HmacVector): string {
  return prefix + encodeDigest(hmac(algorithm, new Secret(key), message), encoding);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Segments and separators, put one after the other, have to be the whole string-to-sign. */
function expectSegmentsToTile(
  scheme: Scheme,
  segments: readonly Segment[],
  stringToSign: Uint8Array,
): void {
  let end = 0;
  segments.forEach(({ offset, bytes }, index) => {
    const separator = index === 0 ? '' : scheme.separator;
    expect(Buffer.from(stringToSign.subarray(end, offset)).toString()).toBe(separator);
    end = offset + bytes.length;
    expect(Buffer.compare(stringToSign.subarray(offset, end), bytes)).toBe(0);
  });
  expect(end).toBe(stringToSign.length);
}

/** A clock that agrees with the timestamp, where it can be read. */
function clockFor(scheme: Scheme, timestamp: string | undefined): number {
  return timestampOf(scheme, timestamp) ?? 0;
}

function timestampOf(scheme: Scheme, timestamp: string | undefined): number | undefined {
  return scheme.timestamp === undefined || timestamp === undefined
    ? undefined
    : parseTimestamp(timestamp, scheme.timestamp.format);
}

/** Accepted, but for a timestamp that is no time: that is refused only because of its format. */
function expectAcceptance(
  verdict: Verdict,
  scheme: Scheme,
  vector: RequestVector | WebhookVector,
): void {
  const isTime =
    scheme.timestamp === undefined || timestampOf(scheme, vector.timestamp) !== undefined;
  expect(verdict.reason).toBe(isTime ? 'ok' : 'timestamp-malformed');
  expect(verdict.ok).toBe(isTime);
  expect(sha256(verdict.stringToSign ?? new Uint8Array())).toBe(vector.stringToSignSha256);
}
