import { utf8 } from './bytes.js';
import { REDACTED, type Secret } from './credential.js';
import { lazy } from './lazy.js';
import { escapedPattern, escapeMarks, formsOf } from './secret-forms.js';

/**
 * In bytes. A shorter secret is part of common words and numbers: without them no output could be
 * read, and with them in sight whoever has one signature finds it in no time.
 */
export const SHORTEST_REDACTED = 4;

/** Keeps secrets out of whatever is written. */
export interface Redaction {
  /** From now on this secret is replaced; one that is registered already is no other. */
  readonly register: (secret: Secret) => void;
  /**
   * Puts `[secret]` in the place of each registered secret, as itself, base64, hex, or escaped for a
   * URL, JSON or a shell. The same object where there is none.
   */
  readonly redact: (data: Uint8Array) => Uint8Array;
  /** Whether there is a secret in it. */
  readonly holds: (data: Uint8Array) => boolean;
  /** Whether anything was replaced. */
  readonly hasStruck: () => boolean;
}

/**
 * A redaction that knows no secret yet.
 *
 * @param isPublic tells a secret that is none: the sandbox's own are printed on purpose
 */
export function openRedaction(isPublic: (secret: Secret) => boolean = () => false): Redaction {
  const hidden: HiddenSecret[] = [];
  let hasStruck = false;
  return {
    register: (secret) => {
      const bytes = withoutOuterSpace(secret.reveal());
      const isKnown = hidden.some((each) => Buffer.compare(each.bytes, bytes) === 0);
      if (bytes.length >= SHORTEST_REDACTED && !isKnown) {
        hidden.push({
          bytes,
          isShown: lazy(() => isPublic(secret)),
          forms: lazy(() => formsOf(bytes)),
          marks: lazy(() => escapeMarks(bytes)),
          pattern: lazy(() => escapedPattern(bytes)),
        });
      }
    },
    redact: (data) => {
      const spans = findSecrets(hidden, data);
      if (spans.length === 0) {
        return data;
      }
      hasStruck = true;
      return replaceSpans(data, spans);
    },
    holds: (data) => findSecrets(hidden, data).length > 0,
    hasStruck: () => hasStruck,
  };
}

/** A line break at its end is part of a key, and yet the key is known without it. */
function withoutOuterSpace(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex(isNoSpace);
  return start === -1
    ? new Uint8Array()
    : bytes.subarray(start, bytes.findLastIndex(isNoSpace) + 1);
}

/** Space, tab, LF and CR. */
function isNoSpace(byte: number): boolean {
  return byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
}

/** Each is made when something is written that asks for it, because that takes a while. */
interface HiddenSecret {
  readonly bytes: Uint8Array;
  /** Whether it is public. */
  readonly isShown: () => boolean;
  readonly forms: () => readonly string[];
  readonly marks: () => readonly string[];
  readonly pattern: () => RegExp;
}

/** From where to where, the end excluded. */
type Span = readonly [start: number, end: number];

function findSecrets(hidden: readonly HiddenSecret[], data: Uint8Array): readonly Span[] {
  if (hidden.length === 0) {
    return [];
  }
  // A character for each byte: a text is searched sooner than bytes are.
  const text = Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1');
  return hidden.flatMap((each) => findSecret(each, text));
}

function findSecret(hidden: HiddenSecret, text: string): Span[] {
  const spans: Span[] = [];
  for (const form of hidden.forms()) {
    for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
      spans.push([at, at + form.length]);
    }
  }
  if (hasEscape(hidden, text)) {
    for (const { 0: match, index } of text.matchAll(hidden.pattern())) {
      spans.push([index, index + match.length]);
    }
  }
  return spans.length > 0 && hidden.isShown() ? [] : spans;
}

function hasEscape(hidden: HiddenSecret, text: string): boolean {
  const isIn = (mark: string): boolean => text.includes(mark);
  return ESCAPES.some(isIn) && hidden.marks().some(isIn);
}

/** What an escape begins with, or is; a shell's has a backslash in it. */
const ESCAPES = ['%', '\\', '+'];

/** Spans that overlap are one. */
function replaceSpans(data: Uint8Array, spans: readonly Span[]): Uint8Array {
  const mark = utf8(REDACTED);
  const pieces: Uint8Array[] = [];
  let done = 0;
  for (const [start, end] of spans.toSorted(([a], [b]) => a - b)) {
    if (start >= done) {
      pieces.push(data.subarray(done, start), mark);
    }
    done = Math.max(done, end);
  }
  return Buffer.concat([...pieces, data.subarray(done)]);
}
