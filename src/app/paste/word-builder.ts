import { concatBytes, utf8 } from '../../core/bytes.js';

/** Stands for what was quoted where only the unquoted part of a word matters. */
const QUOTED = '\0';

/** Collects one word of a command line. A word is bytes: $'\xff' is no text. */
export class WordBuilder {
  #chunks: Uint8Array[] = [];
  #text = '';
  #bare = '';

  /** Whether there is a word at all; `''` is one. */
  get isStarted(): boolean {
    return this.#bare !== '';
  }

  /** The unquoted part, with a NUL in the place of each quoted one. */
  get bare(): string {
    return this.#bare;
  }

  addBare(text: string): void {
    this.#text += text;
    this.#bare += text;
  }

  addQuoted(text: string): void {
    this.#text += text;
    this.#bare += QUOTED;
  }

  addByte(value: number): void {
    this.#chunks.push(utf8(this.#text), Uint8Array.of(value));
    this.#text = '';
    this.#bare += QUOTED;
  }

  /** The word; the builder is empty again. */
  take(): Uint8Array {
    const word = concatBytes([...this.#chunks, utf8(this.#text)]);
    this.#chunks = [];
    this.#text = '';
    this.#bare = '';
    return word;
  }
}
