import { tokenizeJson, type JsonToken } from '../core/json-text.js';

/** A JSON value as the JMESPath library takes it. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/**
 * A JSON text as plain values. In a faithful one, keys and scalars are stand-ins for their own
 * spelling, which a path can select but nothing can compute with; otherwise they are what they mean.
 */
export interface SourceTree {
  readonly root: Value;
  readonly isFaithful: boolean;
  /** How each number was written, where only one spelling has that value. */
  readonly spellings: ReadonlyMap<number, string>;
}

// No JSON string holds an unescaped control character, so a stand-in cannot be mistaken for data.
const STAND_IN = '\u0000';

/** The stand-in for a member's name. */
export function standInKey(name: string): string {
  return STAND_IN + JSON.stringify(name);
}

/** Reads a JSON text; undefined where it is not JSON. */
export function readSource(text: string, isFaithful: boolean): SourceTree | undefined {
  const tokens = tokenizeJson(text);
  return (
    tokens && { root: build(tokens, isFaithful), isFaithful, spellings: uniqueSpellings(tokens) }
  );
}

/** Writes a selected value as compact JSON, every number as it was written. */
export function writeSource(value: Value, tree: SourceTree): string {
  if (typeof value === 'string') {
    const isStandIn = tree.isFaithful && value.startsWith(STAND_IN);
    return isStandIn ? value.slice(1) : JSON.stringify(value);
  }
  if (typeof value === 'number') {
    return tree.spellings.get(value) ?? (Object.is(value, -0) ? '-0' : JSON.stringify(value));
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => writeSource(item, tree)).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, item]) => `${writeSource(key, tree)}:${writeSource(item, tree)}`,
    );
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

type Container = Value[] | { [key: string]: Value };

function build(tokens: readonly JsonToken[], isFaithful: boolean): Value {
  const outer: Value[] = [];
  const open: Container[] = [outer];
  let key = '';
  const put = (value: Value): void => {
    const parent = open.at(-1);
    if (Array.isArray(parent)) {
      parent.push(value);
    } else if (parent !== undefined) {
      parent[key] = value;
    }
  };
  for (const { kind, text } of tokens) {
    if (kind === '{' || kind === '[') {
      // Without a prototype, __proto__ and constructor are names like any other.
      const container: Container = kind === '[' ? [] : Object.create(null);
      put(container);
      open.push(container);
    } else if (kind === '}' || kind === ']') {
      open.pop();
    } else if (kind === 'key') {
      const name: string = JSON.parse(text);
      key = isFaithful ? standInKey(name) : name;
    } else if (kind !== ',' && kind !== ':') {
      put(scalar(text, isFaithful && kind !== 'word' && text !== '""'));
    }
  }
  return outer[0] ?? null;
}

/** Words and the empty string keep their meaning, because JMESPath asks whether a value is empty. */
function scalar(text: string, isStandIn: boolean): Value {
  return isStandIn ? STAND_IN + text : JSON.parse(text);
}

function uniqueSpellings(tokens: readonly JsonToken[]): Map<number, string> {
  const spellings = new Map<number, string>();
  const ambiguous = new Set<number>();
  for (const { kind, text } of tokens) {
    if (kind === 'number') {
      const value = Number(text);
      if ((spellings.get(value) ?? text) !== text) {
        ambiguous.add(value);
      }
      spellings.set(value, text);
    }
  }
  for (const value of ambiguous) {
    spellings.delete(value);
  }
  return spellings;
}
