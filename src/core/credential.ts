import { utf8 } from './bytes.js';
import type { FieldName } from './provider.js';

/** What stands wherever a secret would. */
export const REDACTED = '[secret]';

/**
 * Key material. It prints as `[secret]` through string conversion, JSON and `util.inspect`; only
 * {@link Secret.reveal} gives the bytes.
 */
export class Secret {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** A secret from text, as its UTF-8 bytes. */
  static of(text: string): Secret {
    return new Secret(utf8(text));
  }

  /** The key's bytes. Never print or log what this returns. */
  reveal(): Uint8Array {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return REDACTED;
  }
}

/** What a caller of a provider's API holds. Which fields there are is the provider's to say. */
export interface Credential {
  /** Public fields by name: `apiKey`, `code`, `email`. */
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  /** The signing secret. */
  readonly secret: Secret;
  /** The key of incoming webhooks, where it is not the signing secret. */
  readonly webhookSecret?: Secret;
  /** Which of a header's alternative names to use, such as `admin` for `X-Admin-Code`. */
  readonly dialect?: string;
}
