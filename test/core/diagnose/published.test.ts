import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/core/bytes.js';
import { Secret } from '../../../src/core/credential.js';
import type { Subject } from '../../../src/core/diagnose/variant.js';
import type {
  DigestAlgorithm,
  PartName,
  Scheme,
  SignatureEncoding,
} from '../../../src/core/provider.js';
import { causesOf, diagnosisOf } from './run.js';

/** Beside the checkout, and not on every machine. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'vectors');
const FILE = join(FOLDER, 'diagnosis-cases.json');

interface PublishedCase {
  readonly name: string;
  readonly scheme: string;
  readonly algorithm?: DigestAlgorithm;
  readonly signature_encoding?: SignatureEncoding;
  readonly signature_prefix?: string;
  readonly secret: string;
  readonly received_body?: string;
  readonly received_url?: string;
  readonly timestamp?: string | number;
  readonly naive_message: string | { readonly hex: string };
  readonly signature: string;
  readonly cause: string;
}

/** What the published causes are called here; one of them has to be the only cause of a finding. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  json_key_order: ['body/key-order'],
  json_non_ascii_escaped: ['body/non-ascii-escaped'],
  json_slash_escaped: ['body/slashes-escaped'],
  json_python_spacing: ['body/python-dumps'],
  json_escape_hex_case: ['body/escape-hex-case-upper'],
  path_prefix_missing: ['target/base-path-added'],
  url_port: ['target/port'],
  path_version: ['target/base-path-version'],
  secret_unicode_normalisation: ['secret/unicode-form'],
  sts_trailing_newline: ['layout/final-newline', 'body/trailing-newline'],
  plain_hash_not_hmac: ['algorithm/hash-secret-message'],
  secret_needs_base64_decode: ['secret/base64-decoded'],
};

const cases: readonly PublishedCase[] | undefined = existsSync(FILE)
  ? JSON.parse(readFileSync(FILE, 'utf8'))
  : undefined;

describe.skipIf(cases === undefined)(
  'published cases (skipped where the file is not there)',
  () => {
    const all = cases ?? [];
    const explainable = all.filter(({ cause }) => cause in NAMES);

    it('are those that these tests know', () => {
      expect(explainable).toHaveLength(18);
      expect(all.filter((each) => !explainable.includes(each)).map(({ cause }) => cause)).toEqual([
        'NONE_TAMPERED',
      ]);
    });

    it.each(explainable)('$name: $cause', (each) => {
      const { verdict, findings } = diagnose(each);
      expect(verdict).toBe('explained');
      const expected = NAMES[each.cause] ?? [];
      const stories = findings.flatMap(({ causes }) =>
        causes.length === 1
          ? causes.flatMap(({ axis, id, alternatives }) => [
              `${axis}/${id}`,
              ...alternatives.map((other) => `${axis}/${other.id}`),
            ])
          : [],
      );
      expect(stories).toEqual(expect.arrayContaining([...expected]));
    });

    it.each(all.filter(({ cause }) => cause === 'NONE_TAMPERED'))('$name has no cause', (each) => {
      const diagnosis = diagnose(each);
      expect(diagnosis.verdict).toBe('unexplained');
      expect(causesOf(diagnosis)).toEqual([]);
    });
  },
);

function diagnose(each: PublishedCase): ReturnType<typeof diagnosisOf> {
  const { signature, signature_prefix: prefix = '' } = each;
  expect(signature.startsWith(prefix)).toBe(true);
  return diagnosisOf(subjectOf(each), signature.slice(prefix.length), { maxDifferences: 3 });
}

function subjectOf(each: PublishedCase): Subject {
  const { algorithm = 'sha256', signature_encoding: encoding = 'hex', secret } = each;
  const { parts, separator = '', basePath = '' } = partsOf(each);
  const [first = 'body', ...others] = parts.map(([name]) => name);
  const scheme: Scheme = { parts: [first, ...others], separator, algorithm, encoding };
  return {
    scheme,
    parts: Object.fromEntries(parts),
    secret: Secret.of(secret),
    surroundings: { otherSecrets: [], origins: [], basePath, endpoints: [], otherSchemes: [] },
  };
}

interface Laid {
  /** In the order of the documented string-to-sign. */
  readonly parts: readonly (readonly [PartName, Uint8Array])[];
  readonly separator?: string;
  readonly basePath?: string;
}

function partsOf({
  scheme,
  naive_message,
  timestamp,
  received_body,
  received_url,
}: PublishedCase): Laid {
  const message =
    typeof naive_message === 'string' ? utf8(naive_message) : Buffer.from(naive_message.hex, 'hex');
  const text = Buffer.from(message).toString();
  const body = ['body', utf8(received_body ?? '')] as const;
  const time = ['timestamp', utf8(String(timestamp))] as const;
  if (scheme.includes('body + delivery timestamp')) {
    return { parts: [body, time] };
  }
  if (scheme.includes('ts + "." + body')) {
    return { parts: [time, body], separator: '.' };
  }
  if (scheme.includes('ts + METHOD + path + body')) {
    const [, ts = '', method = '', path = ''] = /^(\d+)([A-Z]+)([^{]+)/.exec(text) ?? [];
    return {
      parts: [['timestamp', utf8(ts)], ['method', utf8(method)], ['target', utf8(path)], body],
      basePath: '/v2',
    };
  }
  if (scheme.includes('URL + sorted params')) {
    const url = received_url ?? '';
    return {
      parts: [
        ['target', utf8(url)],
        ['body', utf8(text.slice(url.length))],
      ],
    };
  }
  if (scheme.startsWith('OAuth1')) {
    const [method = '', url = '', parameters = ''] = text.split('&');
    return {
      parts: [
        ['method', utf8(method)],
        ['target', utf8(url)],
        ['body', utf8(parameters)],
      ],
      separator: '&',
    };
  }
  return { parts: [['body', message]] };
}
