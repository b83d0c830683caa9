import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHttp } from '../../../src/app/paste/http-text.js';
import { refusal } from '../refusal.js';

function read(text: string): ReturnType<typeof readHttp> {
  return readHttp(Buffer.from(text, 'latin1'));
}

/** Everything but the headers. */
function brief(text: string): unknown {
  const { method, target, origin, body, notes } = read(text);
  return [`${method} ${origin ?? '?'} ${target}`, Buffer.from(body).toString('latin1'), ...notes];
}

it('reads a request as it is', () => {
  const text =
    'POST /A%2f?b=%c3 HTTP/1.1\r\nHost: api.example.com:8443\r\nX-A:1 \r\nX-A:  2\r\nX-Empty:\r\nContent-Length: 5\r\n\r\n\r\n\xff\0\n';
  expect(read(text)).toEqual({
    method: 'POST',
    target: '/A%2f?b=%c3',
    origin: 'https://api.example.com:8443',
    headers: [
      ['Host', 'api.example.com:8443'],
      ['X-A', '1'],
      ['X-A', '2'],
      ['X-Empty', ''],
      ['Content-Length', '5'],
    ],
    body: Buffer.from('\r\n\xff\0\n', 'latin1'),
    notes: [],
  });
});

const some = (note: string): unknown => expect.stringContaining(note);

it.each<[text: string, expected: unknown[]]>([
  ['GET / HTTP/1.1\nHost: h\n\n', ['GET https://h /', '']],
  ['\r\n\n GET / HTTP/1.1\n'.replace(' ', ''), ['GET ? /', '']],
  ['GET /', ['GET ? /', '']],
  ['get /x HTTP/2\nhost: H', ['get https://H /x', '']],
  ['GET / HTTP/1.1\nHost: localhost:3000\n\n', ['GET http://localhost:3000 /', '']],
  ['GET / HTTP/1.1\nHost: 127.0.0.1\n\n', ['GET http://127.0.0.1 /', '']],
  ['GET / HTTP/1.1\nHost: [::1]:80\n\n', ['GET http://[::1]:80 /', '']],
  ['GET https://a:b@h:1?x HTTP/1.1\nHost: other\n\n', ['GET https://h:1 /?x', '']],
  ['GET /x#y HTTP/1.1\n\n', ['GET ? /x', '', some('fragment')]],
  ['GET /\xc3\xa9 HTTP/1.1\n\n', ['GET ? /é', '', some('non-ASCII')]],
  ['OPTIONS * HTTP/1.1\n\n', ['OPTIONS ? *', '']],
  ['POST / HTTP/1.1\n\na\nb', ['POST ? /', 'a\nb']],
  ['POST / HTTP/1.1\n\na\n', ['POST ? /', 'a\n', some('no Content-Length says')]],
  ['POST / HTTP/1.1\nContent-Length: 2\n\na\n', ['POST ? /', 'a\n']],
  ['POST / HTTP/1.1\nContent-Length: 1\n\na\n', ['POST ? /', 'a', some('was left out')]],
  ['POST / HTTP/1.1\nContent-Length: 1\n\na\r\n', ['POST ? /', 'a', some('was left out')]],
  [
    'POST / HTTP/1.1\nContent-Length: 1\n\nab',
    ['POST ? /', 'ab', some('says 1, and the body has 2')],
  ],
  [
    'POST / HTTP/1.1\nContent-Length: 3\n\na\n',
    ['POST ? /', 'a\n', some('says 3, and the body has 2')],
  ],
  ['POST / HTTP/1.1\nContent-Length: 0\nContent-Length: 0\n\n', ['POST ? /', '']],
  [
    'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n3;x=y\r\nab\n\r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\n',
    ['POST ? /', 'ab\n0123456789', some('chunks'), some('left out: T.')],
  ],
  [
    'POST / HTTP/1.1\nTransfer-Encoding: Chunked\nContent-Length: 9\n\n1\na\n0\n',
    ['POST ? /', 'a', some('chunks'), some('Content-Length was ignored')],
  ],
  [
    'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\nA: hush\nX-B:',
    ['POST ? /', '', some('chunks'), expect.stringMatching(/left out: A, X-B\.$/)],
  ],
  [
    'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n1\r\na\r\n0\r\n\r\nGET / HTTP/1.1\r\n',
    ['POST ? /', 'a', some('chunks'), some(', 16 more bytes were left out')],
  ],
  [
    'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\r\nA:\r\n\xff: b\r\n\r\n',
    ['POST ? /', '', some('chunks'), some('left out: A.'), some(', 8 more bytes were left out')],
  ],
])('%j', (text, expected) => {
  expect(brief(text)).toEqual(expected);
});

it('skips a byte order mark', () => {
  expect(readHttp(Buffer.from('\ufeffGET / HTTP/1.1\n\n')).method).toBe('GET');
});

function curlOutput(length: string): string {
  return [
    '*   Trying 127.0.0.1:80...',
    '* Connected to h (127.0.0.1) port 80 (#0)',
    '> POST /v1/x?a=1 HTTP/1.1',
    '> Host: h',
    '> X-API-Key: k',
    length,
    '> ',
    '* upload completely sent off: 15 bytes',
    '< HTTP/1.1 401 Unauthorized',
    '< Content-Length: 2',
    '< ',
    '{}',
    '> GET /second HTTP/1.1',
    '>',
  ].join('\r\n');
}

describe('what curl -v prints', () => {
  it('is read, and what it does not show is said', () => {
    const text = curlOutput('> Content-Length: 15');
    expect(brief(text)).toEqual([
      'POST https://h /v1/x?a=1',
      '',
      some('curl -v'),
      some('does not show it'),
    ]);
    expect(read(text).headers).toEqual([
      ['Host', 'h'],
      ['X-API-Key', 'k'],
      ['Content-Length', '15'],
    ]);
  });

  it('is read without its first lines, and without a body', () => {
    const text = curlOutput('> Accept: x').split('\r\n').slice(2).join('\n');
    expect(brief(text)).toEqual(['POST https://h /v1/x?a=1', '', some('curl -v')]);
  });

  it('is no such output where a body looks like it', () => {
    expect(brief('POST / HTTP/1.1\n\n> GET / HTTP/1.1')).toEqual(['POST ? /', '> GET / HTTP/1.1']);
  });
});

it.each<[text: string, ...expected: Parameters<typeof refusal>]>([
  ['', 'usage', 'request line'],
  ['{"a":1}', 'usage', 'request line'],
  ['HTTP/1.1 200 OK', 'usage', 'request line'],
  ['GET /a b HTTP/1.1', 'usage', 'request line', '%20'],
  ['GET a HTTP/1.1', 'bad-url', 'neither a path nor a URL'],
  ['CONNECT h:443 HTTP/1.1', 'bad-url', 'neither a path nor a URL'],
  ['GET https:// HTTP/1.1', 'bad-url'],
  ['GET / HTTP/1.1\nA: b\n c', 'bad-header', 'second line'],
  ['GET / HTTP/1.1\nhush', 'bad-header', 'without a name and a colon'],
  ['GET / HTTP/1.1\nA : hush', 'bad-header', 'a name with spaces'],
  ['GET / HTTP/1.1\nAuthorization: hush\0', 'bad-header', 'the value of Authorization'],
  ['GET / HTTP/1.1\nAuthorization: hu\rsh', 'bad-header', 'the value of Authorization'],
  ['GET / HTTP/1.1\nA: \xff', 'bad-header', 'not UTF-8'],
  ['GET / HTTP/1.1\nHost: a\nHost: b', 'bad-header', 'several Host'],
  ['GET / HTTP/1.1\nHost: me:hush@h', 'bad-header', 'no host'],
  ['GET / HTTP/1.1\nContent-Length: x', 'bad-header', 'Content-Length'],
  ['GET / HTTP/1.1\nContent-Length: 1\nContent-Length: 2', 'bad-header', 'Content-Length'],
  ['GET / HTTP/1.1\nTransfer-Encoding: gzip, chunked', 'bad-header', 'other than chunked'],
  ['GET / HTTP/1.1\nTransfer-Encoding: chunked\n\n', 'bad-body', 'chunks'],
  ['GET / HTTP/1.1\nTransfer-Encoding: chunked\n\n3\r\na\r\n0\r\n', 'bad-body', 'chunks'],
  ['GET / HTTP/1.1\nTransfer-Encoding: chunked\n\n1\r\nab\r\n0\r\n', 'bad-body', 'chunks'],
  ['GET / HTTP/1.1\nTransfer-Encoding: chunked\n\n1\r\na\r\n', 'bad-body', 'chunks'],
  ['GET / HTTP/1.1\nTransfer-Encoding: chunked\n\nffffffff\r\na\r\n', 'bad-body', 'chunks'],
])('%j is refused', (text, ...expected) => {
  expect(() => read(text)).toThrow(refusal(...expected));
  expect(() => read(text)).not.toThrow(/hush/);
});

it('keeps any body byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom('\n', '\r\n'), (body, lineEnd) => {
      const head = ['POST /x HTTP/1.1', `Content-Length: ${body.length}`, '', ''].join(lineEnd);
      const request = readHttp(Buffer.concat([Buffer.from(head), body]));
      expect(Buffer.from(request.body).equals(body)).toBe(true);
      expect(request.notes).toEqual([]);
    }),
  );
});

it('puts any chunks together', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1 })), (chunks) => {
      const parts = chunks.flatMap((chunk) => [
        Buffer.from(`${chunk.length.toString(16)}\r\n`),
        chunk,
        Buffer.from('\r\n'),
      ]);
      const head = Buffer.from('POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n');
      const request = readHttp(Buffer.concat([head, ...parts, Buffer.from('0\r\n\r\n')]));
      expect(Buffer.from(request.body).equals(Buffer.concat(chunks))).toBe(true);
    }),
  );
});

it('is not larger than 16 MiB', () => {
  expect(() => readHttp(new Uint8Array(2 ** 24 + 1))).toThrow(refusal('usage', '16 MiB'));
});
