import { utf8 } from './bytes.js';
import { VkError } from './error.js';
import { compactJson } from './json-text.js';

/** One member of a JSON body: where it goes and its value as JSON text. */
export interface BodyMember {
  /** As given: `a[b][]`. Names the member in errors. */
  readonly name: string;
  /** Keys from the outside in; an empty one appends to an array. */
  readonly path: readonly [string, ...string[]];
  /** A JSON text, carried verbatim but for white space outside strings. */
  readonly json: string;
}

/**
 * Builds compact JSON from members in the order given. Values keep their spelling: `15420.50` stays
 * `15420.50`.
 *
 * @throws VkError `bad-body` for a value that is no JSON, or members that contradict each other
 */
export function buildJsonBody(members: readonly BodyMember[]): Uint8Array {
  const root: JsonObject = { kind: 'object', members: new Map() };
  for (const member of members) {
    insert(root, member);
  }
  return utf8(print(root));
}

/** `a[b][]` as its keys: `a`, `b`, and an empty one. */
export function parseMemberName(name: string): readonly [string, ...string[]] {
  const first = /^[^[\]]+/.exec(name)?.[0];
  const rest = name.slice(first?.length ?? 0);
  if (first === undefined || !/^(?:\[[^[\]]*\])*$/.test(rest)) {
    throw new VkError(
      'bad-body',
      `${JSON.stringify(name)} is not a member name`,
      'Write name, name[member] or name[] for an array. A bracket that belongs to the name needs -d.',
    );
  }
  const keys = [...rest.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '');
  if (keys.length > MAX_DEPTH) {
    throw new VkError(
      'bad-body',
      `${first}[…] is nested ${keys.length} deep, and ${MAX_DEPTH} is the most`,
      'Write such a body by hand and send it with -d.',
    );
  }
  return [first, ...keys];
}

const MAX_DEPTH = 100;

// A Map, not an object: numeric-looking keys would move to the front, and __proto__ is a name too.
interface JsonObject {
  readonly kind: 'object';
  readonly members: Map<string, JsonNode>;
}
interface JsonArray {
  readonly kind: 'array';
  readonly items: JsonNode[];
}
interface JsonScalar {
  readonly kind: 'scalar';
  readonly text: string;
}
type JsonNode = JsonObject | JsonArray | JsonScalar;

function insert(root: JsonObject, member: BodyMember): void {
  let node: JsonNode = root;
  member.path.forEach((key, index) => {
    const next = member.path[index + 1];
    const child = next === undefined ? scalar(member) : container(next);
    node = place(node, key, child, member);
  });
}

function container(nextKey: string): JsonNode {
  return nextKey === '' ? { kind: 'array', items: [] } : { kind: 'object', members: new Map() };
}

function scalar(member: BodyMember): JsonScalar {
  // A lone surrogate has no UTF-8: it would become another character on the wire.
  const text = member.json.isWellFormed() ? compactJson(member.json) : undefined;
  if (text === undefined) {
    throw new VkError(
      'bad-body',
      `the value of ${member.name} is not JSON: ${JSON.stringify(member.json)}`,
      `For a string use ${member.name}=value instead of ${member.name}:=value.`,
    );
  }
  return { kind: 'scalar', text };
}

/** Puts a node under a key, or returns the container that is already there. */
function place(parent: JsonNode, key: string, child: JsonNode, member: BodyMember): JsonNode {
  if (parent.kind === 'array') {
    parent.items.push(child);
    return child;
  }
  if (parent.kind === 'scalar' || key === '') {
    throw contradiction(member);
  }
  const present = parent.members.get(key);
  if (present === undefined) {
    parent.members.set(key, child);
    return child;
  }
  if (present.kind !== child.kind || present.kind === 'scalar') {
    throw contradiction(member);
  }
  return present;
}

function contradiction(member: BodyMember): VkError {
  return new VkError(
    'bad-body',
    `${member.name} is given twice, or as two different kinds of value`,
    'Give each member once, name[] for each item of an array. JSON with duplicate keys needs -d.',
  );
}

function print(node: JsonNode): string {
  switch (node.kind) {
    case 'scalar':
      return node.text;
    case 'array':
      return `[${node.items.map(print).join(',')}]`;
    case 'object':
      return `{${[...node.members].map(([key, value]) => `${JSON.stringify(key)}:${print(value)}`).join(',')}}`;
  }
}
