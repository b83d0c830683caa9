import { utf8 } from '../../core/bytes.js';
import { VkError } from '../../core/error.js';
import { parseExpectation, type Expectation } from '../../core/expect/expectation.js';
import { memberTexts, type JsonMemberText } from '../../core/json-member-texts.js';
import { isRecord, parseJson } from '../../core/parsed-json.js';
import type { RequestWords } from '../request.js';
import type { RawLine } from './read-lines.js';

/** A call of a file, in the words of its line. */
export interface BatchLine {
  /** The line's own name for it; its number where it has none. */
  readonly id: string;
  readonly words: RequestWords;
  readonly expectations: readonly Expectation[];
}

/**
 * Reads a call from its line of JSON. Its body is what stands there, byte for byte.
 *
 * @throws VkError `usage` or `bad-body`, which names the line
 */
export function parseLine({ line, text }: RawLine): BatchLine {
  const members = readMembers(line, text);
  const strings = (name: Name): string | undefined => stringOf(line, name, members.get(name));
  const { requestId, idempotencyKey, externalEventId } = {
    requestId: strings('requestId'),
    idempotencyKey: strings('idempotencyKey'),
    externalEventId: strings('externalEventId'),
  };
  return {
    id: strings('id') ?? String(line),
    words: {
      method: required(line, 'method', strings('method')),
      path: required(line, 'path', strings('path')),
      query: pairsOf(line, 'query', members.get('query')),
      headers: pairsOf(line, 'headers', members.get('headers')),
      members: [],
      data: readBody(line, members),
      options: {
        ...(requestId !== undefined && { requestId }),
        ...(idempotencyKey !== undefined && { idempotencyKey }),
        ...(externalEventId !== undefined && { externalEventId }),
      },
      overrideHeaders: false,
    },
    expectations: listOf(line, 'expect', members.get('expect')).map((each) =>
      expectationOf(line, each),
    ),
  };
}

const NAMES = [
  'id',
  'method',
  'path',
  'query',
  'headers',
  'body',
  'data',
  'dataBase64',
  'expect',
  'requestId',
  'idempotencyKey',
  'externalEventId',
] as const;

type Name = (typeof NAMES)[number];

interface Member {
  readonly text: string;
  readonly value: unknown;
}

type Members = ReadonlyMap<Name, Member>;

function readMembers(line: number, text: string | undefined): Members {
  if (text === undefined) {
    throw refused(line, 'is no UTF-8, or longer than 32 MiB', 'Save the file as UTF-8.');
  }
  const object = parseObject(line, text);
  const members = new Map<Name, Member>();
  for (const member of memberTexts(text)) {
    const name = knownName(line, member);
    if (members.has(name)) {
      throw refused(line, `has ${JSON.stringify(name)} twice`, 'Leave one of them out.');
    }
    members.set(name, { text: member.text, value: object[name] });
  }
  return members;
}

function parseObject(line: number, text: string): Readonly<Record<string, unknown>> {
  const value = parseJson(text);
  if (value === undefined) {
    throw refused(line, 'is not JSON', EXAMPLE);
  }
  if (!isRecord(value)) {
    throw refused(line, 'is no JSON object', EXAMPLE);
  }
  return value;
}

const EXAMPLE = 'Write {"method":"POST","path":"/verify/pan","body":{"pan":"ABCDE1234F"}}.';

function knownName(line: number, { name }: JsonMemberText): Name {
  const known = NAMES.find((each) => each === name);
  if (known === undefined) {
    throw refused(
      line,
      `has ${JSON.stringify(name)}, which is no part of a call`,
      `A call has ${NAMES.join(', ')}.`,
    );
  }
  return known;
}

function required(line: number, name: Name, value: string | undefined): string {
  if (value === undefined) {
    throw refused(line, `has no ${JSON.stringify(name)}`, EXAMPLE);
  }
  return value;
}

function stringOf(line: number, name: Name, member: Member | undefined): string | undefined {
  if (member === undefined) {
    return undefined;
  }
  if (typeof member.value !== 'string') {
    throw refused(line, `has a ${JSON.stringify(name)} that is no string`, 'Put it in quotes.');
  }
  return wellFormed(line, name, member.value);
}

function wellFormed(line: number, name: Name, text: string): string {
  if (!text.isWellFormed()) {
    throw refused(
      line,
      `has a surrogate without its partner in ${JSON.stringify(name)}`,
      'It has no UTF-8: write the whole character.',
    );
  }
  return text;
}

/** The members of an object of strings, or of arrays of strings. */
function pairsOf(
  line: number,
  name: Name,
  member: Member | undefined,
): readonly (readonly [string, string])[] {
  if (member === undefined) {
    return [];
  }
  if (!isRecord(member.value)) {
    throw refused(line, `has ${name} that are no object`, `Write {"${name}":{"name":"value"}}.`);
  }
  const { value } = member;
  // The texts have the order of the line, which the value has not where names look like numbers.
  return memberTexts(member.text).flatMap(({ name: key }) =>
    stringsOf(value[key]).map((text): readonly [string, string] => {
      if (text === undefined) {
        throw refused(
          line,
          `has ${JSON.stringify(key)} in its ${name}, which is no string`,
          'Put it in quotes; an array of strings stands for several.',
        );
      }
      return [wellFormed(line, name, key), wellFormed(line, name, text)];
    }),
  );
}

/** Undefined for each that is no string. */
function stringsOf(value: unknown): readonly (string | undefined)[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.map((each) => (typeof each === 'string' ? each : undefined));
}

function listOf(line: number, name: Name, member: Member | undefined): readonly string[] {
  const texts = member === undefined ? [] : stringsOf(member.value);
  return texts.map((text) => {
    if (text === undefined) {
      throw refused(line, `has ${name} with no string`, 'Write {"expect":["status=200"]}.');
    }
    return text;
  });
}

function expectationOf(line: number, text: string): Expectation {
  return namingLine(line, () => parseExpectation(text));
}

/** What comes of some work, or its VkError with the line that it is about. */
export function namingLine<T>(line: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof VkError
      ? new VkError(error.code, `line ${line}: ${error.message}`, error.remedy)
      : error;
  }
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function readBody(line: number, members: Members): Uint8Array | undefined {
  const given = (['body', 'data', 'dataBase64'] as const).filter((name) => members.has(name));
  if (given.length > 1) {
    throw refused(line, `has ${given.join(' and ')}`, 'Use one of them.');
  }
  const body = members.get('body');
  if (body !== undefined) {
    return utf8(body.text);
  }
  const base64 = stringOf(line, 'dataBase64', members.get('dataBase64'));
  if (base64 !== undefined && !BASE64.test(base64)) {
    throw refused(line, 'has a dataBase64 that is no base64', 'Use data for a text.');
  }
  const data = stringOf(line, 'data', members.get('data'));
  const text = data === undefined ? undefined : utf8(data);
  return base64 === undefined ? text : Buffer.from(base64, 'base64');
}

function refused(line: number, why: string, remedy: string): VkError {
  return new VkError('usage', `line ${line} ${why}`, remedy);
}
