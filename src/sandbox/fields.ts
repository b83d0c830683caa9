import { decodeUtf8 } from '../core/bytes.js';
import { parseJsonTree, type JsonObject, type JsonTree } from '../core/json-tree.js';
import type { BodyParameter, ParameterType } from '../core/provider.js';
import { parseAmount } from './amount.js';

/** The members of a JSON body, read one by one. */
export interface Fields {
  /** A string's value, or a number as it was written; undefined where there is neither. */
  readonly text: (name: string) => string | undefined;
  /** In hundredths. */
  readonly amount: (name: string) => bigint | undefined;
}

/**
 * The JSON object that a body is, numbers as they were written; undefined for any other bytes. No body
 * at all is an object without members.
 */
export function parseObject(body: Uint8Array): JsonObject | undefined {
  if (body.length === 0) {
    return { kind: 'object', members: [] };
  }
  const tree = parseJsonTree(decodeUtf8(body) ?? '');
  return tree?.kind === 'object' ? tree : undefined;
}

export function fieldsOf(object: JsonObject): Fields {
  const text = (name: string): string | undefined => textIn(memberOf(object, name));
  return {
    text,
    amount: (name) => parseAmount(text(name) ?? ''),
  };
}

/** Whether a body has what a route asks for. */
export function isGiven(object: JsonObject, parameter: BodyParameter): boolean {
  const value = memberOf(object, parameter.name);
  return value === undefined ? parameter.isOptional === true : IS_OF_TYPE[parameter.type](value);
}

const IS_OF_TYPE: Readonly<Record<ParameterType, (value: JsonTree) => boolean>> = {
  string: (value) => value.kind === 'string' && value.value !== '',
  amount: (value) => (parseAmount(textIn(value) ?? '') ?? 0n) > 0n,
  count: (value) => value.kind === 'number' && /^[1-9]\d{0,5}$/.test(value.text),
  object: (value) => value.kind === 'object',
};

/** How a message names what a parameter has to be. */
export const EXPECTED: Readonly<Record<ParameterType, string>> = {
  string: 'a string that is not empty',
  amount: 'an amount above 0 with at most two decimals',
  count: 'a whole number from 1',
  object: 'an object',
};

/** The last one of a name counts, as with JSON.parse. */
function memberOf({ members }: JsonObject, name: string): JsonTree | undefined {
  return members.findLast(({ key }) => key.value === name)?.value;
}

function textIn(value: JsonTree | undefined): string | undefined {
  return value?.kind === 'string' ? value.value : value?.kind === 'number' ? value.text : undefined;
}
