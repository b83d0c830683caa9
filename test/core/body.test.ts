import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildJsonBody, parseMemberName, type BodyMember } from '../../src/core/body.js';
import { wellFormedText } from './arbitraries.js';

describe('buildJsonBody', () => {
  it.each<[what: string, members: [name: string, json: string][], body: string]>([
    ['nothing', [], '{}'],
    ['one', [['a', '1']], '{"a":1}'],
    [
      'the order given',
      [
        ['b', '1'],
        ['a', '2'],
      ],
      '{"b":1,"a":2}',
    ],
    [
      'numeric-looking names in the order given',
      [
        ['10', '1'],
        ['9', '2'],
      ],
      '{"10":1,"9":2}',
    ],
    ['__proto__ as a name like any', [['__proto__', '1']], '{"__proto__":1}'],
    ['constructor too', [['constructor[prototype]', '1']], '{"constructor":{"prototype":1}}'],
    ['a decimal as written', [['amount', '15420.50']], '{"amount":15420.50}'],
    ['1.0', [['a', '1.0']], '{"a":1.0}'],
    ['1e400', [['a', '1e400']], '{"a":1e400}'],
    ['2^53+1', [['a', '9007199254740993']], '{"a":9007199254740993}'],
    ['-0', [['a', '-0']], '{"a":-0}'],
    [
      'words',
      [
        ['a', 'true'],
        ['b', 'null'],
      ],
      '{"a":true,"b":null}',
    ],
    ['a string as written', [['a', '"\\u00e9\\/é"']], '{"a":"\\u00e9\\/é"}'],
    ['white space only inside strings', [['a', ' { "b c" : [ 1 , 2 ] }\n']], '{"a":{"b c":[1,2]}}'],
    ['duplicate keys inside a value', [['a', '{"b":1,"b":2}']], '{"a":{"b":1,"b":2}}'],
    ['a nested member', [['a[b]', '1']], '{"a":{"b":1}}'],
    [
      'two of one object',
      [
        ['a[b]', '1'],
        ['a[c]', '2'],
      ],
      '{"a":{"b":1,"c":2}}',
    ],
    [
      'a nested one that waits',
      [
        ['a[b]', '1'],
        ['x', '3'],
        ['a[c]', '2'],
      ],
      '{"a":{"b":1,"c":2},"x":3}',
    ],
    [
      'items',
      [
        ['a[]', '1'],
        ['a[]', '2'],
      ],
      '{"a":[1,2]}',
    ],
    [
      'an item for each object',
      [
        ['a[][b]', '1'],
        ['a[][b]', '2'],
      ],
      '{"a":[{"b":1},{"b":2}]}',
    ],
    [
      'an array of arrays',
      [
        ['a[][]', '1'],
        ['a[][]', '2'],
      ],
      '{"a":[[1],[2]]}',
    ],
    [
      'an array in an object',
      [
        ['a[b][]', '1'],
        ['a[b][]', '2'],
      ],
      '{"a":{"b":[1,2]}}',
    ],
    ['numbers in brackets as names', [['a[0]', '1']], '{"a":{"0":1}}'],
    ['names that need escapes', [['a"\n', '1']], '{"a\\"\\n":1}'],
    ['names beyond ASCII', [['नाम', '"é"']], '{"नाम":"é"}'],
  ])('%s', (_what, members, body) => {
    expect(Buffer.from(buildJsonBody(members.map(member))).toString()).toBe(body);
  });

  it.each<[what: string, members: [name: string, json: string][], named: string]>([
    ['a value that is no JSON', [['a', 'hello']], 'a'],
    ['an empty value', [['a', '']], 'a'],
    ['two values in one', [['a', '1,"b":2']], 'a'],
    ['a value that closes the object', [['a', '1}']], 'a'],
    ['a byte order mark', [['a', '\ufeff1']], 'a'],
    [
      'the same name twice',
      [
        ['a', '1'],
        ['a', '2'],
      ],
      'a',
    ],
    [
      'the same nested name twice',
      [
        ['a[b]', '1'],
        ['a[b]', '2'],
      ],
      'a[b]',
    ],
    [
      'a value, then an object',
      [
        ['a', '1'],
        ['a[b]', '2'],
      ],
      'a[b]',
    ],
    [
      'an object, then a value',
      [
        ['a[b]', '1'],
        ['a', '2'],
      ],
      'a',
    ],
    [
      'an object as text, then its member',
      [
        ['a', '{}'],
        ['a[b]', '2'],
      ],
      'a[b]',
    ],
    [
      'an array, then an object',
      [
        ['a[]', '1'],
        ['a[b]', '2'],
      ],
      'a[b]',
    ],
    [
      'an object, then an array',
      [
        ['a[b]', '1'],
        ['a[]', '2'],
      ],
      'a[]',
    ],
    [
      'a value, then an item',
      [
        ['a', '1'],
        ['a[]', '2'],
      ],
      'a[]',
    ],
    [
      'an item, then a value',
      [
        ['a[]', '1'],
        ['a', '2'],
      ],
      'a',
    ],
  ])('refuses %s and names it', (_what, members, named) => {
    expect(() => buildJsonBody(members.map(member))).toThrow(
      expect.objectContaining({
        code: 'bad-body',
        message: expect.stringContaining(`${named} is `),
      }),
    );
  });

  it('refuses to append to the body, which is no array', () => {
    expect(() => buildJsonBody([{ name: '[]', path: [''], json: '1' }])).toThrow(
      expect.objectContaining({ code: 'bad-body' }),
    );
  });

  it('means what its members say, in their order', () => {
    fc.assert(
      fc.property(fc.dictionary(memberKey, fc.jsonValue()), (model) => {
        const body = Buffer.from(buildJsonBody(flatten(model, []))).toString();
        expect(body).toBe(JSON.stringify(model));
        expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(model)));
      }),
    );
  });
});

describe('parseMemberName', () => {
  it.each<[name: string, path: string[]]>([
    ['a', ['a']],
    ['a b', ['a b']],
    ['a[b]', ['a', 'b']],
    ['a[]', ['a', '']],
    ['a[b][]', ['a', 'b', '']],
    ['a[][b][c d]', ['a', '', 'b', 'c d']],
    ['__proto__[x]', ['__proto__', 'x']],
    ['a.b', ['a.b']],
    ['10[0]', ['10', '0']],
    ['नाम[é]', ['नाम', 'é']],
  ])('%s', (name, path) => {
    expect(parseMemberName(name)).toEqual(path);
  });

  it.each(['', '[]', '[a]', 'a[', 'a]', 'a[b', 'a]b[', 'a[b]c', 'a[[b]]', 'a[b]]', 'a[b] '])(
    'refuses %j',
    (name) => {
      expect(() => parseMemberName(name)).toThrow(
        expect.objectContaining({
          code: 'bad-body',
          message: `${JSON.stringify(name)} is not a member name`,
        }),
      );
    },
  );

  it('gives back the keys of any name that it reads', () => {
    fc.assert(
      fc.property(wellFormedText.filter(isPlain), fc.array(wellFormedText), (first, more) => {
        const inner = more.map((key) => key.replaceAll(/[[\]]/g, ''));
        const name = first + inner.map((key) => `[${key}]`).join('');
        expect(parseMemberName(name)).toEqual([first, ...inner]);
      }),
    );
  });
});

const memberKey = fc.oneof(
  fc.constantFrom('a', 'b', '10', '__proto__'),
  fc.string({ minLength: 1 }),
);

function isPlain(text: string): boolean {
  return text !== '' && !/[[\]]/.test(text);
}

function member([name, json]: readonly [name: string, json: string]): BodyMember {
  return { name, path: parseMemberName(name), json };
}

/** The members of a value as a user would give them: nested as far as their notation goes. */
function flatten(value: unknown, path: readonly string[]): BodyMember[] {
  const [first, ...more] = path;
  if (first !== undefined && Array.isArray(value) && value.length > 0) {
    return value.map((item) => leaf([first, ...more, ''], item));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    if (first === undefined || (entries.length > 0 && entries.every(([key]) => key !== ''))) {
      return entries.flatMap(([key, child]) => flatten(child, [...path, key]));
    }
  }
  return first === undefined ? [] : [leaf([first, ...more], value)];
}

function leaf(path: BodyMember['path'], value: unknown): BodyMember {
  return { name: path.join('.'), path, json: JSON.stringify(value) };
}

describe('what cannot be built', () => {
  it('refuses a lone surrogate, which UTF-8 cannot carry', () => {
    const surrogate = { name: 'a', path: ['a'], json: '"\ud800"' } as const;
    expect(() => buildJsonBody([surrogate])).toThrow(expect.objectContaining({ code: 'bad-body' }));
  });

  it.each([
    [100, true],
    [101, false],
  ])('%i levels below the first: %s', (depth, isTaken) => {
    const parse = (): unknown => parseMemberName(`a${'[b]'.repeat(depth)}`);
    if (isTaken) {
      expect(parse()).toHaveLength(101);
    } else {
      expect(parse).toThrow(expect.objectContaining({ code: 'bad-body' }));
    }
  });
});
