import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '../../../src/core/bytes.js';
import { Secret } from '../../../src/core/credential.js';
import { conclude } from '../../../src/core/diagnose/conclude.js';
import type { Finding } from '../../../src/core/diagnose/finding.js';
import { secretVariants } from '../../../src/core/diagnose/axes/secret.js';
import type { Language, Subject } from '../../../src/core/diagnose/variant.js';
import { kamiokash } from '../../../src/providers/kamiokash.js';
import { vistarkriya } from '../../../src/providers/vistarkriya.js';
import { differencesOf, isReal, nameOf, signatureWith, type Difference } from './differences.js';
import { diagnosisOf, searchFor } from './run.js';
import { bodySubject, richSubject } from './subjects.js';

const CANARY = 'canary-Zq7-canary';

/** Neither the secret nor another one is anywhere else in the request. */
const subject: Subject = (() => {
  const rich = richSubject(vistarkriya, 1);
  return {
    ...rich,
    secret: Secret.of(CANARY),
    surroundings: {
      ...rich.surroundings,
      otherSecrets: [{ name: 'the webhook secret', secret: Secret.of(`${CANARY}-2`) }],
    },
  };
})();

describe('a finding', () => {
  it('without a cause says that the signature is right', () => {
    const { verdict, findings } = diagnosisOf(subject, signatureWith(subject, []));
    expect(verdict).toBe('correct');
    expect(
      findings.map(({ causes, algorithm, encoding }) => [causes, algorithm, encoding]),
    ).toEqual([[[], 'HMAC-SHA256', 'hex']]);
  });

  it('shows what is documented, what was signed, and where they part', () => {
    const [finding] = findingsOf('target/query-missing');
    const [cause] = finding?.causes ?? [];
    expect(cause).toMatchObject({
      axis: 'target',
      id: 'query-missing',
      title: 'the query string was not signed',
      documented: utf8('/api/v1/wallet/Balance?b=2&a=1&c=3'),
      signed: utf8('/api/v1/wallet/Balance'),
      difference: { offset: 22 },
    });
    expect(cause?.remedy.any).toBe('Sign the path with its query string, question mark included.');
    expect(Buffer.from(finding?.stringToSign ?? []).toString()).toMatch(
      /^1739612345POST\/api\/v1\/wallet\/Balance\{/,
    );
  });

  it('describes a layout in words', () => {
    const kamio = richSubject(kamiokash, 1);
    const [finding] = findingsOf('layout/separator', kamio);
    expect(finding?.causes.map(({ documented, signed }) => [documented, signed])).toEqual([
      ['body + ":" + timestamp', 'body + timestamp'],
    ]);
  });

  it('names the algorithm and the encoding that were used', () => {
    const algorithms = findingsOf('algorithm/other-digest').map(({ algorithm, causes }) => [
      algorithm,
      ...causes.map(({ documented, signed }) => [documented, signed]),
    ]);
    expect(algorithms).toEqual([['HMAC-SHA1', ['HMAC-SHA256', 'HMAC-SHA1']]]);
    const encodings = findingsOf('encoding/hex-upper-case').map(({ encoding, causes }) => [
      encoding,
      ...causes.map(({ axis, documented, signed }) => [axis, documented, signed]),
    ]);
    expect(encodings).toEqual([
      ['hex-upper-case', ['encoding', 'lower-case hex', 'upper-case hex']],
    ]);
  });

  it('carries the language and the other stories', () => {
    const lone = bodySubject('{"b":"é/"}');
    const signature = signatureWith({ ...lone, parts: { body: utf8('{"b":"\\u00e9\\/"}') } }, []);
    const [finding] = diagnosisOf(lone, signature).findings;
    const [cause] = finding?.causes ?? [];
    expect(cause).toMatchObject({ axis: 'body', id: 'php-json-encode', language: 'php' });
    expect(cause?.remedy.php).toContain('json_encode');
    expect(cause?.alternatives.every(({ id, title }) => id !== '' && title !== '')).toBe(true);
  });

  it('names the secret of another profile by its words', () => {
    const [finding] = findingsOf('secret/other-profile');
    expect(finding?.causes).toMatchObject([
      { detail: 'the webhook secret', signed: 'the webhook secret' },
    ]);
  });
});

describe('the encoding in words', () => {
  const hex = signatureWith(subject, []);
  const base64 = Buffer.from(hex, 'hex').toString('base64');

  it.each<[text: string, id: string, signed: string]>([
    [base64, 'base64', 'base64'],
    [encodeURIComponent(base64), 'url-encoded', 'URL-encoded base64'],
    [Buffer.from(hex).toString('base64'), 'base64-of-hex', 'the base64 of the hex text'],
    [hex.slice(0, 40), 'cut-short', 'cut short'],
    [hex.slice(2), 'cut-at-start', 'without its beginning'],
    [`sha256=${hex}`, 'prefix', 'sha256=…'],
    [`SHA2-256(stdin)= ${hex}`, 'prefix', 'SHA2-256(stdin)= …'],
    [`${hex} *stdin`, 'prefix', '… *stdin'],
    [`t=1739612345,v1=${hex}`, 'prefix', 't=1739612345,v1=…'],
    [`${hex}\n`, 'white-space', '…\n'],
    [`b'${hex}'`, 'white-space', "b'…'"],
  ])('%s', (text, id, signed) => {
    const { findings } = diagnosisOf(subject, text, { maxDifferences: 1 });
    expect(findings.flatMap(({ causes }) => causes)).toMatchObject([
      { axis: 'encoding', id, documented: 'lower-case hex', signed },
    ]);
  });

  it('comes with what takes the label of openssl away', () => {
    const { findings } = diagnosisOf(subject, `SHA2-256(stdin)= ${hex}`, { maxDifferences: 1 });
    expect(findings[0]?.causes[0]?.remedy.any).toContain("openssl dgst … -r | cut -d' ' -f1");
  });
});

describe('the secret in words', () => {
  it.each<[id: string, signed: string]>([
    ['trailing-newline', 'the secret and a newline'],
    ['trailing-crlf', 'the secret, CR and LF'],
    ['api-key', 'the API key'],
    ['base64-encoded', 'the secret in base64'],
    ['quoted', '"the secret" in quotation marks (double)'],
    ['other-case', 'the secret in upper or lower case (upper)'],
    ['placeholder', 'your_api_secret_here'],
    ['empty', 'nothing'],
  ])('%s', (id, signed) => {
    const [finding] = findingsOf(`secret/${id}`);
    expect(finding?.causes).toMatchObject([
      { id, documented: 'the API secret as it is stored', signed },
    ]);
  });

  it('is short for every record whose values are not told apart', () => {
    const bare = secretVariants.filter(
      (variant) => !('signed' in variant) && !['other-profile', 'placeholder'].includes(variant.id),
    );
    expect(bare).toEqual([]);
  });
});

describe('the secret of another profile that is like something else', () => {
  it.each([
    ['a placeholder', shared('changeme')],
    ['the own one in quotation marks', shared('"sesame"')],
    ['the own one in capitals', shared('SESAME')],
  ])('is not shown: %s', (_name, like) => {
    const secret = like.surroundings.otherSecrets[0]?.secret ?? Secret.of('');
    const signature = signatureWith({ ...like, secret }, []);
    const { findings } = diagnosisOf(like, signature, { maxDifferences: 1 });
    const [cause] = findings[0]?.causes ?? [];
    expect(cause).toMatchObject({
      id: 'other-profile',
      detail: 'the secret of profile staging',
      signed: 'the secret of profile staging',
    });
    expect(cause?.alternatives.length).toBeGreaterThan(0);
    expect(cause?.alternatives.filter(({ detail }) => detail !== undefined)).toEqual([]);
  });

  it('is not shown where another story is told', () => {
    // Trimmed, the own secret is a placeholder and that of the other profile.
    const like = shared('changeme', ' changeme\n');
    const { findings } = diagnosisOf(
      like,
      signatureWith({ ...like, secret: Secret.of('changeme') }, []),
      { maxDifferences: 1 },
    );
    const [cause] = findings[0]?.causes ?? [];
    expect(cause).toMatchObject({
      id: 'trimmed',
      signed: 'the secret without the white space around it',
    });
    expect(inspect(cause)).not.toContain('changeme');
  });
});

describe('of several stories', () => {
  it.each<[language: Language | undefined, id: string, of: Language | undefined]>([
    [undefined, 'compact', undefined],
    ['javascript', 'js-stringify', 'javascript'],
    ['python', 'python-dumps-compact', 'python'],
    ['php', 'php-json-encode', 'php'],
    // Ruby's are rarer.
    ['ruby', 'compact', undefined],
  ])('%s is told by its own, or else a neutral one', (language, id, of) => {
    expect(told('{"a": 1}', '{"a":1}', language)).toEqual([[id, of]]);
  });

  it('the first is told where each is of a language', () => {
    expect(told('{"a":"é"}', '{"a": "\\u00e9"}')).toEqual([['python-dumps', 'python']]);
    expect(told('{"a":"é"}', '{"a": "\\u00e9"}', 'go')).toEqual([['python-dumps', 'python']]);
  });

  it('the others are alternatives', () => {
    const own = bodySubject('{"a": 1}');
    const signature = signatureWith({ ...own, parts: { body: utf8('{"a":1}') } }, []);
    const [cause] = diagnosisOf(own, signature, { maxDifferences: 1 }).findings[0]?.causes ?? [];
    const ids = cause?.alternatives.map(({ id }) => id) ?? [];
    expect(cause?.title).toBe('the body was signed compact');
    expect(ids).toEqual(expect.arrayContaining(['js-stringify', 'python-dumps-compact']));
    expect(ids).not.toContain('compact');
  });

  it('what curl dropped is told before how the file was made', () => {
    expect(told('{  "a": 1}', '{\n  "a": 1\n}')).toEqual([['curl-data', undefined]]);
  });
});

describe('the string-to-sign of a finding', () => {
  const singles = differencesOf(subject)
    .flatMap((values) => values.filter((_, index) => index % (values.length - 1 || 1) === 0))
    .filter((each) => isReal(subject, [each]));
  const signatures = singles.map((each) => signatureWith(subject, [each]));
  const state = searchFor(subject, signatures, { maxDifferences: 1 });
  const findings = signatures.flatMap((signature) => conclude(subject, signature, state).findings);

  it('is what its segments are, put together', () => {
    expect(findings.length).toBeGreaterThan(100);
    for (const { segments, stringToSign, causes } of findings) {
      const joined = Buffer.from(concatBytes(segments.map(({ bytes }) => bytes)));
      if (!causes.some(({ axis }) => axis === 'layout')) {
        expect(Buffer.from(stringToSign).equals(joined)).toBe(true);
      }
      for (const { bytes } of segments) {
        expect(Buffer.from(stringToSign).includes(Buffer.from(bytes))).toBe(true);
      }
    }
  });

  it('never holds a secret, nor does anything else of a finding', () => {
    const holding = findings.filter(({ holdsSecret }) => holdsSecret);
    expect(holding.length).toBeGreaterThan(0);
    for (const { stringToSign, segments } of holding) {
      expect(Buffer.from(stringToSign).includes('[secret]')).toBe(true);
      expect(segments).toContainEqual({ name: 'secret', bytes: utf8('[secret]') });
    }
    const forms = [CANARY, 'hex', 'base64', 'base64url'].map((form) =>
      form === CANARY ? CANARY : Buffer.from(CANARY).toString(form === 'hex' ? 'hex' : 'base64'),
    );
    for (const finding of findings) {
      const shown = inspect(finding, { depth: 8 }) + textOf(finding);
      expect(forms.filter((form) => shown.includes(form))).toEqual([]);
    }
  });
});

describe('the secret in a string-to-sign', () => {
  it.each(['layout/joined-in', 'layout/joined-in-between'])('%s is shown as [secret]', (name) => {
    const found = findingsOf(name, subject, ({ detail }) => detail?.includes('secret') ?? false);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ holdsSecret }) => holdsSecret)).toBe(true);
    expect(found.map(textOf).join()).toContain('[secret]');
    expect(found.map(textOf).join()).not.toContain(CANARY);
  });
});

/** What is found for the first fitting value of a variant. */
function findingsOf(
  name: string,
  of: Subject = subject,
  fits: (difference: Difference) => boolean = () => true,
): readonly Finding[] {
  const difference = differencesOf(of)
    .flat()
    .find((each) => nameOf(each) === name && fits(each));
  expect(difference, name).toBeDefined();
  const signature = signatureWith(of, difference === undefined ? [] : [difference]);
  return diagnosisOf(of, signature).findings;
}

/** All bytes of a finding as text. */
function textOf({ causes, segments, stringToSign }: Finding): string {
  const values = causes.flatMap(({ documented, signed }) => [documented, signed]);
  return [...values, ...segments.map(({ bytes }) => bytes), stringToSign]
    .map((value) => Buffer.from(value).toString())
    .join('\n');
}

/** With the secret of another profile. */
function shared(other: string, own = 'sesame'): Subject {
  return {
    ...subject,
    secret: Secret.of(own),
    surroundings: {
      ...subject.surroundings,
      otherSecrets: [{ name: 'the secret of profile staging', secret: Secret.of(other) }],
    },
  };
}

/** The stories that are told of a body that was signed otherwise than it was sent. */
function told(sent: string, signed: string, language?: Language): readonly unknown[] {
  const own = bodySubject(sent);
  const signature = signatureWith({ ...own, parts: { body: utf8(signed) } }, []);
  const state = searchFor(own, [signature], { maxDifferences: 1 });
  return conclude(own, signature, state, language).findings.flatMap(({ causes }) =>
    causes.filter(({ axis }) => axis === 'body').map(({ id, language: of }) => [id, of]),
  );
}
