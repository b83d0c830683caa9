import type { WireRequest } from '../../app/ports.js';
import type { Settings } from '../../app/settings.js';
import { PART_TITLES, type Explanation, type Piece } from '../../core/explain.js';
import type { Remark, RemarkId } from '../../core/remarks.js';
import type { Scheme } from '../../core/provider.js';
import type { SignedRequest } from '../../core/sign.js';
import { byteRows, ruler, type Span } from './byte-rows.js';
import { legend, visibleBytes } from './bytes.js';
import { hmacOfInput, opensslLines } from './openssl.js';
import type { Palette } from './palette.js';
import { signDocument } from './sign.js';
import { count, visible, wrap } from './text.js';

/** A signature with all that was found out about it. */
export interface ExplainedSignature {
  readonly settings: Settings;
  readonly request: Pick<WireRequest, 'method' | 'target' | 'body'>;
  readonly timestamp: string;
  readonly signed: SignedRequest;
  readonly explanation: Explanation;
}

/** The signature as numbered steps, in 80 columns but for headers and the lines for a shell. */
export function renderExplanation(
  subject: ExplainedSignature,
  hasColour: boolean,
  palette: Palette,
): string {
  const { settings, signed, explanation, timestamp } = subject;
  const { name, scheme } = settings.provider;
  const parts = explanation.pieces.filter(({ part }) => part !== undefined);
  const step = (ahead: number): string => String(parts.length + ahead);
  const blocks = [
    `${wrap(`${name} signs ${formula(scheme)} by ${algorithmName(scheme)}.`, 80, '')}\n`,
    parts.map((part) => renderPart(part, palette)).join(''),
    renderStringToSign(subject, step(1), hasColour, palette),
    `${step(2)}  signature: ${algorithmName(scheme)} of ${step(1)} with the secret, in ${scheme.encoding}\n${INDENT}${palette.ok(signed.signature)}\n`,
    `${step(3)}  headers\n${signed.headers.map(([header, value]) => `${INDENT}${palette.key(visible(header))}: ${visible(value)}\n`).join('')}`,
    `${step(4)}  the same by openssl, in bash or zsh; set VK_API_SECRET first\n${shellLines(scheme, signed.stringToSign, timestamp)}\n`,
    ...(explanation.warnings.length === 0 ? [] : [renderWarnings(explanation.warnings, palette)]),
  ];
  return blocks.join('\n');
}

/** Everything as one document: that of `vk sign --json`, and more. */
export function renderExplanationJson(subject: ExplainedSignature): string {
  const { settings, request, timestamp, signed, explanation } = subject;
  const document = {
    ...signDocument(settings, request, timestamp, signed),
    stringToSignLength: signed.stringToSign.length,
    stringToSignSha256: explanation.stringToSignSha256,
    visible: visibleBytes(signed.stringToSign),
    legend: explanation.pieces.flatMap(({ bytes, offset }) => legend(bytes, offset)),
    openssl: opensslLines(settings.provider.scheme, signed.stringToSign),
    warnings: explanation.warnings,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const INDENT = '   ';

/** `timestamp + method + path with query + body`, or `body + ":" + timestamp`. */
function formula({ parts, separator }: Scheme): string {
  const between = separator === '' ? ' + ' : ` + ${JSON.stringify(separator)} + `;
  return parts.map((part) => PART_TITLES[part]).join(between);
}

function algorithmName({ algorithm }: Scheme): string {
  return `HMAC-${algorithm.toUpperCase()}`;
}

function renderPart({ part, step, bytes, offset }: Piece, palette: Palette): string {
  const title = part === undefined ? '' : PART_TITLES[part];
  const span = { bytes, offset, label: step };
  const size = `${count(bytes.length, 'byte')} at ${offset}`;
  return `${step}  ${partPaint(step, palette)(title)}  ${palette.dim(size)}\n${renderRows([span], false, palette)}`;
}

function renderStringToSign(
  { settings, signed, explanation }: ExplainedSignature,
  step: string,
  hasColour: boolean,
  palette: Palette,
): string {
  const { separator, parts } = settings.provider.scheme;
  const join =
    parts.length === 1
      ? ''
      : `, joined ${separator === '' ? 'without a separator' : `by ${JSON.stringify(separator)}`}`;
  const spans = explanation.pieces.map(({ bytes, offset, step: label }) => ({
    bytes,
    offset,
    label,
  }));
  return [
    `${step}  string-to-sign${join}  ${palette.dim(count(signed.stringToSign.length, 'byte'))}\n`,
    renderRows(spans, !hasColour, palette),
    renderLegend(spans, palette),
    `${INDENT}${palette.dim('SHA-256')} ${explanation.stringToSignSha256}\n`,
  ].join('');
}

/** Bytes in rows; where there are several, each begins with its offset. */
function renderRows(spans: readonly Span[], hasRuler: boolean, palette: Palette): string {
  const rows = byteRows(spans);
  if (rows.length === 0) {
    return `${INDENT}${palette.dim('(empty)')}\n`;
  }
  const width = rows.length === 1 ? 0 : String(lastOffset(rows)).length;
  const gutter = (text: string): string => (width === 0 ? '' : `${text.padStart(width)}  `);
  return rows
    .map((row) => {
      if ('hiddenBytes' in row) {
        const hidden = `… ${count(row.hiddenBytes, 'byte')} not shown; --json has all of it`;
        return `${INDENT}${gutter('')}${palette.dim(hidden)}\n`;
      }
      const text = row.runs.map((run) => partPaint(run.label, palette)(run.text)).join('');
      const line = `${INDENT}${palette.dim(gutter(String(row.offset)))}${text}\n`;
      return hasRuler ? `${line}${INDENT}${gutter('')}${ruler(row)}\n` : line;
    })
    .join('');
}

function lastOffset(rows: ReturnType<typeof byteRows>): number {
  const last = rows.at(-1);
  return last !== undefined && 'offset' in last ? last.offset : 0;
}

/** The colours of the parts alternate, so that it shows where one ends. */
function partPaint(step: number | undefined, palette: Palette): (text: string) => string {
  if (step === undefined) {
    return palette.dim;
  }
  return step % 2 === 1 ? palette.key : palette.other;
}

function renderLegend(spans: readonly Span[], palette: Palette): string {
  const lines = spans.flatMap(({ bytes, offset }) => legend(bytes, offset));
  const more = lines.length - LONGEST_LEGEND;
  const shown = more > 0 ? lines.slice(0, LONGEST_LEGEND) : lines;
  const rest = more > 0 ? [palette.dim(`… ${count(more, 'line')} more in --json`)] : [];
  return [...shown, ...rest].map((line) => `${INDENT}${line}\n`).join('');
}

const LONGEST_LEGEND = 16;

/** Lines to paste. A long string-to-sign would flood the terminal: `vk sign` prints it then. */
function shellLines(scheme: Scheme, stringToSign: Uint8Array, timestamp: string): string {
  const lines =
    stringToSign.length <= LONGEST_SHELL
      ? opensslLines(scheme, stringToSign)
      : `vk sign … --timestamp ${timestamp} --only string-to-sign | ${hmacOfInput(scheme)}`;
  return lines
    .split('\n')
    .map((line) => `${INDENT}${line}`)
    .join('\n');
}

const LONGEST_SHELL = 1500;

/** What is so by design of a scheme, and nothing to mend. */
const FACTS: ReadonlySet<RemarkId> = new Set(['not-covered', 'no-separator']);

/** Remarks that need no signature, each with what to do about it. */
export function renderWarnings(warnings: readonly Remark[], palette: Palette): string {
  return warnings
    .map(({ id, text, remedy }) => {
      const what = wrap(visible(text), 80, INDENT).slice(INDENT.length);
      const mark = FACTS.has(id) ? palette.dim('i') : palette.warn('!');
      return `${mark}  ${what}\n${wrap(visible(remedy), 80, INDENT)}\n`;
    })
    .join('');
}
