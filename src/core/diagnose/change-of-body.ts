import { decodeUtf8 } from '../bytes.js';
import { parseJsonTree, type JsonTree } from '../json-tree.js';
import { isSorted } from './key-orders.js';
import { printAsWritten } from './print-json.js';

/** One thing that has happened to a body after it was signed. */
export interface BodyChange {
  /** As the body's axis of the catalogue has it. */
  readonly id: string;
  /** Completes "on its way, …": `it was indented`. */
  readonly title: string;
}

/**
 * What has happened to a body between its signature and this machine, what matters most at the end;
 * nothing where that cannot be told.
 *
 * @param signed the bytes that the signature is of
 * @param given those that were passed instead
 */
export function changesOfBody(signed: Uint8Array, given: Uint8Array): readonly BodyChange[] {
  const before = decodeUtf8(signed);
  const after = decodeUtf8(given);
  if (before === undefined || after === undefined || before === after) {
    return [];
  }
  const outer = outerChanges(before, after);
  const lines = lineChanges(withoutMark(before), withoutMark(after));
  if (lines.length > 0) {
    return [...markChange(before, after), ...lines];
  }
  const [from, to] = [withoutMark(before).trim(), withoutMark(after).trim()];
  if (from === to) {
    return outer;
  }
  const inner = jsonChanges(from, to);
  return inner.length === 0 ? [] : [...outer, ...inner];
}

const BOM = 'byte-order-mark';

function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, '');
}

function outerChanges(before: string, after: string): BodyChange[] {
  const had = spaceAround(withoutMark(before));
  const has = spaceAround(withoutMark(after));
  return [...(had === has ? [] : [spaceChange(had, has)]), ...markChange(before, after)];
}

function markChange(before: string, after: string): BodyChange[] {
  const [had, has] = [before, after].map((text) => text.startsWith('\ufeff'));
  if (had === has) {
    return [];
  }
  const what =
    has === true ? 'a byte order mark was put in front of it' : 'its byte order mark was lost';
  return [{ id: BOM, title: what }];
}

function spaceAround(text: string): string {
  return text.trim() === '' ? text : text.replace(text.trim(), '\0');
}

function spaceChange(had: string, has: string): BodyChange {
  const isAdded = has.length > had.length;
  const [, end] = /\0([\r\n]+)$/.exec(isAdded ? has : had) ?? [];
  const newline = end?.includes('\r') === true ? 'a newline (CR LF)' : 'a newline';
  const what = end === undefined ? 'white space around it' : `${newline} at its end`;
  return isAdded
    ? { id: 'trimmed', title: `${what} was added` }
    : { id: 'trailing-newline', title: `${what} was lost` };
}

function lineChanges(before: string, after: string): BodyChange[] {
  if (before !== after && unix(before) === unix(after)) {
    const isCrlf = after.includes('\r\n');
    return [
      {
        id: 'line-ends',
        title: `its line ends were turned into ${isCrlf ? 'CR LF' : 'LF'}`,
      },
    ];
  }
  return [];
}

function unix(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function jsonChanges(before: string, after: string): BodyChange[] {
  const from = parseJsonTree(before);
  const to = parseJsonTree(after);
  if (from === undefined || to === undefined) {
    return [];
  }
  return [
    ...layoutChange(before, from, after, to),
    ...orderChange(from, to),
    ...stringChanges(before, after),
    ...numberChange(from, to),
  ];
}

function layoutChange(before: string, from: JsonTree, after: string, to: JsonTree): BodyChange[] {
  const had = before.length - printAsWritten(from).length;
  const has = after.length - printAsWritten(to).length;
  const [hadLines, hasLines] = [before.includes('\n'), after.includes('\n')];
  if (had === has && hadLines === hasLines) {
    return [];
  }
  const ends = after.includes('\r\n') ? ', with CR LF as its line ends' : '';
  if (hadLines && hasLines) {
    return [{ id: 'indentation', title: `it was indented in another way${ends}` }];
  }
  if (hasLines) {
    return [{ id: 'compact', title: `it was indented${ends}` }];
  }
  if (hadLines) {
    return [{ id: 'indentation', title: 'its indentation was lost' }];
  }
  return has > had
    ? [{ id: 'compact', title: 'spaces were put between its members' }]
    : [{ id: 'spaced', title: 'the spaces between its members were lost' }];
}

function orderChange(from: JsonTree, to: JsonTree): BodyChange[] {
  const [had, has] = [keysOf(from), keysOf(to)];
  if (had.length !== has.length || had.every((key, index) => key === has[index])) {
    return [];
  }
  const isSortedNow = isSorted(to) && !isSorted(from);
  return [
    {
      id: 'key-order',
      title: isSortedNow ? 'its keys were sorted' : 'its keys were put into another order',
    },
  ];
}

function keysOf(tree: JsonTree): readonly string[] {
  switch (tree.kind) {
    case 'object':
      return tree.members.flatMap(({ key, value }) => [key.value, ...keysOf(value)]);
    case 'array':
      return tree.items.flatMap(keysOf);
    default:
      return [];
  }
}

function stringChanges(before: string, after: string): BodyChange[] {
  return ESCAPES.flatMap(({ pattern, written, read }) => {
    const [had, has] = [before, after].map((text) => countOf(text, pattern));
    if (had === has || had === undefined || has === undefined) {
      return [];
    }
    return [has > had ? written : read];
  });
}

function countOf(text: string, pattern: RegExp): number {
  // A backslash that is itself escaped begins nothing.
  return text.replaceAll('\\\\', '').match(pattern)?.length ?? 0;
}

const ESCAPES = [
  {
    pattern: /\\\//g,
    written: { id: 'slashes-unescaped', title: 'its slashes were escaped' },
    read: { id: 'slashes-escaped', title: 'its slashes lost their escapes' },
  },
  {
    pattern: /\\u(?!00[0-7])[\da-f]{4}/gi,
    written: {
      id: 'non-ascii-unescaped',
      title: 'its letters that are not ASCII were escaped as \\u',
    },
    read: { id: 'non-ascii-escaped', title: 'its \\u escapes were turned into letters' },
  },
  {
    pattern: /\\u00[0-7][\da-f]/gi,
    written: { id: 'html-unescaped', title: 'some of its ASCII was escaped as \\u' },
    read: { id: 'html-escaped', title: 'its escapes of <, > or & were lost' },
  },
] as const;

function numberChange(from: JsonTree, to: JsonTree): BodyChange[] {
  const [had, has] = [from, to].map((tree) => numbersOf(tree).toSorted());
  return had?.length !== has?.length || had?.join() === has?.join()
    ? []
    : [{ id: 'number-short', title: 'its numbers were written in another way' }];
}

function numbersOf(tree: JsonTree): readonly string[] {
  switch (tree.kind) {
    case 'object':
      return tree.members.flatMap(({ value }) => numbersOf(value));
    case 'array':
      return tree.items.flatMap(numbersOf);
    default:
      return tree.kind === 'number' ? [tree.text] : [];
  }
}
