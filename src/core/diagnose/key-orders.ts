import { unicodeEscapes } from './json-strings.js';
import { sortedByUtf16 } from './json-members.js';
import type { JsonMember, JsonObject, JsonString, JsonTree } from '../json-tree.js';
import { printAsWritten } from './print-json.js';
import { permutations } from './permutations.js';

/** JSON without white space, and with the members of its objects in another order. */
export interface KeyOrder {
  readonly text: string;
  /** The order, for a person: `{b, a {y, x}}`. */
  readonly detail: string;
}

/** Up to here, all orders are tried: those of 5 keys, or of 4 and 3 and so on. */
const MOST_ORDERS = 240;

/** Up to here, each key of a larger object is tried in each place. */
const MOST_KEYS = 12;

/**
 * Orders that the keys may have had, the present one left out: all of them where they are few; else
 * those with one key of the outermost object moved, and the reverse.
 */
export function* keyOrders(tree: JsonTree): Generator<KeyOrder> {
  const present = printAsWritten(tree);
  const trees = countOrders(tree) <= MOST_ORDERS ? allOrders(tree) : someOrders(tree);
  for (const other of trees) {
    const text = printAsWritten(other);
    if (text !== present) {
      yield { text, detail: describe(other) };
    }
  }
}

/** The keys in the order of a sample's, at each depth; those that it does not have come last. */
export function* ordersLike(samples: readonly JsonTree[], tree: JsonTree): Generator<KeyOrder> {
  const present = printAsWritten(tree);
  for (const sample of samples) {
    const other = orderLike(tree, sample);
    const text = printAsWritten(other);
    if (text !== present) {
      yield { text, detail: describe(other) };
    }
  }
}

function orderLike(tree: JsonTree, sample: JsonTree | undefined): JsonTree {
  if (tree.kind === 'array') {
    const like = sample?.kind === 'array' ? sample.items[0] : undefined;
    return { kind: 'array', items: tree.items.map((item) => orderLike(item, like)) };
  }
  if (tree.kind !== 'object' || sample?.kind !== 'object') {
    return tree;
  }
  const ranks = new Map(sample.members.map(({ key }, index) => [key.value, index]));
  const rank = ({ key }: JsonMember): number => ranks.get(key.value) ?? ranks.size;
  return {
    kind: 'object',
    members: tree.members
      .toSorted((a, b) => rank(a) - rank(b))
      .map(({ key, value }) => {
        const like = sample.members.find((member) => member.key.value === key.value);
        return { key, value: orderLike(value, like?.value) };
      }),
  };
}

/** Whether all keys of an object, and of those in it, are sorted, and there are some to sort. */
export function isSorted(tree: JsonTree): boolean {
  return countOrders(tree) > 1 && isSortedAtAll(tree);
}

function isSortedAtAll(tree: JsonTree): boolean {
  switch (tree.kind) {
    case 'object': {
      const sorted = sortedByUtf16(tree.members);
      return (
        tree.members.every((member, index) => member === sorted[index]) &&
        tree.members.every(({ value }) => isSortedAtAll(value))
      );
    }
    case 'array':
      return tree.items.every(isSortedAtAll);
    default:
      return true;
  }
}

/** All orders of all keys, however many there are. */
export function everyOrder(tree: JsonTree): Generator<JsonTree> {
  return allOrders(tree);
}

function countOrders(tree: JsonTree): number {
  switch (tree.kind) {
    case 'object':
      return tree.members.reduce(
        (count, { value }, index) => count * (index + 1) * countOrders(value),
        1,
      );
    case 'array':
      return tree.items.reduce((count, item) => count * countOrders(item), 1);
    default:
      return 1;
  }
}

function* allOrders(tree: JsonTree): Generator<JsonTree> {
  switch (tree.kind) {
    case 'object':
      for (const members of permutations(tree.members)) {
        for (const values of choices(members.map(({ value }) => value))) {
          yield { kind: 'object', members: withValues(members, values) };
        }
      }
      break;
    case 'array':
      for (const items of choices(tree.items)) {
        yield { kind: 'array', items };
      }
      break;
    default:
      yield tree;
  }
}

/** Every way of taking one order of each tree. Few have more than one, however many there are. */
function* choices(trees: readonly JsonTree[], from = 0): Generator<readonly JsonTree[]> {
  const index = trees.findIndex((tree, at) => at >= from && countOrders(tree) > 1);
  const tree = trees[index];
  if (tree === undefined) {
    yield trees;
    return;
  }
  for (const one of allOrders(tree)) {
    yield* choices(trees.with(index, one), index + 1);
  }
}

function* someOrders(tree: JsonTree): Generator<JsonTree> {
  if (tree.kind !== 'object') {
    return;
  }
  const { members } = tree;
  yield { kind: 'object', members: members.toReversed() };
  if (members.length > MOST_KEYS) {
    return;
  }
  for (const [from, member] of members.entries()) {
    const others = members.toSpliced(from, 1);
    for (const to of members.keys()) {
      // Neighbours change places when either of them moves: once is enough.
      if (to !== from && to !== from - 1) {
        yield { kind: 'object', members: others.toSpliced(to, 0, member) };
      }
    }
  }
}

function withValues(
  members: readonly JsonMember[],
  values: readonly JsonTree[],
): readonly JsonMember[] {
  return members.map(({ key, value }, index) => ({ key, value: values[index] ?? value }));
}

function describe(tree: JsonTree): string {
  switch (tree.kind) {
    case 'object':
      return describeObject(tree);
    case 'array':
      return `[${tree.items
        .map(describe)
        .filter((text) => text !== '')
        .join(', ')}]`;
    default:
      return '';
  }
}

function describeObject({ members }: JsonObject): string {
  const names = members.map(({ key, value }) => {
    const inner = describe(value);
    return `${safeName(key)}${inner === '' || inner === '[]' ? '' : ` ${inner}`}`;
  });
  return `{${names.join(', ')}}`;
}

/** A key as written, and safe to print: some invisible characters may stand in JSON as they are. */
function safeName({ text }: JsonString): string {
  return text.slice(1, -1).replace(/(?! )[\p{C}\p{Z}]/gu, (char) => unicodeEscapes(char, 'lower'));
}
