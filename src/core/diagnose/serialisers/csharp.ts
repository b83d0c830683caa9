import { lastOfEachKey } from '../json-members.js';
import { isInteger, printDouble } from '../json-numbers.js';
import { quoted, SHORT_ESCAPES, type Escaping } from '../json-strings.js';
import type { JsonString, JsonTree } from '../../json-tree.js';
import { indented, printJson, type JsonStyle } from '../print-json.js';
import type { Serialiser } from './serialiser.js';

/** JavaScriptEncoder.Default: Basic Latin without what HTML minds, and no `\"`. */
const DEFAULT: Escaping = {
  escaped: /["\\<>&'+`]|[^ -~]/g,
  short: { ...SHORT_ESCAPES, '"': '\\u0022' },
  hex: 'upper',
};
/** JavaScriptEncoder.UnsafeRelaxedJsonEscaping still escapes what is past U+FFFF, or undefined. */
const RELAXED: Escaping = {
  escaped: /["\\]|(?! )[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Z}\u{10000}-\u{10ffff}]/gu,
  short: SHORT_ESCAPES,
  hex: 'upper',
};
const NEWTONSOFT: Escaping = {
  escaped: /["\\\u0085\u2028\u2029]|[^ -\uffff]/g,
  short: SHORT_ESCAPES,
  hex: 'lower',
};

/** System.Text.Json and Newtonsoft's Json.NET. */
export const csharp = [
  {
    id: 'csharp-text-json',
    language: 'csharp',
    call: 'JsonSerializer.Serialize(body)',
    weight: 2,
    print: (tree) => textJson(tree, DEFAULT, {}),
  },
  {
    id: 'csharp-text-json-relaxed',
    language: 'csharp',
    call: 'JsonSerializer.Serialize(body, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })',
    weight: 2,
    print: (tree) => textJson(tree, RELAXED, {}),
  },
  {
    id: 'csharp-text-json-indented',
    language: 'csharp',
    call: 'JsonSerializer.Serialize(body, new() { WriteIndented = true })',
    weight: 2,
    print: (tree) => textJson(tree, DEFAULT, indented('  ')),
  },
  {
    id: 'csharp-text-json-indented-crlf',
    language: 'csharp',
    call: 'JsonSerializer.Serialize(body, new() { WriteIndented = true }), on Windows',
    weight: 2,
    print: (tree) => onWindows(textJson(tree, DEFAULT, indented('  '))),
  },
  {
    id: 'csharp-newtonsoft',
    language: 'csharp',
    call: 'JsonConvert.SerializeObject(body)',
    weight: 2,
    print: (tree) => newtonsoft(tree, {}),
  },
  {
    id: 'csharp-newtonsoft-indented',
    language: 'csharp',
    call: 'JsonConvert.SerializeObject(body, Formatting.Indented)',
    weight: 2,
    print: (tree) => newtonsoft(tree, indented('  ')),
  },
  {
    id: 'csharp-newtonsoft-indented-crlf',
    language: 'csharp',
    call: 'JsonConvert.SerializeObject(body, Formatting.Indented), on Windows',
    weight: 2,
    print: (tree) => onWindows(newtonsoft(tree, indented('  '))),
  },
] as const satisfies readonly Serialiser[];

/** A JsonElement keeps numbers as written, and keys that stand there twice. */
function textJson(tree: JsonTree, escaping: Escaping, style: JsonStyle): string | undefined {
  return printJson(tree, {
    ...style,
    string: ({ value }) => quoted(value.toWellFormed(), escaping),
  });
}

function newtonsoft(tree: JsonTree, style: JsonStyle): string | undefined {
  return printJson(tree, {
    ...style,
    members: lastOfEachKey,
    string: (node) => quoted(date(node).toWellFormed(), NEWTONSOFT),
    key: ({ value }) => quoted(value.toWellFormed(), NEWTONSOFT),
    number: newtonsoftNumber,
  });
}

/** Json.NET reads ISO 8601 times as DateTime, and prints fractions of a second without zeros. */
function date({ value }: JsonString): string {
  const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{1,7})(Z?)$/.exec(value);
  if (time === null) {
    return value;
  }
  const [, seconds = '', digits = '', zone = ''] = time;
  const fraction = digits.replace(/0+$/, '');
  return seconds + (fraction === '' ? '' : `.${fraction}`) + zone;
}

/** Doubles in the format R, as since .NET Core 3.0. */
function newtonsoftNumber(text: string): string | undefined {
  if (isInteger(text)) {
    return text === '-0' ? '0' : text;
  }
  return printDouble(text, {
    from: 15,
    upTo: -5,
    whole: '.0',
    wholeMantissa: '',
    letter: 'E',
    plus: '+',
    width: 2,
  });
}

/** A line ends in Environment.NewLine. */
function onWindows(text: string | undefined): string | undefined {
  return text?.replaceAll('\n', '\r\n');
}
