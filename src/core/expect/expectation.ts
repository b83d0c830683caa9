import { VkError } from '../error.js';
import { readJsonPath, type JsonPath } from '../json-path.js';

/** What is expected of an answer, one statement of it. */
export interface Expectation {
  /** As it was written; names the expectation wherever it is spoken of. */
  readonly text: string;
  readonly subject: Subject;
  readonly operator: Operator;
  /** What is compared with; empty for `exists`. Of a time, milliseconds. */
  readonly value: string;
}

export type Subject =
  | { readonly kind: 'status' }
  | { readonly kind: 'time' }
  | { readonly kind: 'header'; readonly name: string }
  /** The body's text. */
  | { readonly kind: 'body' }
  | { readonly kind: 'json'; readonly path: JsonPath };

export type Operator = '=' | '!=' | '~' | '!~' | '<' | '<=' | '>' | '>=' | 'exists' | '!exists';

const HEADER = /header\.([\w.-]+)/y;
const REST = /\s*(!exists|exists|!=|!~|<=|>=|=|~|<|>)\s?(.*)$/sy;

/**
 * Reads `status=200`, `header.X-API-Mode=sandbox`, `body.data.currency=INR`, `body~paid`,
 * `body.data.id exists` or `time<2s`.
 *
 * @throws VkError `usage`
 */
export function parseExpectation(text: string): Expectation {
  const { subject, end } = readSubject(text);
  REST.lastIndex = end;
  const [, sign, value = ''] = REST.exec(text) ?? [];
  const operator = OPERATORS.find((each) => each === sign);
  if (operator === undefined) {
    throw refused(text, 'has no =, !=, ~, !~, <, <=, >, >=, exists or !exists behind its subject');
  }
  return checked({ text, subject, operator, value });
}

const OPERATORS: readonly Operator[] = [
  '=',
  '!=',
  '~',
  '!~',
  '<',
  '<=',
  '>',
  '>=',
  'exists',
  '!exists',
];

function readSubject(text: string): { readonly subject: Subject; readonly end: number } {
  HEADER.lastIndex = 0;
  const [header, name] = HEADER.exec(text) ?? [];
  if (header !== undefined && name !== undefined) {
    return { subject: { kind: 'header', name }, end: header.length };
  }
  const [word] = /^[a-z]+/.exec(text) ?? [''];
  if (word === 'status' || word === 'time') {
    return { subject: { kind: word }, end: word.length };
  }
  if (word === 'body') {
    const { path, end } = readJsonPath(text, word.length);
    return { subject: path.length === 0 ? { kind: 'body' } : { kind: 'json', path }, end };
  }
  throw refused(text, 'begins with none of status, time, header.NAME, body and body.PATH');
}

function checked(expectation: Expectation): Expectation {
  const { text, subject, operator, value } = expectation;
  if (operator === 'exists' || operator === '!exists') {
    if (value !== '') {
      throw refused(text, `has something behind ${operator}`);
    }
    return expectation;
  }
  if (operator === '~' || operator === '!~') {
    refuseBadPattern(text, value);
    return expectation;
  }
  if (subject.kind === 'time') {
    return { ...expectation, value: String(readMilliseconds(text, value)) };
  }
  if (subject.kind === 'status' && !/^[1-5](?:\d\d|xx)$/.test(value)) {
    throw refused(text, `has no status in ${JSON.stringify(value)}, such as 200 or 2xx`);
  }
  if (subject.kind === 'status' && value.endsWith('xx') && !/^!?=$/.test(operator)) {
    throw refused(text, `has a class of statuses behind ${operator}, which takes one, such as 300`);
  }
  return expectation;
}

function refuseBadPattern(text: string, pattern: string): void {
  try {
    RegExp(pattern, 'su');
  } catch {
    throw refused(text, `has no regular expression in ${JSON.stringify(pattern)}`);
  }
}

function readMilliseconds(text: string, value: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(value) ?? [];
  if (number === undefined) {
    throw refused(text, `has no time in ${JSON.stringify(value)}, such as 500ms or 2s`);
  }
  return Number(number) * (unit === 's' ? 1000 : 1);
}

function refused(text: string, why: string): VkError {
  return new VkError(
    'usage',
    `--expect ${JSON.stringify(text)} ${why}`,
    "Write status=200, header.X-API-Mode=sandbox, 'body.data.currency=INR' or 'time<2s'.",
  );
}
