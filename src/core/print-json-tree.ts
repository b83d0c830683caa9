import type { JsonTree } from './json-tree.js';

/** A tree as compact JSON, each number and string as it was written. */
export function printJsonTree(tree: JsonTree): string {
  switch (tree.kind) {
    case 'object':
      return `{${tree.members.map(({ key, value }) => `${key.text}:${printJsonTree(value)}`).join(',')}}`;
    case 'array':
      return `[${tree.items.map(printJsonTree).join(',')}]`;
    default:
      return tree.text;
  }
}
