import { describe, expect, it } from 'vitest';
import { parseLine } from '../../../src/app/batch/parse-line.js';

function parse(text: string | undefined): ReturnType<typeof parseLine> {
  return parseLine({ line: 3, call: 2, text });
}

function bodyOf(text: string): string | undefined {
  const { data } = parse(text).words;
  return data && Buffer.from(data).toString();
}

const CALL = '"method":"POST","path":"/a"';

describe('parseLine', () => {
  it('reads all that a call may have', () => {
    const line = parse(
      '{"id":"x","method":"post","path":"/a?b=1","query":{"2":"z","c":["d","e"]},"headers":{"X-A":"1"},' +
        '"expect":["status=200"],"requestId":"r","idempotencyKey":"k","externalEventId":"v"}',
    );
    expect(line).toMatchObject({
      id: 'x',
      words: {
        method: 'post',
        path: '/a?b=1',
        query: [
          ['2', 'z'],
          ['c', 'd'],
          ['c', 'e'],
        ],
        headers: [['X-A', '1']],
        data: undefined,
        options: { requestId: 'r', idempotencyKey: 'k', externalEventId: 'v' },
      },
      expectations: [{ text: 'status=200' }],
    });
  });

  it('keeps the order of a query whose names look like numbers', () => {
    expect(parse(`{${CALL},"query":{"b":"1","10":"2","2":"3"}}`).words.query).toEqual([
      ['b', '1'],
      ['10', '2'],
      ['2', '3'],
    ]);
  });

  it.each([
    ['{"a": 1.0 , "b":[ 1e400,-0 ]}'],
    ['{"a":1,"a":2,"__proto__":{}}'],
    [String.raw`"\u00e9 é \ud800 \" \\"`],
    ['9007199254740993'],
    ['null'],
    ['[]'],
    ['{ }'],
  ])('takes the body %s byte for byte', (body) => {
    expect(bodyOf(`{${CALL}, "body" : ${body} ,"id":"1"}`)).toBe(body);
    expect(bodyOf(`{"body":${body},${CALL}}`)).toBe(body);
  });

  it('takes a text or base64 as a raw body', () => {
    expect(bodyOf(String.raw`{${CALL},"data":"a\n\u00e9"}`)).toBe('a\né');
    expect(parse(`{${CALL},"dataBase64":"/wA="}`).words.data).toEqual(Buffer.of(0xff, 0));
    expect(bodyOf(`{${CALL},"data":""}`)).toBe('');
  });

  it('is called by its line where it has no name', () => {
    expect(parse(`{${CALL}}`).id).toBe('3');
  });

  it.each<[text: string | undefined, message: string]>([
    [undefined, 'line 3 is no UTF-8, or longer than 32 MiB'],
    ['{', 'line 3 is not JSON'],
    ['[1]', 'line 3 is no JSON object'],
    ['null', 'line 3 is no JSON object'],
    [`{${CALL},"bod":1}`, 'line 3 has "bod", which is no part of a call'],
    [`{${CALL},"__proto__":1}`, 'line 3 has "__proto__", which is no part of a call'],
    [`{${CALL},"id":"a","id":"b"}`, 'line 3 has "id" twice'],
    ['{"path":"/a"}', 'line 3 has no "method"'],
    ['{"method":"GET"}', 'line 3 has no "path"'],
    ['{"method":1,"path":"/a"}', 'line 3 has a "method" that is no string'],
    [`{${CALL},"body":1,"data":"2"}`, 'line 3 has body and data'],
    [`{${CALL},"dataBase64":"a"}`, 'line 3 has a dataBase64 that is no base64'],
    [`{${CALL},"query":{"a":1}}`, 'line 3 has "a" in its query, which is no string'],
    [`{${CALL},"query":[]}`, 'line 3 has query that are no object'],
    [`{${CALL},"headers":"X"}`, 'line 3 has headers that are no object'],
    [`{${CALL},"expect":[1]}`, 'line 3 has expect with no string'],
    [`{${CALL},"expect":["x"]}`, 'line 3: --expect "x" begins with none of'],
    [String.raw`{${CALL},"id":"\ud800"}`, 'line 3 has a surrogate without its partner in "id"'],
  ])('refuses %s', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});
