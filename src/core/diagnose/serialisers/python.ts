import { lastOfEachKey, sortedByCodePoint } from '../json-members.js';
import { isInteger, printDouble } from '../json-numbers.js';
import { NOT_ASCII, quoted, REQUIRED, SHORT_ESCAPES, type Escaping } from '../json-strings.js';
import { indented, printJson, type JsonStyle } from '../print-json.js';
import { PYTHON_REPR, pythonString } from './python-repr.js';
import type { Serialiser } from './serialiser.js';

const ASCII: Escaping = { escaped: NOT_ASCII, short: SHORT_ESCAPES, hex: 'lower' };
const UNICODE: Escaping = { escaped: REQUIRED, short: SHORT_ESCAPES, hex: 'lower' };
const SPACED: JsonStyle = { object: { separator: ', ' }, array: { separator: ', ' }, colon: ': ' };
const SORTED: JsonStyle = { members: (members) => sortedByCodePoint(lastOfEachKey(members)) };

/** Python's json module, and the text of a dict. */
export const python = [
  dumps('python-dumps', '', 1, ASCII, SPACED),
  dumps('python-dumps-unicode', 'ensure_ascii=False', 1, UNICODE, SPACED),
  dumps('python-dumps-compact', "separators=(',', ':')", 1, ASCII, {}),
  dumps(
    'python-dumps-compact-unicode',
    "separators=(',', ':'), ensure_ascii=False",
    1,
    UNICODE,
    {},
  ),
  dumps('python-dumps-sorted', 'sort_keys=True', 1, ASCII, { ...SPACED, ...SORTED }),
  dumps('python-dumps-sorted-compact', "sort_keys=True, separators=(',', ':')", 1, ASCII, SORTED),
  dumps('python-dumps-sorted-unicode', 'sort_keys=True, ensure_ascii=False', 2, UNICODE, {
    ...SPACED,
    ...SORTED,
  }),
  dumps(
    'python-dumps-sorted-compact-unicode',
    "sort_keys=True, separators=(',', ':'), ensure_ascii=False",
    2,
    UNICODE,
    SORTED,
  ),
  dumps('python-dumps-indent-2', 'indent=2', 2, ASCII, indented('  ')),
  dumps('python-dumps-indent-4', 'indent=4', 2, ASCII, indented('    ')),
  {
    id: 'python-str',
    language: 'python',
    call: 'str(body)',
    weight: 2,
    print: (tree) =>
      printJson(tree, {
        ...SPACED,
        members: lastOfEachKey,
        string: ({ value }) => pythonString(value),
        number: (text) => pythonNumber(text, 'inf'),
        word: (word) => PYTHON_REPR[word],
      }),
  },
] as const satisfies readonly Serialiser[];

function dumps(
  id: string,
  options: string,
  weight: 1 | 2,
  escaping: Escaping,
  style: JsonStyle,
): Serialiser {
  return {
    id,
    language: 'python',
    call: `json.dumps(body${options === '' ? '' : `, ${options}`})`,
    weight,
    print: (tree) => {
      const text = printJson(tree, {
        members: lastOfEachKey,
        string: ({ value }) => quoted(value, escaping),
        number: (number) => pythonNumber(number, 'Infinity'),
        ...style,
      });
      // A str with lone surrogates cannot be encoded.
      return text?.isWellFormed() === true ? text : undefined;
    },
  };
}

/** CPython refuses longer integers since 3.11, against a denial of service. */
const MOST_DIGITS = 4300;

function pythonNumber(text: string, infinity: string): string | undefined {
  if (isInteger(text)) {
    return text.length > MOST_DIGITS ? undefined : text === '-0' ? '0' : text;
  }
  const sign = text.startsWith('-') ? '-' : '';
  return (
    printDouble(text, {
      from: 16,
      upTo: -5,
      whole: '.0',
      wholeMantissa: '',
      letter: 'e',
      plus: '+',
      width: 2,
    }) ?? sign + infinity
  );
}
