import { VkError } from './error.js';
import type { JsonArray, JsonObject, JsonString, JsonTree } from './json-tree.js';
import { compactJson } from './json-text.js';
import { parseJsonTree } from './json-tree.js';

/** A change of one value inside JSON: `data.amount=5` or `data.tags:=["a"]`. */
export interface JsonChange {
  /** As it was written; names the change in errors. */
  readonly word: string;
  /** Names of members, and positions in arrays, from the outside in. */
  readonly path: readonly [string, ...string[]];
  readonly value: string;
  /** Whether the value is JSON; otherwise it is of the kind that it replaces, or else a string. */
  readonly isJson: boolean;
}

/**
 * Reads `path=value` or `path:=json`. A dot leads inside; a backslash makes `.`, `=`, `:` or `\`
 * part of a name.
 *
 * @throws VkError `usage`
 */
export function parseJsonChange(word: string): JsonChange {
  const names = [''];
  for (let index = 0; index < word.length; index += 1) {
    const char = word.charAt(index);
    const next = word.charAt(index + 1);
    if (char === '\\' && '.=:\\'.includes(next) && next !== '') {
      names.push(`${names.pop() ?? ''}${next}`);
      index += 1;
    } else if (char === '=' || (char === ':' && next === '=')) {
      return closed(word, names, char === ':', word.slice(index + (char === ':' ? 2 : 1)));
    } else if (char === '.') {
      names.push('');
    } else {
      names.push(`${names.pop() ?? ''}${char}`);
    }
  }
  throw noChange(word);
}

function closed(word: string, names: string[], isJson: boolean, value: string): JsonChange {
  const [first = '', ...others] = names;
  if (first === '' || others.includes('')) {
    throw noChange(word);
  }
  return { word, path: [first, ...others], value, isJson };
}

function noChange(word: string): VkError {
  return new VkError(
    'usage',
    `--set ${JSON.stringify(word)} sets nothing`,
    'Write data.amount=5 for a value, data.tags:=\'["a"]\' for JSON, data.codes.0.code=X in an array.',
  );
}

/**
 * The same JSON with one value changed, or added behind the others: all else stays as it was written.
 *
 * @throws VkError `bad-body` where the path leads nowhere, or the value is no JSON
 */
export function setJson(tree: JsonTree, change: JsonChange): JsonTree {
  return setAt(tree, change, 0);
}

function setAt(tree: JsonTree | undefined, change: JsonChange, depth: number): JsonTree {
  const name = change.path[depth];
  if (name === undefined) {
    return valueOf(tree, change);
  }
  switch (tree?.kind) {
    case undefined:
      return setMember({ kind: 'object', members: [] }, name, change, depth);
    case 'object':
      return setMember(tree, name, change, depth);
    case 'array':
      return setItem(tree, name, change, depth);
    default:
      throw nowhere(change, depth, 'is neither an object nor an array');
  }
}

/** Of members of one name the last counts, as with JSON.parse. */
function setMember(
  { members }: JsonObject,
  name: string,
  change: JsonChange,
  depth: number,
): JsonObject {
  const index = members.findLastIndex(({ key }) => key.value === name);
  const present = members[index];
  const key = present?.key ?? stringOf(name);
  const member = { key, value: setAt(present?.value, change, depth + 1) };
  return {
    kind: 'object',
    members: present === undefined ? [...members, member] : members.with(index, member),
  };
}

function setItem({ items }: JsonArray, name: string, change: JsonChange, depth: number): JsonArray {
  const index = /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : Number.NaN;
  if (Number.isNaN(index) || index > items.length) {
    throw nowhere(change, depth, `is an array: ${name} is no position from 0 to ${items.length}`);
  }
  const item = setAt(items[index], change, depth + 1);
  return { kind: 'array', items: [...items.slice(0, index), item, ...items.slice(index + 1)] };
}

function nowhere({ word, path }: JsonChange, depth: number, why: string): VkError {
  const place = depth === 0 ? 'the event' : path.slice(0, depth).join('.');
  return new VkError(
    'bad-body',
    `--set ${JSON.stringify(word)} leads nowhere: ${place} ${why}`,
    'Look at what is sent with -v, or give a body of your own with --data.',
  );
}

function valueOf(present: JsonTree | undefined, { word, value, isJson }: JsonChange): JsonTree {
  if (!value.isWellFormed()) {
    throw noValue(word);
  }
  if (isJson) {
    const tree = parseJsonTree(compactJson(value) ?? '');
    if (tree === undefined) {
      throw noValue(word);
    }
    return tree;
  }
  const bare =
    present?.kind === 'number' || present?.kind === 'word' ? parseJsonTree(value) : undefined;
  return bare?.kind === 'number' || bare?.kind === 'word' ? bare : stringOf(value);
}

function noValue(word: string): VkError {
  return new VkError(
    'bad-body',
    `the value of --set ${JSON.stringify(word)} is not JSON`,
    'Write = instead of := for a string.',
  );
}

function stringOf(value: string): JsonString {
  return { kind: 'string', text: JSON.stringify(value), value };
}
