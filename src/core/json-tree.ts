import { tokenizeJson, type JsonToken } from './json-text.js';

/**
 * A JSON text without its white space, and otherwise without loss: numbers as written, the order of
 * members, and keys that stand there twice.
 */
export type JsonTree = JsonObject | JsonArray | JsonString | JsonNumber | JsonWord;

export interface JsonObject {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly key: JsonString;
  readonly value: JsonTree;
}

export interface JsonArray {
  readonly kind: 'array';
  readonly items: readonly JsonTree[];
}

export interface JsonString {
  readonly kind: 'string';
  /** As written, with its quotes and escapes. */
  readonly text: string;
  /** What it stands for; escapes can make surrogates that have no partner. */
  readonly value: string;
}

export interface JsonNumber {
  readonly kind: 'number';
  /** As written. */
  readonly text: string;
}

export interface JsonWord {
  readonly kind: 'word';
  readonly text: 'true' | 'false' | 'null';
}

/** Deeper than any real body; what walks a tree may then call itself once per level. */
const DEEPEST = 200;

/** The tree of a JSON text (RFC 8259); undefined where it is not JSON, or is nested too deeply. */
export function parseJsonTree(text: string): JsonTree | undefined {
  const tokens = tokenizeJson(text);
  return tokens === undefined || tokens.some(({ depth }) => depth > DEEPEST)
    ? undefined
    : new TreeReader(tokens).value();
}

/** Reads tokens that are known to be well-formed. */
class TreeReader {
  readonly #tokens: readonly JsonToken[];
  #position = 0;

  constructor(tokens: readonly JsonToken[]) {
    this.#tokens = tokens;
  }

  value(): JsonTree {
    const { kind, text } = this.#next();
    switch (kind) {
      case '{':
        return { kind: 'object', members: this.#list('}', () => this.#member()) };
      case '[':
        return { kind: 'array', items: this.#list(']', () => this.value()) };
      case 'number':
        return { kind, text };
      case 'word':
        return { kind, text: text === 'true' || text === 'false' ? text : 'null' };
      default:
        return stringNode(text);
    }
  }

  #member(): JsonMember {
    const key = stringNode(this.#next().text);
    this.#next();
    return { key, value: this.value() };
  }

  #list<Item>(close: '}' | ']', item: () => Item): Item[] {
    const items: Item[] = [];
    while (this.#tokens[this.#position]?.kind !== close) {
      items.push(item());
      if (this.#tokens[this.#position]?.kind === ',') {
        this.#position += 1;
      }
    }
    this.#position += 1;
    return items;
  }

  #next(): JsonToken {
    const token = this.#tokens[this.#position];
    if (token === undefined) {
      throw new TypeError('the tokens of a JSON text end too early');
    }
    this.#position += 1;
    return token;
  }
}

function stringNode(text: string): JsonString {
  // Nearly all strings have no escape, and then their text is their value.
  return { kind: 'string', text, value: text.includes('\\') ? decoded(text) : text.slice(1, -1) };
}

function decoded(text: string): string {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'string') {
    throw new TypeError('a JSON string was decoded as something else');
  }
  return value;
}
