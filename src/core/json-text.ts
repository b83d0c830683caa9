/**
 * JSON as text. Numbers, strings and keys are carried as they were written, because a number that
 * is parsed and printed again may come back as another one (`15420.50`, `1e400`, 2^53+1).
 */

export type JsonTokenKind =
  '{' | '}' | '[' | ']' | ':' | ',' | 'key' | 'string' | 'number' | 'word';

export interface JsonToken {
  readonly kind: JsonTokenKind;
  /** As written. */
  readonly text: string;
  /** How many objects and arrays are open around it. */
  readonly depth: number;
}

/**
 * The tokens of a JSON text (RFC 8259); undefined where the text is not JSON.
 */
export function tokenizeJson(text: string): readonly JsonToken[] | undefined {
  const scanner = new Scanner(text);
  return scanner.scan();
}

/** The same JSON without white space between its tokens; undefined where the text is not JSON. */
export function compactJson(text: string): string | undefined {
  return tokenizeJson(text)
    ?.map((token) => token.text)
    .join('');
}

/**
 * The same JSON on many lines, indented by two spaces.
 *
 * @param paint how each token is shown, such as in colour
 */
export function indentJson(
  tokens: readonly JsonToken[],
  paint: (token: JsonToken) => string = ({ text }) => text,
): string {
  let out = '';
  tokens.forEach((token, index) => {
    const previous = tokens[index - 1];
    if (previous !== undefined && startsLine(previous, token)) {
      out += `\n${'  '.repeat(token.depth)}`;
    }
    out += paint(token);
    if (token.kind === ':') {
      out += ' ';
    }
  });
  return out;
}

function startsLine(previous: JsonToken, token: JsonToken): boolean {
  if (previous.kind === '{' || previous.kind === '[') {
    return token.kind !== '}' && token.kind !== ']';
  }
  return previous.kind === ',' || token.kind === '}' || token.kind === ']';
}

const SPACE = /[ \t\n\r]*/y;
// RFC 8259 §7. Runs and escapes apart: one expression for both would recurse once a character.
// eslint-disable-next-line no-control-regex -- control characters must be escaped
const RUN = /[^"\\\0-\x1f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

type Frame = '{' | '[';
type Expect = 'value' | 'first-value' | 'first-key' | 'key' | 'colon' | 'after-value';

/** An explicit stack instead of recursion, so that deeply nested input cannot exhaust the real one. */
class Scanner {
  readonly #text: string;
  readonly #tokens: JsonToken[] = [];
  readonly #open: Frame[] = [];
  #position = 0;
  #expect: Expect = 'value';

  constructor(text: string) {
    this.#text = text;
  }

  scan(): readonly JsonToken[] | undefined {
    for (;;) {
      this.#match(SPACE);
      if (this.#position === this.#text.length) {
        return this.#expect === 'after-value' && this.#open.length === 0 ? this.#tokens : undefined;
      }
      if (!this.#step(this.#text.charAt(this.#position))) {
        return undefined;
      }
    }
  }

  #step(char: string): boolean {
    switch (this.#expect) {
      case 'first-key':
        return char === '}' ? this.#close('{', '}') : this.#key();
      case 'key':
        return this.#key();
      case 'colon':
        return this.#punctuation(char, ':', 'value');
      case 'first-value':
        return char === ']' ? this.#close('[', ']') : this.#value(char);
      case 'value':
        return this.#value(char);
      case 'after-value':
        return this.#afterValue(char);
    }
  }

  #value(char: string): boolean {
    if (char === '{' || char === '[') {
      this.#push(char, char);
      this.#open.push(char);
      this.#position += 1;
      this.#expect = char === '{' ? 'first-key' : 'first-value';
      return true;
    }
    const isNumber = char === '-' || (char >= '0' && char <= '9');
    const text = char === '"' ? this.#string() : this.#match(isNumber ? NUMBER : WORD);
    if (text === undefined) {
      return false;
    }
    this.#push(char === '"' ? 'string' : isNumber ? 'number' : 'word', text);
    this.#expect = 'after-value';
    return true;
  }

  #key(): boolean {
    const text = this.#string();
    if (text === undefined) {
      return false;
    }
    this.#push('key', text);
    this.#expect = 'colon';
    return true;
  }

  #afterValue(char: string): boolean {
    const frame = this.#open.at(-1);
    if (char === ',' && frame !== undefined) {
      return this.#punctuation(char, ',', frame === '{' ? 'key' : 'value');
    }
    return frame === '{' ? this.#close('{', '}') : this.#close('[', ']');
  }

  #close(frame: Frame, char: '}' | ']'): boolean {
    if (this.#open.at(-1) !== frame || this.#text.charAt(this.#position) !== char) {
      return false;
    }
    this.#open.pop();
    this.#push(char, char);
    this.#position += 1;
    this.#expect = 'after-value';
    return true;
  }

  #punctuation(char: string, wanted: ':' | ',', next: Expect): boolean {
    if (char !== wanted) {
      return false;
    }
    this.#push(wanted, wanted);
    this.#position += 1;
    this.#expect = next;
    return true;
  }

  #push(kind: JsonTokenKind, text: string): void {
    this.#tokens.push({ kind, text, depth: this.#open.length });
  }

  #string(): string | undefined {
    const start = this.#position;
    if (this.#text.charAt(start) !== '"') {
      return undefined;
    }
    this.#position += 1;
    do {
      this.#match(RUN);
    } while (this.#match(ESCAPE) !== undefined);
    if (this.#text.charAt(this.#position) !== '"') {
      return undefined;
    }
    this.#position += 1;
    return this.#text.slice(start, this.#position);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const text = pattern.exec(this.#text)?.[0];
    this.#position += text?.length ?? 0;
    return text;
  }
}
