import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonTree, type JsonTree } from '../../src/core/json-tree.js';
import { jsonText } from './diagnose/json-arbitrary.js';

describe('parseJsonTree', () => {
  it.each<[text: string, tree: JsonTree]>([
    ['15420.50', { kind: 'number', text: '15420.50' }],
    ['-0', { kind: 'number', text: '-0' }],
    [' null ', { kind: 'word', text: 'null' }],
    ['"a\\/\\u00e9"', { kind: 'string', text: '"a\\/\\u00e9"', value: 'a/é' }],
    ['"\\ud83d"', { kind: 'string', text: '"\\ud83d"', value: '\ud83d' }],
    ['[]', { kind: 'array', items: [] }],
    [
      '[true, [1]]',
      {
        kind: 'array',
        items: [
          { kind: 'word', text: 'true' },
          { kind: 'array', items: [{ kind: 'number', text: '1' }] },
        ],
      },
    ],
    ['{}', { kind: 'object', members: [] }],
    [
      '{"b": 1, "a": {}, "b": false}',
      {
        kind: 'object',
        members: [
          {
            key: { kind: 'string', text: '"b"', value: 'b' },
            value: { kind: 'number', text: '1' },
          },
          {
            key: { kind: 'string', text: '"a"', value: 'a' },
            value: { kind: 'object', members: [] },
          },
          {
            key: { kind: 'string', text: '"b"', value: 'b' },
            value: { kind: 'word', text: 'false' },
          },
        ],
      },
    ],
  ])('%s', (text, tree) => {
    expect(parseJsonTree(text)).toEqual(tree);
  });

  it.each(['', '{', '[1,]', "{'a': 1}", 'NaN', '\ufeff{}', '"\n"'])('refuses %j', (text) => {
    expect(parseJsonTree(text)).toBeUndefined();
  });

  it('refuses what is nested too deeply to walk', () => {
    expect(parseJsonTree(nested(200))).toBeDefined();
    expect(parseJsonTree(nested(100_000))).toBeUndefined();
  });

  it('holds the value that JSON.parse gives', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const tree = parseJsonTree(text);
        expect(tree === undefined ? undefined : valueOf(tree)).toEqual(JSON.parse(text));
      }),
    );
  });
});

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

function valueOf(tree: JsonTree): unknown {
  switch (tree.kind) {
    case 'object': {
      const value = {};
      for (const member of tree.members) {
        // An assignment to __proto__ would set no property.
        Object.defineProperty(value, member.key.value, {
          value: valueOf(member.value),
          configurable: true,
          enumerable: true,
          writable: true,
        });
      }
      return value;
    }
    case 'array':
      return tree.items.map(valueOf);
    case 'string':
      return tree.value;
    case 'number':
      return Number(tree.text);
    case 'word':
      return { true: true, false: false, null: null }[tree.text];
  }
}
