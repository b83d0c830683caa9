import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/core/bytes.js';
import { Secret } from '../../../src/core/credential.js';
import { conclude } from '../../../src/core/diagnose/conclude.js';
import type { SearchState } from '../../../src/core/diagnose/search.js';
import type { Subject } from '../../../src/core/diagnose/variant.js';
import { influencemart } from '../../../src/providers/influencemart.js';
import { kamiokash } from '../../../src/providers/kamiokash.js';
import { payinout } from '../../../src/providers/payinout.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import { signatureWith } from './differences.js';
import { Random } from './random.js';
import { searchFor } from './run.js';
import { richSubject } from './subjects.js';

const SEED = 20_250_215;
const CASES = 50;
/** Some seconds; more where others use the machine. */
const LONG = { timeout: 120_000 };

const random = new Random(SEED);

/** All sign a body: what payinout's requests do not, its webhooks do. */
const subjects: readonly (readonly [name: string, Subject])[] = [
  ['vistarkriya', richSubject(vistarkriya, 1)],
  ['kamiokash', richSubject(kamiokash, 1)],
  ['influencemart', richSubject(influencemart)],
  ["payinout's webhooks", { ...richSubject(payinout), scheme: payinout.webhook.scheme }],
];

describe.each(subjects)(`no false answer, seed ${SEED}: %s`, (_name, subject) => {
  const controls = {
    'a tampered body': several(() => tampered(subject)),
    'a random signature': several(() => random.bytes(32).toString('hex')),
    'another secret': several(() =>
      signatureWith({ ...subject, secret: Secret.of(random.bytes(24).toString('base64')) }, []),
    ),
  };
  let state: SearchState | undefined;

  it.each(Object.entries(controls))('%s has no cause', LONG, (_control, signatures) => {
    state ??= searchFor(subject, Object.values(controls).flat());
    expect(signatures).toHaveLength(CASES);
    for (const signature of signatures) {
      expect(conclude(subject, signature, state)).toEqual({ verdict: 'unexplained', findings: [] });
    }
  });

  it('was searched for as far as is promised', () => {
    expect(state?.isComplete).toBe(true);
    expect(state?.axes.every(({ isCut }) => !isCut)).toBe(true);
    expect(state?.candidates).toBeGreaterThan(20_000);
  });
});

describe('random signatures in other clothes', () => {
  const subject = richSubject(payinout);
  const digests = several(() => random.bytes(32));
  const signatures = [
    ...digests.map((digest) => digest.toString('hex').toUpperCase()),
    ...digests.map((digest) => digest.toString('base64')),
    ...digests.map((digest) => `sha256=${digest.toString('hex')}`),
    ...digests.map((digest) => digest.subarray(0, 10).toString('hex')),
    ...digests.map((digest) => digest.subarray(0, 20).toString('hex')),
    ...several(() => random.bytes(64).toString('hex')),
  ];

  it('have no cause either', () => {
    const { hits, isComplete } = searchFor(subject, signatures);
    expect(hits).toEqual([]);
    expect(isComplete).toBe(true);
  });
});

describe('a digest of which only the beginning agrees', () => {
  it('is no hit', () => {
    const subject = richSubject(payinout);
    const right = Buffer.from(signatureWith(subject, []), 'hex');
    const others = [10, 16, 20, 31].map((kept) =>
      Buffer.concat([right.subarray(0, kept), random.bytes(32 - kept)]).toString('hex'),
    );
    expect(searchFor(subject, others, { maxDifferences: 1 }).hits).toEqual([]);
  });
});

function several<T>(make: () => T): T[] {
  const made = new Set<T>();
  while (made.size < CASES) {
    made.add(make());
  }
  return [...made];
}

/** Signed with the right secret over a body of which a letter or digit is another one. */
function tampered(subject: Subject): string {
  const text = Buffer.from(subject.parts.body ?? utf8('')).toString();
  const places = [...text.matchAll(/[0-9a-z]/gi)].map(({ index }) => index);
  const place = random.pick(places);
  const body =
    text.slice(0, place) + random.pick(['X', 'Y', 'Z', '7', '8', '9']) + text.slice(place + 1);
  return body === text ? tampered(subject) : signatureOver(subject, utf8(body));
}

function signatureOver(subject: Subject, body: Uint8Array): string {
  return signatureWith({ ...subject, parts: { ...subject.parts, body } }, []);
}
