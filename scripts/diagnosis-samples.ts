import { utf8 } from '../src/core/bytes.js';
import { Secret } from '../src/core/credential.js';
import { firstDifference } from '../src/core/diagnose/difference.js';
import type { Subject } from '../src/core/diagnose/variant.js';
import { kamiokash } from '../src/providers/kamiokash.js';
import { payinout } from '../src/providers/payinout.js';
import { vistarkriya } from '../src/providers/vistarkriya.js';
import { visibleBytes } from '../src/cli/render/bytes.js';

type Subjects = readonly [Subject, ...Subject[]];

/** Requests for the examples of each axis, the plainest first. */
export interface Samples {
  readonly secret: Subjects;
  readonly timestamp: Subjects;
  readonly method: Subjects;
  readonly target: Subjects;
  readonly body: Subjects;
  readonly email: Subjects;
  readonly layout: Subjects;
  readonly algorithm: Subjects;
}

/** Between them, they have something for every variant to change. */
export function sampleSubjects(): Samples {
  const plain = subject({});
  return {
    secret: [
      plain,
      subject({ secret: 'c2VzYW1lIDc=' }),
      subject({ secret: 'whsec_5e5a3e' }),
      subject({ secret: ' sesame\n' }),
      subject({ secret: '"sesame"' }),
      subject({ secret: '5e5a3e00ff' }),
      subject({ secret: 'sésame' }),
    ],
    timestamp: [
      plain,
      subject({ timestamp: '1739612345678' }),
      subject({ timestamp: '2025-02-15T09:39:05.678Z', scheme: kamiokash.scheme }),
    ],
    method: [plain, subject({ method: 'post' })],
    target: [
      subject({ target: '/wallet/balance?b=2&a=1' }),
      subject({ target: '/wallet/balance' }),
      subject({ target: '/wallet/Core.php?q=a b' }),
      subject({ target: "/search?q=a%20b%2Fc'(x)*" }),
      subject({ target: '/search?q=a+b' }),
      subject({ target: '/search?q=%2fa' }),
      subject({ target: '/a//b/' }),
    ],
    body: [
      subject({ body: '{"to":"é/x","n":1.0}' }),
      subject({ body: '{"a":1,"b":2}' }),
      ...[
        '{"b":1,"a":2}',
        '{"a":[1,"x"],"b":{"c":null}}',
        '{"url":"a/b"}',
        '{"url":"a\\/b"}',
        '{"name":"Zoë"}',
        '{"name":"Zo\\u00eb"}',
        '{"name":"Zo\\u00EB"}',
        '{"q":"<b> & x"}',
        '{"a":1.50,"b":1.0,"c":1e3}',
        '{"a":"1"}',
        '{"a": 1, "b": 2}\n',
        '{\r\n  "a": 1\r\n}',
        '{"a":"x\\u2028"}',
        '{"a":"x\u007f"}',
        '{  "a": 1}',
        'a=1&b=x',
        '',
      ].map((body) => subject({ body })),
    ],
    email: [subject({ scheme: payinout.scheme })],
    layout: [plain, subject({ scheme: kamiokash.scheme })],
    algorithm: [plain],
  };
}

interface Given {
  readonly method?: string;
  /** Below the base path. */
  readonly target?: string;
  readonly body?: string;
  readonly timestamp?: string;
  readonly secret?: string;
  readonly scheme?: Subject['scheme'];
}

function subject({
  method = 'POST',
  target = '/verify/pan',
  body = '{"a":1}',
  timestamp = '1739612345',
  secret = 'sesame',
  scheme = vistarkriya.scheme,
}: Given): Subject {
  return {
    scheme,
    parts: {
      method: utf8(method),
      target: utf8(vistarkriya.basePath + target),
      body: utf8(body),
      timestamp: utf8(timestamp),
      email: utf8('Shop@example.com'),
    },
    secret: Secret.of(secret),
    surroundings: {
      apiKey: 'vk_live_demo',
      code: '123456',
      otherSecrets: [{ name: 'the secret of profile staging', secret: Secret.of('rosebud') }],
      origins: ['https://api.example.com'],
      basePath: vistarkriya.basePath,
      endpoints: ['/wallet/Core', '/verify/pan'],
      otherSchemes: [{ name: "KamioKash's requests", scheme: kamiokash.scheme }],
    },
  };
}

const LONGEST = 44;
const BEFORE = 12;

/** Two byte strings as they are shown, cut to what is around their first difference. */
export function excerpts(
  documented: Uint8Array,
  signed: Uint8Array,
): readonly [documented: string, signed: string] {
  const offset = firstDifference(documented, signed)?.offset ?? 0;
  const isShort = Math.max(documented.length, signed.length) <= LONGEST;
  let start = isShort ? 0 : Math.max(0, offset - BEFORE);
  while (start > 0 && (documented[start] ?? 0) >> 6 === 0b10) {
    start -= 1;
  }
  const texts = [excerpt(documented, start), excerpt(signed, start)] as const;
  return looksAlike(...texts) ? [codePoints(texts[0]), codePoints(texts[1])] : texts;
}

function looksAlike(a: string, b: string): boolean {
  return a !== b && a.normalize('NFKD') === b.normalize('NFKD');
}

function codePoints(text: string): string {
  return text.replace(/[^ -~·↵…]/gu, (char) => {
    const point = char.codePointAt(0) ?? 0;
    return `‹U+${point.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

function excerpt(bytes: Uint8Array, start: number): string {
  let end = Math.min(bytes.length, start + LONGEST);
  while (end < bytes.length && (bytes[end] ?? 0) >> 6 === 0b10) {
    end -= 1;
  }
  const before = start === 0 ? '' : '…';
  const after = end === bytes.length ? '' : '…';
  return before + visibleBytes(bytes.subarray(start, end)) + after;
}
