import type { JsonMember, JsonString, JsonTree } from '../json-tree.js';

/** How a language's library prints JSON. What is left out is printed as written, and compact. */
export interface JsonStyle {
  readonly object?: Layout;
  readonly array?: Layout;
  /** Between a key and its value. */
  readonly colon?: string;
  readonly string?: (node: JsonString) => string;
  /** Keys, where they are not written like other strings. */
  readonly key?: (node: JsonString) => string;
  /** Undefined where the language refuses the number. */
  readonly number?: (text: string) => string | undefined;
  readonly word?: (text: 'true' | 'false' | 'null') => string;
  /** Which members are printed, and in which order. */
  readonly members?: (members: readonly JsonMember[]) => readonly JsonMember[];
}

/** How the items of an object, or of an array, are set out. */
export interface Layout {
  readonly separator: string;
  /** In front of each item on a line of its own; absent where they share a line. */
  readonly indent?: string;
  /** Inside the brackets, where the items share a line. */
  readonly padding?: string;
  /** Between the brackets where there is no item; it is given what the line is indented by. */
  readonly empty?: (margin: string) => string;
}

/** No white space. */
const COMPACT: Layout = { separator: ',' };

/** Prints a tree; undefined where the style refuses a number in it. */
export function printJson(tree: JsonTree, style: JsonStyle): string | undefined {
  return print(tree, style, '');
}

/** The style of a text on many lines, the same for objects and arrays. */
export function indented(indent: string): JsonStyle {
  return {
    object: { separator: ',', indent },
    array: { separator: ',', indent },
    colon: ': ',
  };
}

/** The JSON without white space, and otherwise as written. */
export function printAsWritten(tree: JsonTree): string {
  switch (tree.kind) {
    case 'object': {
      const members = tree.members.map(({ key, value }) => `${key.text}:${printAsWritten(value)}`);
      return `{${members.join(',')}}`;
    }
    case 'array':
      return `[${tree.items.map(printAsWritten).join(',')}]`;
    default:
      return tree.text;
  }
}

function print(tree: JsonTree, style: JsonStyle, margin: string): string | undefined {
  switch (tree.kind) {
    case 'object': {
      const layout = style.object ?? COMPACT;
      const inner = margin + (layout.indent ?? '');
      const members = style.members?.(tree.members) ?? tree.members;
      const items = members.map(({ key, value }) => {
        const printed = print(value, style, inner);
        const name = printKey(key, style);
        return printed === undefined ? undefined : `${name}${style.colon ?? ':'}${printed}`;
      });
      return enclose('{', items, '}', layout, margin);
    }
    case 'array': {
      const layout = style.array ?? COMPACT;
      const inner = margin + (layout.indent ?? '');
      const items = tree.items.map((item) => print(item, style, inner));
      return enclose('[', items, ']', layout, margin);
    }
    case 'string':
      return style.string?.(tree) ?? tree.text;
    case 'number':
      return style.number === undefined ? tree.text : style.number(tree.text);
    case 'word':
      return style.word?.(tree.text) ?? tree.text;
  }
}

function printKey(key: JsonString, style: JsonStyle): string {
  return (style.key ?? style.string)?.(key) ?? key.text;
}

function enclose(
  open: string,
  items: readonly (string | undefined)[],
  close: string,
  layout: Layout,
  margin: string,
): string | undefined {
  if (items.includes(undefined)) {
    return undefined;
  }
  if (items.length === 0) {
    return `${open}${layout.empty?.(margin) ?? ''}${close}`;
  }
  if (layout.indent === undefined) {
    const padding = layout.padding ?? '';
    return `${open}${padding}${items.join(layout.separator)}${padding}${close}`;
  }
  const line = `\n${margin}${layout.indent}`;
  return `${open}${line}${items.join(`${layout.separator}${line}`)}\n${margin}${close}`;
}
