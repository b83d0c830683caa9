import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DigestAlgorithm, SignatureEncoding } from '../../src/core/provider.js';

interface Signed {
  readonly name: string;
  readonly secret: Uint8Array;
  readonly body: Uint8Array;
  readonly stringToSignSha256: string;
  readonly stringToSignLength: number;
  readonly signature: string;
}

export interface RequestVector extends Signed {
  readonly timestamp: string;
  readonly method: string;
  readonly target: Uint8Array;
  readonly email: string | undefined;
}

export interface WebhookVector extends Signed {
  readonly timestamp: string | undefined;
}

export interface ProviderVectors {
  readonly requests: readonly RequestVector[];
  readonly webhooks: readonly WebhookVector[];
}

/** An HMAC without a provider around it. */
export interface HmacVector {
  readonly name: string;
  readonly algorithm: DigestAlgorithm;
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly encoding: SignatureEncoding;
  /** What stands in front of the encoded digest. */
  readonly prefix: string;
  /** Prefix and encoded digest; a digest may be cut short. */
  readonly signature: string;
}

/** The vectors of one provider: `vistarkriya` for `vistarkriya.json`. */
export function loadProviderVectors(id: string): ProviderVectors {
  const entries = readEntries(join(import.meta.dirname, `${id}.json`));
  return {
    requests: entries.filter((entry) => entry.text('scheme') === 'request').map(requestVector),
    webhooks: entries.filter((entry) => entry.text('scheme') === 'webhook').map(webhookVector),
  };
}

/** RFC 4231, section 4. */
export function loadRfc4231(): readonly HmacVector[] {
  return readEntries(join(import.meta.dirname, 'rfc4231.json')).map((entry) => ({
    name: entry.text('name'),
    algorithm: algorithm(entry),
    key: entry.record('key').hex('hex'),
    message: entry.record('data').hex('hex'),
    encoding: 'hex',
    prefix: '',
    signature: entry.text('digest'),
  }));
}

/** Published vectors beside the checkout; undefined when they are not there. */
export function loadPublished(): readonly HmacVector[] | undefined {
  const folder = join('..', 'shared', 'vectors');
  const file = join(import.meta.dirname, '..', '..', folder, 'third-party.json');
  return existsSync(file) ? readEntries(file).map(publishedVector) : undefined;
}

function requestVector(entry: Entry): RequestVector {
  return {
    ...signed(entry),
    timestamp: entry.text('timestamp'),
    method: entry.text('method'),
    target: Buffer.from(entry.text('target')),
    email: entry.optionalText('email'),
  };
}

function webhookVector(entry: Entry): WebhookVector {
  return { ...signed(entry), timestamp: entry.optionalText('timestamp') };
}

function signed(entry: Entry): Signed {
  return {
    name: entry.text('name'),
    secret: bytesOf(entry.record('secret')),
    body: bytesOf(entry.record('body')),
    stringToSignSha256: entry.text('stringToSignSha256'),
    stringToSignLength: entry.number('stringToSignLength'),
    signature: entry.text('signature'),
  };
}

function bytesOf(entry: Entry): Uint8Array {
  if (entry.has('hex')) {
    return entry.hex('hex');
  }
  if (entry.has('utf8')) {
    return Buffer.from(entry.text('utf8'));
  }
  const repeated = entry.text('repeat').repeat(entry.number('times'));
  return Buffer.from(
    (entry.optionalText('prefix') ?? '') + repeated + (entry.optionalText('suffix') ?? ''),
  );
}

function publishedVector(entry: Entry): HmacVector {
  return {
    name: entry.text('name'),
    algorithm: algorithm(entry),
    key: Buffer.from(
      entry.text('secret'),
      oneOf<BufferEncoding>(['utf8', 'hex', 'base64'], entry.text('secret_encoding')),
    ),
    message: entry.has('string_to_sign_hex')
      ? entry.hex('string_to_sign_hex')
      : Buffer.from(entry.text('string_to_sign')),
    encoding: oneOf(['hex', 'base64', 'base64url'], entry.text('signature_encoding')),
    prefix: entry.text('signature_prefix'),
    signature: entry.text('signature'),
  };
}

function algorithm(entry: Entry): DigestAlgorithm {
  return oneOf(['sha1', 'sha256', 'sha384', 'sha512'], entry.text('algorithm'));
}

function oneOf<T extends string>(allowed: readonly T[], text: string): T {
  const found = allowed.find((candidate) => candidate === text);
  if (found === undefined) {
    throw new TypeError(`${text} is none of ${allowed.join(', ')}`);
  }
  return found;
}

function readEntries(file: string): Entry[] {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(json)) {
    throw new TypeError(`${file} holds no array`);
  }
  return json.map((value, index) => new Entry(value, `${file}[${index}]`));
}

/** An object of a vector file. A member that is missing or of another type is an error, not a default. */
class Entry {
  readonly #members: ReadonlyMap<string, unknown>;
  readonly #where: string;

  constructor(value: unknown, where: string) {
    if (typeof value !== 'object' || value === null) {
      throw new TypeError(`${where} is no object`);
    }
    this.#members = new Map(Object.entries(value));
    this.#where = where;
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  text(name: string): string {
    const value = this.#members.get(name);
    if (typeof value !== 'string') {
      throw new TypeError(`${this.#where}.${name} is no text`);
    }
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  number(name: string): number {
    const value = this.#members.get(name);
    if (typeof value !== 'number') {
      throw new TypeError(`${this.#where}.${name} is no number`);
    }
    return value;
  }

  hex(name: string): Uint8Array {
    const text = this.text(name);
    const bytes = Buffer.from(text, 'hex');
    if (bytes.toString('hex') !== text.toLowerCase()) {
      throw new TypeError(`${this.#where}.${name} is no hex`);
    }
    return bytes;
  }

  record(name: string): Entry {
    return new Entry(this.#members.get(name), `${this.#where}.${name}`);
  }
}
