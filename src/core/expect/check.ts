import { decodeUtf8 } from '../bytes.js';
import { compareDecimals } from '../decimal.js';
import { findHeader, type Header } from '../headers.js';
import { differences } from '../json-difference.js';
import { atJsonPath } from '../json-path.js';
import { parseJsonTree, type JsonTree } from '../json-tree.js';
import { compactJson } from '../json-text.js';
import { printJsonTree } from '../print-json-tree.js';
import type { Expectation, Operator } from './expectation.js';

/** The answer that something is expected of. */
export interface ExpectedAnswer {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  readonly elapsedMs: number;
}

export interface Checked {
  /** The expectation as it was written. */
  readonly text: string;
  readonly ok: boolean;
  /** What was found instead, or all the same; undefined where there was nothing. */
  readonly found: string | undefined;
}

/** Holds an answer against what is expected of it. */
export function checkExpectations(
  expectations: readonly Expectation[],
  answer: ExpectedAnswer,
): readonly Checked[] {
  return expectations.map((expectation) => check(expectation, answer));
}

function check(expectation: Expectation, answer: ExpectedAnswer): Checked {
  const { text, operator } = expectation;
  const found = find(expectation, answer);
  const report = (ok: boolean): Checked => ({ text, ok, found: found && shown(found) });
  if (operator === 'exists' || operator === '!exists') {
    return report((found !== undefined) === (operator === 'exists'));
  }
  // Nothing is unequal to everything, and neither greater, less nor like anything.
  if (found === undefined) {
    return report(operator === '!=' || operator === '!~');
  }
  return report(holds(found, operator, expectation));
}

/** A JSON value, or any other text. */
type Found = { readonly text: string; readonly unit?: string; readonly tree?: JsonTree };

function find({ subject }: Expectation, answer: ExpectedAnswer): Found | undefined {
  switch (subject.kind) {
    case 'status':
      return { text: String(answer.status) };
    case 'time':
      return { text: answer.elapsedMs.toFixed(1), unit: ' ms' };
    case 'header': {
      const value = findHeader(answer.headers, subject.name);
      return value === undefined ? undefined : { text: value };
    }
    case 'body':
      return answer.body.length === 0 ? undefined : { text: textOf(answer.body) };
    case 'json': {
      const root = parseJsonTree(textOf(answer.body));
      const tree = root && atJsonPath(root, subject.path);
      return tree && { text: tree.kind === 'string' ? tree.value : printJsonTree(tree), tree };
    }
  }
}

function textOf(body: Uint8Array): string {
  return decodeUtf8(body) ?? Buffer.from(body).toString('latin1');
}

function holds(
  found: Found,
  operator: Exclude<Operator, 'exists' | '!exists'>,
  { subject, value }: Expectation,
): boolean {
  switch (operator) {
    case '=':
    case '!=': {
      const isClass = subject.kind === 'status' && value.endsWith('xx');
      const isEqual = isClass ? found.text.startsWith(value.charAt(0)) : equals(found, value);
      return isEqual === (operator === '=');
    }
    case '~':
    case '!~':
      return new RegExp(value, 'su').test(found.text) === (operator === '~');
    default:
      return inOrder(compareDecimals(found.text, value), operator);
  }
}

/** A number by its value, an object and an array by what is in them, all else by its text. */
function equals({ text, tree }: Found, value: string): boolean {
  switch (tree?.kind) {
    case 'number':
      return compareDecimals(text, value) === 0;
    case 'string':
      return text === value || tree.text === value;
    case 'object':
    case 'array': {
      const wanted = parseJsonTree(compactJson(value) ?? '');
      return wanted !== undefined && differences(wanted, tree).length === 0;
    }
    default:
      return text === value;
  }
}

function inOrder(order: number | undefined, operator: '<' | '<=' | '>' | '>='): boolean {
  if (order === undefined) {
    return false;
  }
  const isLess = operator === '<' || operator === '<=';
  return (isLess ? order < 0 : order > 0) || (order === 0 && operator.endsWith('='));
}

const LONGEST = 200;

function shown({ text, tree, unit = '' }: Found): string {
  const whole = tree?.kind === 'string' ? tree.text : text + unit;
  return whole.length <= LONGEST ? whole : `${whole.slice(0, LONGEST)}…`;
}
