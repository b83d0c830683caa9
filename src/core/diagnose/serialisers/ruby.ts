import { lastOfEachKey } from '../json-members.js';
import { isInteger, printDouble } from '../json-numbers.js';
import { quoted, REQUIRED, SHORT_ESCAPES, type Escaping } from '../json-strings.js';
import type { JsonTree } from '../../json-tree.js';
import { indented, printJson, type JsonStyle } from '../print-json.js';
import type { Serialiser } from './serialiser.js';

const ESCAPING: Escaping = { escaped: REQUIRED, short: SHORT_ESCAPES, hex: 'lower' };

/** Ruby's json, and the text of a Hash. */
export const ruby = [
  {
    id: 'ruby-generate',
    language: 'ruby',
    call: 'JSON.generate(body)',
    weight: 2,
    print: (tree) => generate(tree, {}),
  },
  {
    id: 'ruby-pretty-generate',
    language: 'ruby',
    call: 'JSON.pretty_generate(body)',
    weight: 2,
    print: (tree) => generate(tree, indented('  ')),
  },
  {
    id: 'ruby-pretty-generate-old',
    language: 'ruby',
    call: 'JSON.pretty_generate(body), json gem before 2.8',
    weight: 2,
    print: (tree) =>
      generate(tree, {
        ...indented('  '),
        object: { separator: ',', indent: '  ', empty: (margin) => `\n${margin}` },
        array: { separator: ',', indent: '  ', empty: (margin) => `\n\n${margin}` },
      }),
  },
  {
    id: 'ruby-inspect',
    language: 'ruby',
    call: 'body.to_s, Ruby before 3.4',
    weight: 2,
    print: (tree) => inspect(tree, '=>'),
  },
  {
    id: 'ruby-inspect-spaced',
    language: 'ruby',
    call: 'body.to_s',
    weight: 2,
    print: (tree) => inspect(tree, ' => '),
  },
] as const satisfies readonly Serialiser[];

function generate(tree: JsonTree, style: JsonStyle): string | undefined {
  return wellFormed(
    printJson(tree, {
      ...style,
      members: lastOfEachKey,
      string: ({ value }) => quoted(value, ESCAPING),
      number: rubyNumber,
    }),
  );
}

function inspect(tree: JsonTree, colon: string): string | undefined {
  return wellFormed(
    printJson(tree, {
      object: { separator: ', ' },
      array: { separator: ', ' },
      colon,
      members: lastOfEachKey,
      string: ({ value }) => inspectString(value),
      number: (text) => rubyNumber(text) ?? (text.startsWith('-') ? '-Infinity' : 'Infinity'),
      word: (word) => (word === 'null' ? 'nil' : word),
    }),
  );
}

/** The parser refuses what is not UTF-8. */
function wellFormed(text: string | undefined): string | undefined {
  return text?.isWellFormed() === true ? text : undefined;
}

const SHORT: Readonly<Record<string, string>> = {
  ...SHORT_ESCAPES,
  '\u0007': '\\a',
  '\u000b': '\\v',
  '\u001b': '\\e',
};

/** Also what would start an interpolation: `#{`, `#$` and `#@`. */
const INSPECTED = /["\\]|#(?=[{$@])|[\p{Cc}\p{Cn}\p{Zl}\p{Zp}]/gu;

function inspectString(value: string): string {
  const escaped = value.replace(INSPECTED, (char) => {
    // Ruby takes NEXT LINE for printable, as the only control character.
    return char === '\u0085' ? char : (SHORT[char] ?? (char === '#' ? '\\#' : unicode(char)));
  });
  return `"${escaped}"`;
}

function unicode(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

function rubyNumber(text: string): string | undefined {
  if (isInteger(text)) {
    return text === '-0' ? '0' : text;
  }
  return printDouble(text, {
    from: 15,
    upTo: -5,
    whole: '.0',
    wholeMantissa: '.0',
    letter: 'e',
    plus: '+',
    width: 2,
  });
}
