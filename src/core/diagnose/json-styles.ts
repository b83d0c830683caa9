import { sortedByUtf16 } from './json-members.js';
import { isInteger } from './json-numbers.js';
import { unicodeEscapes } from './json-strings.js';
import type { JsonMember, JsonString } from '../json-tree.js';
import { indented, type JsonStyle } from './print-json.js';

/** A way of spelling the same JSON that belongs to no language. */
export interface NamedStyle {
  readonly id: string;
  /** Says what happened to the body. */
  readonly title: string;
  readonly weight: 1 | 2;
  readonly style: JsonStyle;
}

/** Spellings that differ in one thing only, and are otherwise as written. */
export const jsonStyles = [
  {
    id: 'compact',
    title: 'the body was signed compact',
    weight: 1,
    style: {},
  },
  {
    id: 'indent-2',
    title: 'the body was signed indented by 2 spaces',
    weight: 1,
    style: indented('  '),
  },
  {
    id: 'indent-4',
    title: 'the body was signed indented by 4 spaces',
    weight: 2,
    style: indented('    '),
  },
  {
    id: 'indent-tab',
    title: 'the body was signed indented by tabs',
    weight: 2,
    style: indented('\t'),
  },
  {
    id: 'spaced',
    title: 'the body was signed with a space after each comma and colon',
    weight: 2,
    style: { object: { separator: ', ' }, array: { separator: ', ' }, colon: ': ' },
  },
  {
    id: 'keys-sorted',
    title: 'the body was signed with its keys sorted',
    weight: 1,
    style: { members: sortedByUtf16 },
  },
  {
    id: 'nulls-left-out',
    title: 'the body was signed without the members that are null',
    weight: 2,
    style: { members: withoutNulls },
  },
  {
    id: 'slashes-escaped',
    title: 'the body was signed with its slashes escaped',
    weight: 2,
    style: rewriting(/\\.|\//g, (part) => (part === '/' ? '\\/' : part)),
  },
  {
    id: 'slashes-unescaped',
    title: 'the body was signed without the escapes of its slashes',
    weight: 2,
    style: rewriting(/\\./g, (part) => (part === '\\/' ? '/' : part)),
  },
  {
    id: 'non-ascii-escaped',
    title: 'the body was signed with escapes for what is not ASCII',
    weight: 2,
    style: rewriting(/[\u0080-\uffff]/g, (char) => unicodeEscapes(char, 'lower')),
  },
  {
    id: 'non-ascii-escaped-upper',
    title: 'the body was signed with escapes in capitals for what is not ASCII',
    weight: 2,
    style: rewriting(/[\u0080-\uffff]/g, (char) => unicodeEscapes(char, 'upper')),
  },
  {
    id: 'non-ascii-unescaped',
    title: 'the body was signed with its letters that are not ASCII unescaped',
    weight: 2,
    style: rewriting(/(?:\\u[\da-f]{4})+|\\./gi, unescaped),
  },
  {
    id: 'escape-hex-case',
    title: 'the body was signed with its escapes in lower case',
    weight: 2,
    style: rewriting(/\\u[\da-f]{4}|\\./gi, (part) => changedHex(part, 'lower')),
  },
  {
    id: 'escape-hex-case-upper',
    title: 'the body was signed with its escapes in capitals',
    weight: 2,
    style: rewriting(/\\u[\da-f]{4}|\\./gi, (part) => changedHex(part, 'upper')),
  },
  {
    id: 'html-escaped',
    title: 'the body was signed with <, > and & escaped',
    weight: 2,
    style: rewriting(/[<>&]/g, (char) => unicodeEscapes(char, 'lower')),
  },
  {
    id: 'number-short',
    title: 'the body was signed without the zeros at the end of its fractions',
    weight: 1,
    style: { number: (text) => text.replace(/^(-?\d+)(?:\.0+|(\.\d*[1-9])0+)$/, '$1$2') },
  },
  {
    id: 'number-decimal',
    title: 'the body was signed with .0 after its integers',
    weight: 2,
    style: { number: (text) => (isInteger(text) ? `${text}.0` : text) },
  },
  {
    id: 'number-plain',
    title: 'the body was signed with its exponents written out',
    weight: 2,
    style: { number: plain },
  },
  {
    id: 'numbers-quoted',
    title: 'the body was signed with its numbers as strings',
    weight: 2,
    style: { number: (text) => `"${text}"` },
  },
  {
    id: 'numbers-unquoted',
    title: 'the body was signed with its numeric strings as numbers',
    weight: 2,
    style: {
      string: ({ text, value }) => (NUMBER.test(value) ? value : text),
      key: ({ text }) => text,
    },
  },
] as const satisfies readonly NamedStyle[];

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Strings and keys, as written, with parts of them replaced; an escape has to match as a whole. */
function rewriting(pattern: RegExp, change: (part: string) => string): JsonStyle {
  return { string: ({ text }: JsonString) => text.replace(pattern, change) };
}

function withoutNulls(members: readonly JsonMember[]): readonly JsonMember[] {
  return members.filter(({ value }) => value.kind !== 'word' || value.text !== 'null');
}

/** A run of escapes at once, since one character can take two; ASCII stays escaped. */
function unescaped(part: string): string {
  if (!/^\\u/i.test(part)) {
    return part;
  }
  const decoded = part.replace(/\\u(.{4})/gi, (escape, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code < 0x80 ? escape : String.fromCharCode(code);
  });
  return decoded.isWellFormed() ? decoded : part;
}

function changedHex(part: string, hex: 'lower' | 'upper'): string {
  return part.startsWith('\\u')
    ? `\\u${hex === 'lower' ? part.slice(2).toLowerCase() : part.slice(2).toUpperCase()}`
    : part;
}

/** Beyond what a double holds, nothing prints it. */
const LARGEST_EXPONENT = 400;

function plain(text: string): string {
  const [, sign = '', whole = '', fraction = '', power] =
    /^(-?)(\d+)(?:\.(\d+))?[eE](.+)$/.exec(text) ?? [];
  const exponent = Number(power);
  if (power === undefined || Math.abs(exponent) > LARGEST_EXPONENT) {
    return text;
  }
  const before = whole.length + exponent;
  const digits = `${whole}${fraction}`
    .padEnd(before, '0')
    .padStart(fraction.length - exponent, '0');
  const point = Math.max(before, 0);
  const integer = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const rest = digits.slice(point).replace(/0+$/, '');
  return `${sign}${integer === '' ? '0' : integer}${rest === '' ? '' : `.${rest}`}`;
}
