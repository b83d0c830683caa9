import { describe, expect, it } from 'vitest';
import { printAsWritten } from '../../src/core/diagnose/print-json.js';
import { parseJsonChange, setJson } from '../../src/core/json-set.js';
import { parseJsonTree } from '../../src/core/json-tree.js';

function set(json: string, ...words: readonly string[]): string {
  const tree = parseJsonTree(json) ?? { kind: 'word', text: 'null' };
  return printAsWritten(words.map(parseJsonChange).reduce(setJson, tree));
}

const EVENT = '{"id":"e","data":{"amount":150.50,"isUsed":true,"name":"x","codes":[{"code":"A"}]}}';

describe('--set', () => {
  it.each([
    ['a number stays a number', ['data.amount=5'], '"amount":5,'],
    ['as it was written', ['data.amount=1e400'], '"amount":1e400,'],
    ['with its zeros', ['data.amount=5.00'], '"amount":5.00,'],
    ['of any size', ['data.amount=9007199254740993'], '"amount":9007199254740993,'],
    ['a text that is no number', ['data.amount=five'], '"amount":"five",'],
    ['what is no number as JSON', ['data.amount=05'], '"amount":"05",'],
    ['a word stays a word', ['data.isUsed=false'], '"isUsed":false,'],
    ['a string stays a string', ['data.name=5'], '"name":"5",'],
    ['a string that is empty', ['data.name='], '"name":"",'],
    ['a value with separators', ['data.name=a=b.c:=d'], '"name":"a=b.c:=d",'],
    ['quotes are escaped', ['data.name="'], '"name":"\\"",'],
    ['JSON', ['data.name:=[1.50, null]'], '"name":[1.50,null],'],
    ['JSON for a number', ['data.amount:="5"'], '"amount":"5",'],
    ['an item of an array', ['data.codes.0.code=B'], '"codes":[{"code":"B"}]'],
    ['an item behind the last', ['data.codes.1:={}'], '"codes":[{"code":"A"},{}]'],
    ['a new member', ['data.new=5'], '[{"code":"A"}],"new":"5"}'],
    ['a new member inside', ['data.a.b.c:=1'], '"a":{"b":{"c":1}}}'],
    ['escaped separators', ['a\\.b\\=c\\\\=1'], ',"a.b=c\\\\":"1"}'],
    ['an escaped colon', ['a\\:=1'], ',"a:":"1"}'],
    ['one after the other', ['data.amount=1', 'data.amount=2'], '"amount":2,'],
    ['a name of every object', ['__proto__.x=1'], ',"__proto__":{"x":"1"}}'],
  ])('%s', (_what, words, part) => {
    expect(set(EVENT, ...words)).toContain(part);
  });

  it('leaves all else as it was, and its order', () => {
    expect(set(EVENT, 'data.amount=7')).toBe(EVENT.replace('150.50', '7'));
    expect(set('{"a":1,"a":2.0,"b":"\\u00e9"}', 'a=3')).toBe('{"a":1,"a":3,"b":"\\u00e9"}');
  });

  it.each([
    ['data', 'usage'],
    ['=5', 'usage'],
    ['.a=5', 'usage'],
    ['a..b=5', 'usage'],
    ['a.=5', 'usage'],
    ['', 'usage'],
    ['id.x=5', 'bad-body'],
    ['data.amount.x=5', 'bad-body'],
    ['data.codes.x=5', 'bad-body'],
    ['data.codes.2=5', 'bad-body'],
    ['data.codes.01=5', 'bad-body'],
    ['data.codes.-1=5', 'bad-body'],
    ['data.name:=x', 'bad-body'],
    ['data.name:=', 'bad-body'],
    ['data.name=\ud800', 'bad-body'],
  ])('refuses %j', (word, code) => {
    expect(() => set(EVENT, word)).toThrow(expect.objectContaining({ code }));
  });
});
