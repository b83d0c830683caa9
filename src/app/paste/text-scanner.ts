/** Reads a text from left to right with sticky expressions. */
export class TextScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  get rest(): string {
    return this.#text.slice(this.#at);
  }

  /** Whether the expression matches here; nothing is taken. */
  sees(sticky: RegExp): boolean {
    sticky.lastIndex = this.#at;
    return sticky.test(this.#text);
  }

  /** Takes what the expression matches here: its first group, or all of it where it has none. */
  take(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#text);
    if (match === null) {
      return undefined;
    }
    this.#at = sticky.lastIndex;
    return match[1] ?? match[0];
  }
}
