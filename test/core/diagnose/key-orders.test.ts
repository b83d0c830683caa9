import { describe, expect, it } from 'vitest';
import { parseJsonTree } from '../../../src/core/json-tree.js';
import { keyOrders } from '../../../src/core/diagnose/key-orders.js';

describe('keyOrders', () => {
  it.each<[text: string, orders: string[]]>([
    ['1', []],
    ['[1, 2]', []],
    ['{"a":1}', []],
    ['{"a":1,"a":1}', []],
    ['{"a":1.0, "b":2}', ['{"b":2,"a":1.0}']],
    ['[{"a":1,"b":2}, {}]', ['[{"b":2,"a":1},{}]']],
    [
      '{"a":1,"b":2,"c":3}',
      [
        '{"a":1,"c":3,"b":2}',
        '{"b":2,"a":1,"c":3}',
        '{"b":2,"c":3,"a":1}',
        '{"c":3,"a":1,"b":2}',
        '{"c":3,"b":2,"a":1}',
      ],
    ],
    [
      '{"a":{"x":1,"y":2},"b":3}',
      ['{"a":{"y":2,"x":1},"b":3}', '{"b":3,"a":{"x":1,"y":2}}', '{"b":3,"a":{"y":2,"x":1}}'],
    ],
  ])('all others of %s', (text, orders) => {
    expect(textsOf(text)).toEqual(orders);
  });

  it.each<[text: string, details: string[]]>([
    ['{"a":1,"b c":2}', ['{b c, a}']],
    ['{"a":{"x":1,"y":2}}', ['{a {y, x}}']],
    ['[1,{"a":[2],"b":1}]', ['[{b, a}]']],
    ['{"a":1,"\u202e\u007f é":2}', ['{\\u202e\\u007f é, a}']],
  ])('names the order of %s', (text, details) => {
    expect([...ordersOf(text)].map(({ detail }) => detail)).toEqual(details);
  });

  it.each<[keys: number, orders: number]>([
    [4, 23],
    [5, 119],
    // From here on the reverse, and each key in each other place, neighbours once.
    [6, 1 + 25],
    [12, 1 + 121],
    [13, 1],
  ])('%i keys have %i', (keys, orders) => {
    const texts = textsOf(objectOf(keys));
    expect(texts.length).toBe(orders);
    expect(new Set(texts).size).toBe(orders);
  });

  it('takes nested objects into the count', () => {
    const pair = '{"x":1,"y":2}';
    expect(textsOf(`[${Array(7).fill(pair).join(',')}]`).length).toBe(127);
    expect(textsOf(`[${Array(8).fill(pair).join(',')}]`)).toEqual([]);
    expect(textsOf(`{"a":1,"b":[${Array(8).fill(pair).join(',')}]}`).length).toBe(2);
  });

  it('finds the one object in a long array', () => {
    const items = [...Array(50_000).fill('0'), '{"a":1,"b":2}'].join(',');
    expect(textsOf(`[${items}]`).length).toBe(1);
  });
});

function objectOf(keys: number): string {
  return `{${Array.from({ length: keys }, (_, index) => `"k${index}":${index}`).join(',')}}`;
}

function textsOf(text: string): string[] {
  return Array.from(ordersOf(text), (order) => order.text);
}

function ordersOf(text: string): ReturnType<typeof keyOrders> {
  const tree = parseJsonTree(text);
  if (tree === undefined) {
    throw new TypeError(`${text} is not JSON`);
  }
  return keyOrders(tree);
}
