import type { Alternative, Cause, Finding } from '../../core/diagnose/finding.js';
import type { Language } from '../../core/diagnose/variant.js';
import type { DigestAlgorithm, Scheme, SignatureEncoding } from '../../core/provider.js';
import type { Diagnosis } from '../diagnosis.js';
import { byteRows } from './byte-rows.js';
import { LABEL, renderDifference } from './difference.js';
import { renderWarnings } from './explain.js';
import { opensslLines } from './openssl.js';
import type { Palette } from './palette.js';
import { renderSearch } from './search-report.js';
import { count, visible, wrap } from './text.js';

const INDENT = '   ';

/** Words that depend on who reads a diagnosis. */
export interface DiagnosisWording {
  /** What stands before the two values that differ. */
  readonly names: (cause: Cause) => { readonly documented: string; readonly signed: string };
  /** The heading of what should have been signed. */
  readonly expected: string;
  /** What to do where nothing was found. */
  readonly next: string;
  /** The variable that lines for a shell take the secret from. */
  readonly secretVariable: string;
}

const FOR_SIGNERS: DiagnosisWording = {
  names: () => ({ documented: 'documented', signed: 'signed' }),
  expected: 'documented string-to-sign',
  next: 'Print the string-to-sign right before it is signed, and compare it with the documented one. Where both are the same, the secret is another one.',
  secretVariable: 'VK_API_SECRET',
};

/**
 * What was found out, in 80 columns.
 *
 * @param isVerbose adds lines for a shell that make the signature by openssl, and every variant's name
 * @param wording for whom it is: the one who has signed, or the one who verifies
 */
export function renderDiagnosis(
  diagnosis: Diagnosis,
  palette: Palette,
  isVerbose: boolean,
  wording: DiagnosisWording = FOR_SIGNERS,
): string {
  const { outcome, remarks, documented } = diagnosis;
  const { verdict, search } = outcome;
  const blocks = [
    `${headline(diagnosis, palette)}\n`,
    ...(verdict === 'explained' ? renderFindings(diagnosis, palette, isVerbose, wording) : []),
    ...(verdict === 'unexplained' && search.isDigest
      ? [`${wording.expected}\n${renderBytes(documented, palette)}`]
      : []),
    ...(remarks.length === 0 ? [] : [renderWarnings(remarks, palette)]),
    renderSearch(outcome, palette, isVerbose, wording.next),
  ];
  return blocks.join('\n');
}

function headline({ settings, outcome, remarks }: Diagnosis, palette: Palette): string {
  const { name } = settings.provider;
  switch (outcome.verdict) {
    case 'correct': {
      const next =
        remarks.length === 0
          ? 'If it is refused all the same, the request that arrived was another one, or the secret is not the one of this API key.'
          : 'If it is refused all the same, see what is odd below.';
      const text = `correct: this is the signature that ${name}'s procedure gives for this request with this secret. ${next}`;
      return wrap(text, 80, '').replace('correct', (word) => palette.ok(word));
    }
    case 'explained': {
      const most = outcome.findings[0]?.causes.length ?? 0;
      const what =
        most === 1 ? 'one difference reproduces' : `${most} differences together reproduce`;
      return `${palette.ok('explained')}: ${what} the signature`;
    }
    case 'unexplained':
      return `${palette.bad('no cause found')}: ${
        outcome.search.isDigest
          ? 'nothing that was tried reproduces the signature'
          : 'the signature is no whole digest, neither in hex nor in base64'
      }`;
  }
}

/** Stories that give the same bytes follow each other, and share the proof. */
function renderFindings(
  { settings, outcome, language }: Diagnosis,
  palette: Palette,
  isVerbose: boolean,
  wording: DiagnosisWording,
): string[] {
  return outcome.findings.flatMap((finding, index) => {
    const previous = outcome.findings[index - 1];
    const next = outcome.findings[index + 1];
    return [
      ...(previous === undefined ? [] : [`${introduce(previous, finding)}\n`]),
      ...finding.causes.map((cause, number) =>
        renderCause(cause, String(number + 1), language, palette, wording),
      ),
      ...(next !== undefined && isSameProof(finding, next)
        ? []
        : [
            renderProof(finding, palette) +
              (isVerbose ? renderShell(finding, settings.provider.scheme, wording) : ''),
          ]),
    ];
  });
}

function introduce(previous: Finding, finding: Finding): string {
  return isSameProof(previous, finding)
    ? 'or, which signs the very same bytes:'
    : 'or, which gives the same signature:';
}

function isSameProof(a: Finding, b: Finding): boolean {
  return a.algorithm === b.algorithm && Buffer.compare(a.stringToSign, b.stringToSign) === 0;
}

function renderCause(
  cause: Cause,
  number: string,
  language: Language | undefined,
  palette: Palette,
  { names }: DiagnosisWording,
): string {
  const detail = cause.detail === undefined || isShownBelow(cause) ? '' : ` (${cause.detail})`;
  const title = wrap(visible(`${cause.axis}: ${cause.title}${detail}`), 80, INDENT);
  return [
    `${number}  ${palette.warn(title.slice(INDENT.length))}\n`,
    renderDifference(cause, palette, names(cause)),
    renderAlternatives(cause, palette),
    `${wrap(visible(cause.remedy.any), 80, INDENT)}\n`,
    renderCode(cause, language, palette),
  ].join('');
}

/** Other stories of the same value: where they are many, the likeliest. */
function renderAlternatives({ title, alternatives }: Cause, palette: Palette): string {
  const shown = alternatives.slice(0, MOST_ALTERNATIVES);
  const names = shown.map((each, index) => nameOf(each, shown[index - 1]?.title ?? title));
  const more = alternatives.length - shown.length;
  const label = 'same as'.padEnd(LABEL);
  const indent = ' '.repeat(INDENT.length + LABEL);
  const text = [...names, ...(more > 0 ? [`and ${more} more in --json`] : [])]
    .map((each) => `${wrap(visible(each), 80, indent)}\n`)
    .join('');
  return text === '' ? '' : `${INDENT}${palette.dim(label)}${text.trimStart()}`;
}

/** Of stories with one title, only the first repeats it. */
function nameOf({ title, detail }: Alternative, previous: string): string {
  if (detail === undefined) {
    return title;
  }
  return title === previous ? detail : `${title} (${detail})`;
}

const MOST_ALTERNATIVES = 3;

/** Words stand below as what was signed; a value's detail may say more. */
function isShownBelow({ detail, signed }: Cause): boolean {
  return signed === detail;
}

/** How to mend it in the likely language, or in each, where none is likelier. */
function renderCode(
  { remedy, language: own }: Cause,
  language: Language | undefined,
  palette: Palette,
): string {
  const likely = own ?? language;
  const isKnown = likely !== undefined && remedy[likely] !== undefined;
  const shown = isKnown
    ? [likely]
    : LANGUAGES.filter((each) => remedy[each] !== undefined).slice(0, MOST_LANGUAGES);
  const width = Math.max(0, ...shown.map((each) => each.length));
  return shown
    .map((each) => `${INDENT}${palette.dim(each.padEnd(width))}  ${remedy[each] ?? ''}\n`)
    .join('');
}

/** Where the language is not known: the others are in `--json` and in the catalogue. */
const MOST_LANGUAGES = 3;
const LANGUAGES = ['javascript', 'python', 'php', 'java', 'go', 'ruby', 'csharp'] as const;

/** The string-to-sign that reproduces the signature. */
function renderProof(
  { stringToSign, algorithm, signature, holdsSecret }: Finding,
  palette: Palette,
): string {
  const size = holdsSecret ? '' : ` of ${count(stringToSign.length, 'byte')}`;
  return [
    `proof: ${visible(algorithm)}${size} gives the signature\n`,
    renderBytes(stringToSign, palette),
    `${INDENT}${palette.dim('=')} ${palette.ok(visible(signature))}\n`,
  ].join('');
}

function renderBytes(bytes: Uint8Array, palette: Palette): string {
  const rows = byteRows([{ bytes, offset: 0, label: undefined }]).map((row) =>
    'hiddenBytes' in row
      ? palette.dim(`… ${count(row.hiddenBytes, 'byte')} not shown; --json has all of it`)
      : row.runs.map(({ text }) => text).join(''),
  );
  const lines = rows.length === 0 ? [palette.dim('(empty)')] : rows;
  return lines.map((line) => `${INDENT}${line}\n`).join('');
}

/** Nothing where openssl alone could not tell, or the lines would be longer than their use. */
function renderShell(
  finding: Finding,
  scheme: Scheme,
  { secretVariable }: DiagnosisWording,
): string {
  const algorithm = hmacDigest(finding.algorithm);
  if (algorithm === undefined || finding.holdsSecret || finding.stringToSign.length > LONGEST) {
    return '';
  }
  const secret = finding.causes.find(({ axis }) => axis === 'secret');
  const which =
    secret === undefined ? 'set to the secret' : 'set to the secret as it was used (see above)';
  const encoding = ENCODINGS.find((each) => each === finding.encoding) ?? 'hex';
  const lines = opensslLines(
    { ...scheme, algorithm, encoding },
    finding.stringToSign,
    secretVariable,
  );
  return `\nby openssl, in bash or zsh, with ${secretVariable} ${which}:\n${lines
    .split('\n')
    .map((line) => `${INDENT}${line}\n`)
    .join('')}`;
}

const LONGEST = 1500;
const ENCODINGS: readonly SignatureEncoding[] = ['hex', 'base64', 'base64url'];

const DIGESTS: readonly DigestAlgorithm[] = ['sha1', 'sha256', 'sha384', 'sha512'];

function hmacDigest(name: string): DigestAlgorithm | undefined {
  return DIGESTS.find((digest) => name === `HMAC-${digest.toUpperCase()}`);
}
