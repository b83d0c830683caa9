import { lastOfEachKey, sortedByUtf16 } from '../json-members.js';
import type { JsonTree } from '../../json-tree.js';
import { printAsWritten, printJson } from '../print-json.js';
import type { Serialiser } from './serialiser.js';

/** The engine that runs this is the one to imitate. */
export const javascript = [
  {
    id: 'js-stringify',
    language: 'javascript',
    call: 'JSON.stringify(body)',
    weight: 1,
    print: (tree) => stringify(tree),
  },
  {
    id: 'js-indent-2',
    language: 'javascript',
    call: 'JSON.stringify(body, null, 2)',
    weight: 1,
    print: (tree) => stringify(tree, 2),
  },
  {
    id: 'js-indent-4',
    language: 'javascript',
    call: 'JSON.stringify(body, null, 4)',
    weight: 2,
    print: (tree) => stringify(tree, 4),
  },
  {
    id: 'js-indent-tab',
    language: 'javascript',
    call: "JSON.stringify(body, null, '\\t')",
    weight: 2,
    print: (tree) => stringify(tree, '\t'),
  },
  {
    id: 'js-sorted-keys',
    language: 'javascript',
    call: 'JSON.stringify(body, Object.keys(body).sort())',
    weight: 2,
    print: withKeysOfTopOnly,
  },
  {
    id: 'js-stable-stringify',
    language: 'javascript',
    call: 'stableStringify(body)',
    weight: 2,
    print: (tree) =>
      printJson(tree, {
        string: ({ value }) => JSON.stringify(value),
        number: (text) => JSON.stringify(Number(text)),
        members: (members) => sortedByUtf16(lastOfEachKey(members)),
      }),
  },
] as const satisfies readonly Serialiser[];

function stringify(tree: JsonTree, indent?: number | string): string {
  return JSON.stringify(parsed(tree), null, indent);
}

function parsed(tree: JsonTree): unknown {
  return JSON.parse(printAsWritten(tree));
}

/** A list of keys is a filter at every level, so that nested objects lose what the top has not. */
function withKeysOfTopOnly(tree: JsonTree): string | undefined {
  const value = parsed(tree);
  return tree.kind === 'object' && typeof value === 'object' && value !== null
    ? JSON.stringify(value, Object.keys(value).toSorted())
    : undefined;
}
