import { lastOfEachKey, sortedByCodePoint } from '../json-members.js';
import { printDouble } from '../json-numbers.js';
import { quoted, SHORT_ESCAPES, type Escaping } from '../json-strings.js';
import type { JsonTree } from '../../json-tree.js';
import { indented, printJson, type JsonStyle } from '../print-json.js';
import type { Serialiser } from './serialiser.js';

/** `\b` and `\f` as since Go 1.22; older ones write `\u0008` and `\u000c`. */
const HTML: Escaping = {
  escaped: /["\\<>&\u2028\u2029]|[^ -\uffff]/g,
  short: SHORT_ESCAPES,
  hex: 'lower',
};
const NO_HTML: Escaping = { ...HTML, escaped: /["\\\u2028\u2029]|[^ -\uffff]/g };

/** Go's encoding/json, of a `map[string]any`: keys sorted, numbers as float64. */
export const go = [
  {
    id: 'go-marshal',
    language: 'go',
    call: 'json.Marshal(body)',
    weight: 1,
    print: (tree) => marshal(tree, HTML, {}),
  },
  {
    id: 'go-marshal-indent',
    language: 'go',
    call: 'json.MarshalIndent(body, "", "  ")',
    weight: 2,
    print: (tree) => marshal(tree, HTML, indented('  ')),
  },
  {
    id: 'go-marshal-indent-tab',
    language: 'go',
    call: 'json.MarshalIndent(body, "", "\\t")',
    weight: 2,
    print: (tree) => marshal(tree, HTML, indented('\t')),
  },
  {
    id: 'go-encoder',
    language: 'go',
    call: 'json.NewEncoder(&buffer).Encode(body)',
    weight: 2,
    print: (tree) => withNewline(marshal(tree, HTML, {})),
  },
  {
    id: 'go-encoder-no-html',
    language: 'go',
    call: 'encoder.SetEscapeHTML(false); encoder.Encode(body)',
    weight: 2,
    print: (tree) => withNewline(marshal(tree, NO_HTML, {})),
  },
  {
    id: 'go-encoder-no-html-trimmed',
    language: 'go',
    call: 'encoder.SetEscapeHTML(false); encoder.Encode(body); bytes.TrimSpace(buffer.Bytes())',
    weight: 2,
    print: (tree) => marshal(tree, NO_HTML, {}),
  },
] as const satisfies readonly Serialiser[];

function marshal(tree: JsonTree, escaping: Escaping, style: JsonStyle): string | undefined {
  return printJson(withoutLoneSurrogates(tree), {
    ...style,
    members: (members) => sortedByCodePoint(lastOfEachKey(members)),
    string: ({ value }) => quoted(value, escaping),
    number: (text) =>
      printDouble(text, {
        from: 21,
        upTo: -7,
        whole: '',
        wholeMantissa: '',
        letter: 'e',
        plus: '+',
        width: 1,
      }),
  });
}

/** Unmarshal reads them as U+FFFD, before keys are compared. */
function withoutLoneSurrogates(tree: JsonTree): JsonTree {
  switch (tree.kind) {
    case 'object':
      return {
        kind: 'object',
        members: tree.members.map(({ key, value }) => ({
          key: { ...key, value: key.value.toWellFormed() },
          value: withoutLoneSurrogates(value),
        })),
      };
    case 'array':
      return { kind: 'array', items: tree.items.map(withoutLoneSurrogates) };
    case 'string':
      return { ...tree, value: tree.value.toWellFormed() };
    default:
      return tree;
  }
}

function withNewline(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${text}\n`;
}
