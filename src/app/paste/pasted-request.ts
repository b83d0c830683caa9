import { VkError } from '../../core/error.js';
import type { Header } from '../../core/headers.js';

/** A request that somebody pasted, as it was written: nothing is normalised or encoded again. */
export interface PastedRequest {
  /** As written. */
  readonly method: string;
  /** Path and query exactly as in the URL; `/` where it has no path. */
  readonly target: string;
  /** `https://host:port` as written, without user information; undefined where it is not known. */
  readonly origin: string | undefined;
  /** In their order; repeated ones are kept. */
  readonly headers: readonly Header[];
  /** Byte for byte. */
  readonly body: Uint8Array;
  /** What was not understood or could not be carried over: sentences for the user. */
  readonly notes: readonly string[];
}

const LARGEST_PASTE = 16 * 1024 * 1024;

/** @throws VkError `usage` where a paste is larger than any request that is meant to be read */
export function refuseLarge(what: string, length: number): void {
  if (length > LARGEST_PASTE) {
    throw new VkError(
      'usage',
      `${what} is larger than 16 MiB`,
      'Cut it down to the one request that is meant.',
    );
  }
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const BREAKS_LINE = /[\0\r\n]/;

/**
 * A header as it was pasted, without the white space round its value, which HTTP does not carry.
 *
 * @throws VkError `bad-header`; a name that is none is not repeated, for it may hold a secret
 */
export function pastedHeader(name: string, value: string): Header {
  if (!TOKEN.test(name)) {
    throw new VkError(
      'bad-header',
      'a header of the pasted request has a name with spaces or other characters that no name has',
      'Write each header as Name: value.',
    );
  }
  if (BREAKS_LINE.test(value)) {
    throw new VkError(
      'bad-header',
      `the value of ${name} has a line break or a NUL`,
      'Remove it: a header is one line.',
    );
  }
  return [name, value.replace(/^[ \t]+|[ \t]+$/g, '')];
}
