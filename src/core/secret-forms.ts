import { decodeUtf8 } from './bytes.js';

/**
 * Itself, hex in both cases, base64 (RFC 4648) in both alphabets, and misread: each as a text that has a
 * character for each byte.
 */
export function formsOf(secret: Uint8Array): readonly string[] {
  const bytes = Buffer.from(secret.buffer, secret.byteOffset, secret.length);
  const hex = bytes.toString('hex');
  const itself = misread(bytes);
  const itsMisreading = misread(Buffer.from(itself));
  return [...new Set([itself, hex, hex.toUpperCase(), ...base64Forms(bytes), itsMisreading])];
}

/** As it looks where each of its bytes was taken for a character, as in a header (RFC 9110 §5.5). */
function misread(bytes: Buffer): string {
  return bytes.toString('latin1');
}

/**
 * Base64 is three texts, by how many bytes stand before the secret, as in `Basic user:secret`. Of those
 * that depend on what stands beside it too, the characters that are the secret's alone.
 */
function base64Forms(secret: Buffer): readonly string[] {
  const forms = ALIGNMENTS.flatMap(({ before, first }) => {
    const bytes = Buffer.from(new Uint8Array(before + secret.length).buffer);
    bytes.set(secret, before);
    const text = bytes.toString('base64');
    const bare = bytes.toString('base64url');
    const padded = bare + text.slice(bare.length);
    const last = Math.floor((bytes.length * 8) / 6);
    const own = [text.slice(first, last), bare.slice(first, last)];
    return before === 0 ? [text, text.slice(0, bare.length), padded, bare, ...own] : own;
  });
  return forms.filter((form) => form.length >= SHORTEST_FORM);
}

/** How many bytes stand before it, and which character is the first that is the secret's alone. */
const ALIGNMENTS = [
  { before: 0, first: 0 },
  { before: 1, first: 2 },
  { before: 2, first: 3 },
] as const;

/** Fewer characters than that stand in any text by chance. */
const SHORTEST_FORM = 5;

/**
 * Finds a secret, and its base64, each character of which may be escaped or not: by percent signs
 * (RFC 3986, and `+` for a space), in JSON (RFC 8259 §7), or between the quotes of a shell. It is for
 * text that has a character for each byte.
 */
export function escapedPattern(secret: Uint8Array): RegExp {
  return new RegExp(
    textsOf(secret)
      .map((text) => text.map(anyEscape).join(''))
      .join('|'),
    'g',
  );
}

/**
 * What {@link escapedPattern} finds has one of these in it, or is one of {@link formsOf}. To look for
 * them takes a small part of the time, and most of what is written has backslashes.
 */
export function escapeMarks(secret: Uint8Array): readonly string[] {
  const characters = new Set(textsOf(secret).flat());
  const named = Object.entries(NAMED_ESCAPES).filter(([character]) => characters.has(character));
  return ['%', '\\u', ...named.map(([, escape]) => escape)];
}

/** Itself, misread, and its base64 that has to be escaped here or there: character by character. */
function textsOf(secret: Uint8Array): readonly (readonly (string | number)[])[] {
  const bytes = Buffer.from(secret.buffer, secret.byteOffset, secret.length);
  const itself = decodeUtf8(secret);
  const encoded = base64Forms(bytes).filter((form) => /[+/=]/.test(form));
  return [
    itself === undefined ? [...bytes] : Array.from(itself),
    ...[misread(bytes), ...encoded].map((form) => Array.from(form)),
  ];
}

/** A character, or a byte of what is no text, in all its spellings. */
function anyEscape(character: string | number): string {
  const bytes = typeof character === 'number' ? [character] : [...Buffer.from(character)];
  const spellings = [
    bytes.map(byteLiteral).join(''),
    bytes.map((byte) => `%${anyCase(byte, 2)}`).join(''),
    ...(typeof character === 'number' ? [] : textEscapes(character)),
  ];
  return `(?:${spellings.join('|')})`;
}

function textEscapes(character: string): readonly string[] {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const named = NAMED_ESCAPES[character];
  return [
    units.map((unit) => `\\\\u${anyCase(unit, 4)}`).join(''),
    ...(named === undefined ? [] : [[...Buffer.from(named)].map(byteLiteral).join('')]),
  ];
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  ' ': '+',
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  "'": "'\\''",
};

function byteLiteral(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

function anyCase(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
