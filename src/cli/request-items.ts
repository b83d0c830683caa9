import { VkError } from '../core/error.js';

/** One of the words after METHOD and PATH. */
export interface RequestItem {
  readonly kind: 'string' | 'json' | 'query' | 'header' | 'string-file' | 'json-file';
  readonly name: string;
  /** The value, or the path of the file that holds it. */
  readonly value: string;
}

// The longest first: where two begin at the same place, it is the one that is meant.
const SEPARATORS = [
  [':=@', 'json-file'],
  ['=@', 'string-file'],
  [':=', 'json'],
  ['==', 'query'],
  ['=', 'string'],
  [':', 'header'],
] as const satisfies readonly (readonly [string, RequestItem['kind']])[];

/**
 * Reads `name=value`, `name:=json`, `name==value`, `Name:value`, `name=@file` or `name:=@file`. The
 * leftmost separator counts; a backslash before one makes it part of the name.
 *
 * @throws VkError `usage`
 */
export function parseRequestItem(word: string): RequestItem {
  if (/^\s*\{\s*["'}]/.test(word)) {
    throw new VkError(
      'usage',
      `${JSON.stringify(word)} is a body, and no request item`,
      "Put -d before it: -d '{...}'.",
    );
  }
  let name = '';
  for (let index = 0; index < word.length; index += 1) {
    const char = word.charAt(index);
    const next = word.charAt(index + 1);
    if (char === '\\' && (next === '=' || next === ':' || next === '\\')) {
      name += next;
      index += 1;
      continue;
    }
    const separator = SEPARATORS.find(([text]) => word.startsWith(text, index));
    if (separator !== undefined && name !== '') {
      const [text, kind] = separator;
      return { kind, name, value: readValue(kind, word.slice(index + text.length)) };
    }
    name += char;
  }
  throw new VkError(
    'usage',
    `${JSON.stringify(word)} is no request item`,
    'Write name=value, name:=json, name==value for the query, or Name:value for a header.',
  );
}

function readValue(kind: RequestItem['kind'], text: string): string {
  if (kind === 'header') {
    return text.trim();
  }
  // `name=\@home` is the string "@home", not a file.
  return (kind === 'string' || kind === 'json') && text.startsWith('\\@') ? text.slice(1) : text;
}
