import { lastOfEachKey } from '../json-members.js';
import { isInteger, printDouble } from '../json-numbers.js';
import { quoted, SHORT_ESCAPES, type Escaping } from '../json-strings.js';
import type { JsonTree } from '../../json-tree.js';
import { indented, printJson } from '../print-json.js';
import type { Serialiser } from './serialiser.js';

type Flag = keyof typeof FLAGS;

const FLAGS = {
  SLASHES: 'JSON_UNESCAPED_SLASHES',
  UNICODE: 'JSON_UNESCAPED_UNICODE',
  PRETTY: 'JSON_PRETTY_PRINT',
  FRACTION: 'JSON_PRESERVE_ZERO_FRACTION',
  TAG: 'JSON_HEX_TAG',
  APOS: 'JSON_HEX_APOS',
  AMP: 'JSON_HEX_AMP',
  QUOT: 'JSON_HEX_QUOT',
} as const;

/** PHP's json_encode, of what json_decode made. */
export const php = [
  encode('php-json-encode', [], 1),
  encode('php-object', [], 1, 'objects'),
  encode('php-unescaped-slashes', ['SLASHES'], 1),
  encode('php-unescaped-unicode', ['UNICODE'], 1),
  encode('php-unescaped', ['SLASHES', 'UNICODE'], 1),
  encode('php-unescaped-object', ['SLASHES', 'UNICODE'], 2, 'objects'),
  encode('php-pretty', ['PRETTY'], 2),
  encode('php-pretty-unescaped', ['PRETTY', 'SLASHES', 'UNICODE'], 2),
  encode('php-zero-fraction', ['FRACTION'], 2),
  encode('php-zero-fraction-unescaped', ['FRACTION', 'SLASHES', 'UNICODE'], 2),
  encode('php-hex', ['TAG', 'APOS', 'AMP', 'QUOT'], 2),
] as const satisfies readonly Serialiser[];

function encode(
  id: string,
  flags: readonly Flag[],
  weight: 1 | 2,
  as: 'arrays' | 'objects' = 'arrays',
): Serialiser {
  const body = as === 'arrays' ? 'json_decode($body, true)' : 'json_decode($body)';
  const options = flags.map((flag) => FLAGS[flag]).join(' | ');
  return {
    id,
    language: 'php',
    call: `json_encode(${body}${options === '' ? '' : `, ${options}`})`,
    weight,
    print: (tree) => print(tree, flags, as),
  };
}

function print(
  tree: JsonTree,
  flags: readonly Flag[],
  as: 'arrays' | 'objects',
): string | undefined {
  const escaping = escapingOf(flags);
  const whole = flags.includes('FRACTION') ? '.0' : '';
  return isReadable(tree, as)
    ? printJson(as === 'arrays' ? withLists(tree) : tree, {
        ...(flags.includes('PRETTY') ? indented('    ') : {}),
        members: lastOfEachKey,
        string: ({ value }) => quoted(value, escaping),
        number: (text) => phpNumber(text, whole),
      })
    : undefined;
}

function escapingOf(flags: readonly Flag[]): Escaping {
  const marks = [
    flags.includes('SLASHES') ? '' : '/',
    ...(flags.includes('TAG') ? ['<', '>'] : []),
    flags.includes('AMP') ? '&' : '',
    flags.includes('APOS') ? "'" : '',
  ].join('');
  // U+2028 and U+2029 stay escaped: JSON_UNESCAPED_LINE_TERMINATORS is another flag (PHP 7.1).
  const range = flags.includes('UNICODE') ? ' -\u2027\u202a-\uffff' : ' -\x7f';
  return {
    escaped: new RegExp(`["\\\\${marks}]|[^${range}]`, 'g'),
    // The hexadecimal escapes of the JSON_HEX flags are the only ones in capitals.
    short: {
      ...SHORT_ESCAPES,
      '/': '\\/',
      '<': '\\u003C',
      '>': '\\u003E',
      '&': '\\u0026',
      "'": '\\u0027',
      ...(flags.includes('QUOT') && { '"': '\\u0022' }),
    },
    hex: 'lower',
  };
}

/** json_decode fails on lone surrogates, and on properties whose name starts with NUL. */
function isReadable(tree: JsonTree, as: 'arrays' | 'objects'): boolean {
  switch (tree.kind) {
    case 'object':
      return tree.members.every(
        ({ key, value }) =>
          isReadable(key, as) &&
          !(as === 'objects' && key.value.startsWith('\0')) &&
          isReadable(value, as),
      );
    case 'array':
      return tree.items.every((item) => isReadable(item, as));
    case 'string':
      return tree.value.isWellFormed();
    default:
      return true;
  }
}

/** An associative array whose keys are 0, 1, 2… is a list, and an empty one is too. */
function withLists(tree: JsonTree): JsonTree {
  if (tree.kind === 'array') {
    return { kind: 'array', items: tree.items.map(withLists) };
  }
  if (tree.kind !== 'object') {
    return tree;
  }
  const members = lastOfEachKey(tree.members).map(({ key, value }) => ({
    key,
    value: withLists(value),
  }));
  return members.every(({ key }, index) => key.value === String(index))
    ? { kind: 'array', items: members.map(({ value }) => value) }
    : { kind: 'object', members };
}

/** With serialize_precision=-1, the default since PHP 7.1. */
function phpNumber(text: string, whole: '.0' | ''): string | undefined {
  if (isInteger(text) && isInt64(text)) {
    return text === '-0' ? '0' : text;
  }
  return printDouble(text, {
    from: 17,
    upTo: -5,
    whole,
    wholeMantissa: '.0',
    letter: 'e',
    plus: '+',
    width: 1,
  });
}

function isInt64(text: string): boolean {
  return text.length <= 20 && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}
