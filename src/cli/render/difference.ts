import type { Difference } from '../../core/diagnose/difference.js';
import type { Cause } from '../../core/diagnose/finding.js';
import { glyphs } from './bytes.js';
import type { Palette } from './palette.js';
import { visible, wrap } from './text.js';

const INDENT = '   ';
/** The width of the names in front of the values. */
export const LABEL = 12;
const COLUMNS = 80 - INDENT.length - LABEL;

/** What is documented and what was signed, with a mark at the place where they part. */
export function renderDifference(
  { documented, signed, difference }: Pick<Cause, 'documented' | 'signed' | 'difference'>,
  palette: Palette,
  names = { documented: 'documented', signed: 'signed' },
): string {
  const start = difference === undefined ? 0 : startOfWindow(difference);
  return [
    line(names.documented, documented, start, palette),
    line(names.signed, signed, start, palette),
    ...(difference === undefined ? [] : [markLine(difference, start, palette)]),
  ].join('');
}

function line(name: string, value: Uint8Array | string, start: number, palette: Palette): string {
  if (typeof value === 'string') {
    const text = wrap(visible(value), 80, ' '.repeat(INDENT.length + LABEL));
    return `${INDENT}${palette.dim(name.padEnd(LABEL))}${text.trimStart()}\n`;
  }
  const shown = value.length === 0 ? palette.dim('(nothing)') : windowFrom(value, start);
  return `${INDENT}${palette.dim(name.padEnd(LABEL))}${shown}\n`;
}

/** A line's worth of the bytes. */
function windowFrom(bytes: Uint8Array, start: number): string {
  let text = start === 0 ? '' : '…';
  let columns = text.length;
  for (const { shown, columns: width, offset, length } of glyphs(bytes.subarray(start))) {
    const isLast = start + offset + length === bytes.length;
    if (columns + width > COLUMNS - (isLast ? 0 : 1)) {
      return `${text}…`;
    }
    text += shown;
    columns += width;
  }
  return text;
}

/** How much is seen before the difference of a long value. */
const BEFORE = 28;

/** Where both windows begin: at the beginning, or a little before the difference. */
function startOfWindow({ offset, documented, signed }: Difference): number {
  if (isShort(documented) && isShort(signed)) {
    return 0;
  }
  let start = Math.max(0, offset - BEFORE);
  while (start > 0 && (documented[start] ?? 0) >> 6 === 0b10) {
    start -= 1;
  }
  for (const { offset: at, length } of glyphs(documented.subarray(start, offset))) {
    if (columnsBefore(documented.subarray(start + at), offset - start - at) <= BEFORE) {
      return start + at;
    }
    if (start + at + length >= offset) {
      break;
    }
  }
  return Math.min(start, offset);
}

function isShort(bytes: Uint8Array): boolean {
  return bytes.length <= COLUMNS && columnsBefore(bytes, bytes.length) <= COLUMNS;
}

/** How wide everything is that ends at or before an offset. */
function columnsBefore(bytes: Uint8Array, end: number): number {
  let columns = 0;
  for (const { offset, length, columns: width } of glyphs(bytes)) {
    if (offset + length > end) {
      break;
    }
    columns += width;
  }
  return columns;
}

/** The place where the two part, and the bytes from there: `byte 7  ^ 22 41 → 20 22`. */
function markLine(
  { offset, documented, signed }: Difference,
  start: number,
  palette: Palette,
): string {
  const ellipsis = start === 0 ? 0 : 1;
  const before = ellipsis + columnsBefore(documented.subarray(start), offset - start);
  const bytes = `${hexFrom(documented, offset)} → ${hexFrom(signed, offset)}`;
  const mark =
    before + 2 + bytes.length <= COLUMNS
      ? `${' '.repeat(before)}^ ${bytes}`
      : `${' '.repeat(Math.max(0, before - bytes.length - 1))}${bytes} ^`;
  return `${INDENT}${palette.dim(`${`at byte ${offset}`.padEnd(LABEL)}${mark}`)}
`;
}

const HEX_BYTES = 4;

function hexFrom(bytes: Uint8Array, offset: number): string {
  const part = [...bytes.subarray(offset, offset + HEX_BYTES)];
  return part.length === 0
    ? '(the end)'
    : part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
