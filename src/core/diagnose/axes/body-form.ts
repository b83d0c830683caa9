import { decodeUtf8, utf8 } from '../../bytes.js';
import { parseJsonTree, type JsonTree } from '../../json-tree.js';
import type { Made, Subject } from '../variant.js';

type Pair = readonly [name: string, value: string];

/** How a library writes the words of JSON into a form; a word without a text is left out. */
interface FormStyle {
  readonly detail?: string;
  readonly words: Readonly<Partial<Record<string, string>>>;
}

const STYLES: readonly FormStyle[] = [
  { words: { true: 'true', false: 'false', null: 'null' } },
  // http_build_query: https://www.php.net/manual/en/function.http-build-query.php
  { detail: 'by PHP', words: { true: '1', false: '0' } },
  { detail: 'by Python', words: { true: 'True', false: 'False', null: 'None' } },
];

/** A JSON object as an HTML form, nested members as `a[b]`. */
export function formEncoded(subject: Subject): Made<Uint8Array>[] {
  const tree = parseJsonTree(bodyText(subject));
  return tree?.kind === 'object' && tree.members.length > 0
    ? STYLES.flatMap((style) => forms(tree, style))
    : [];
}

/** An HTML form as a JSON object. */
export function jsonForForm(subject: Subject): Made<Uint8Array>[] {
  const text = bodyText(subject);
  const isForm = /^[^\s=&{}[\]"]+=[^\s{}]*$/.test(text);
  return isForm ? [{ value: utf8(jsonOfForm(text)) }] : [];
}

/** Empty where there is none, or no UTF-8. */
function bodyText({ parts: { body } }: Subject): string {
  return body === undefined ? '' : (decodeUtf8(body) ?? '');
}

function forms(tree: JsonTree, { detail, words }: FormStyle): Made<Uint8Array>[] {
  const pairs = pairsOf(tree, '', words);
  if (pairs.length === 0) {
    return [];
  }
  const form = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value]));
  const encoded = form.toString();
  const plain = pairs.map((pair) => pair.join('='));
  const texts = [
    ['', encoded],
    ['%20 for a space', encoded.replaceAll('+', '%20')],
    ['not encoded', plain.join('&')],
    ['not encoded, sorted', plain.toSorted().join('&')],
  ] as const;
  return texts.map(([how, text]) => {
    const details = [detail, how].filter((each) => each !== undefined && each !== '');
    return { value: utf8(text), ...(details.length > 0 && { detail: details.join(', ') }) };
  });
}

function pairsOf(tree: JsonTree, name: string, words: FormStyle['words']): Pair[] {
  const below = (key: string): string => (name === '' ? key : `${name}[${key}]`);
  switch (tree.kind) {
    case 'object':
      return tree.members.flatMap(({ key, value }) =>
        pairsOf(value, below(key.value.toWellFormed()), words),
      );
    case 'array':
      return tree.items.flatMap((item, index) => pairsOf(item, below(String(index)), words));
    case 'word': {
      const text = words[tree.text];
      return text === undefined ? [] : [[name, text]];
    }
    default:
      return [[name, tree.kind === 'string' ? tree.value.toWellFormed() : tree.text]];
  }
}

function jsonOfForm(text: string): string {
  return JSON.stringify(Object.fromEntries(new URLSearchParams(text)));
}
