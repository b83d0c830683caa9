import { describe, expect, it } from 'vitest';
import { readCurl } from '../../../src/app/paste/curl.js';
import type { PastedRequest } from '../../../src/app/paste/pasted-request.js';
import { refusal } from '../refusal.js';

const FILES: Readonly<Record<string, string>> = {
  'body.json': '{"a":\r\n1}\n',
  headers: 'X-A: 1\r\nX-B;\n\nX-C: 3\n',
};

function read(text: string): PastedRequest {
  return readCurl(text, (path) => Buffer.from(FILES[path] ?? ''));
}

/** The request without what most of them do not have. */
function brief(text: string): unknown {
  const { method, target, origin, headers, body } = read(text);
  const plain = Buffer.from(body).toString();
  return [
    `${method} ${origin} ${target}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(plain === '' ? [] : [{ body: plain }]),
  ];
}

const FORM = 'Content-Type: application/x-www-form-urlencoded';

it.each<[text: string, request: unknown[]]>([
  ['curl https://h/', ['GET https://h /']],
  ['$ curl https://h', ['GET https://h /']],
  ['C:\\Users\\me>curl.exe "https://h/a"', ['GET https://h /a']],
  ['/usr/bin/curl https://h?a=1', ['GET https://h /?a=1']],
  ['  curl \\\n https://H:8443/A%2f?b=%c3#x#y \\\n', ['GET https://H:8443 /A%2f?b=%c3']],
  ['curl h:80/a', ['GET http://h:80 /a']],
  ['curl --proto-default https h/a', ['GET https://h /a']],
  ["curl 'http://[::1]:8080/a\\[1\\]'", ['GET http://[::1]:8080 /a[1]']],
  ["curl -g 'http://h/{a}[1-2]'", ['GET http://h /{a}[1-2]']],
  ['curl --url https://h/a -X post', ['post https://h /a']],
  ['curl -XPATCH https://h/a -sSkd a', ['PATCH https://h /a', FORM, { body: 'a' }]],
  ["curl -sSXPUT -d'a b' -- https://h/a", ['PUT https://h /a', FORM, { body: 'a b' }]],
  ['curl -I https://h/a', ['HEAD https://h /a']],
  [
    "curl https://h/a -H 'A: 1' -H A:2 -H'B;' -H 'C:  x  y  '",
    ['GET https://h /a', 'A: 1', 'A: 2', 'B: ', 'C: x  y'],
  ],
  ["curl https://h/a -d x -H 'content-type:'", ['POST https://h /a', { body: 'x' }]],
  [
    "curl https://h/a -d x -H 'content-type: y'",
    ['POST https://h /a', 'content-type: y', { body: 'x' }],
  ],
  ['curl https://h/a -H @headers', ['GET https://h /a', 'X-A: 1', 'X-B: ', 'X-C: 3']],
  ['curl https://h/a -d @body.json', ['POST https://h /a', FORM, { body: '{"a":1}' }]],
  [
    'curl https://h/a --data-binary @body.json',
    ['POST https://h /a', FORM, { body: FILES['body.json'] }],
  ],
  ['curl https://h/a --data-raw @body.json', ['POST https://h /a', FORM, { body: '@body.json' }]],
  [
    'curl https://h/a -d a --data-ascii b --data-raw c',
    ['POST https://h /a', FORM, { body: 'a&b&c' }],
  ],
  [
    "curl https://h/a --json '{\"a\":' --json '1}'",
    [
      'POST https://h /a',
      'Content-Type: application/json',
      'Accept: application/json',
      { body: '{"a":1}' },
    ],
  ],
  [
    "curl https://h/a --json 1 -H 'accept: x'",
    ['POST https://h /a', 'accept: x', 'Content-Type: application/json', { body: '1' }],
  ],
  [
    "curl https://h/a --data-urlencode 'a b=c d~é' --data-urlencode '=e&f' --data-urlencode 'g h' --data-urlencode 'n@body.json'",
    ['POST https://h /a', FORM, { body: 'a b=c+d~%C3%A9&e%26f&g+h&n=%7B%22a%22%3A%0D%0A1%7D%0A' }],
  ],
  ["curl -G https://h/a?x=1 -d b=2 --data-urlencode 'c=d e'", ['GET https://h /a?x=1&b=2&c=d+e']],
  ['curl -G https://h/a? -d b=2 -X POST', ['POST https://h /a?b=2']],
  ["curl https://h/a#f --url-query 'a=b c' --url-query +x=y", ['GET https://h /a?a=b+c&x=y']],
  ['curl -GI https://h/a -d b', ['HEAD https://h /a?b']],
  [
    "curl https://h/a -u me:pass -A agent -e 'ref;auto' -b a=1 -b b=2",
    [
      'GET https://h /a',
      'Authorization: Basic bWU6cGFzcw==',
      'User-Agent: agent',
      'Referer: ref',
      'Cookie: a=1;b=2',
    ],
  ],
  ['curl https://me%40x:p%3a@h/a', ['GET https://h /a', 'Authorization: Basic bWVAeDpwOg==']],
  ['curl https://h/a --oauth2-bearer tok', ['GET https://h /a', 'Authorization: Bearer tok']],
  [
    "curl https://h/a -u a:b -H 'authorization: X' -A z -H 'User-Agent:'",
    ['GET https://h /a', 'authorization: X'],
  ],
  ['curl https://h/a -T body.json', ['PUT https://h /a', { body: FILES['body.json'] }]],
  ['curl https://h/a/?b -T dir/body.json', ['PUT https://h /a/body.json?b']],
  [
    `curl https://h/A%2f/?b -T "d/a'(1)!* é+~.json"`,
    ['PUT https://h /A%2f/a%27%281%29%21%2A%20%C3%A9%2B~.json?b'],
  ],
  ['curl https://h/a --request-target /x/../y', ['GET https://h /x/../y']],
  ["curl https://h/a --data-binary $'\\u00e9\\n'", ['POST https://h /a', FORM, { body: 'é\n' }]],
  [
    'curl https://h/a -o out -w "%{http_code}" -m 5 --compressed --http2 -L -fsSiv',
    ['GET https://h /a'],
  ],
])('%s', (text, request) => {
  expect(brief(text)).toEqual(request);
});

it('keeps a body that is no text', () => {
  expect(read(String.raw`curl https://h/ --data-raw $'\xff\xfe'`).body).toEqual(
    Uint8Array.of(0xff, 0xfe),
  );
});

it.each<[text: string, notes: string[]]>([
  ['curl https://h/', []],
  ['curl https://h/ -s --compressed', []],
  ['curl https://h/ -k', ['-k was not carried over: vk uses']],
  ['curl https://h/ -L --max-time 3 -x p:80', ['-L was not', '--max-time was not', '-x was not']],
  ['curl https://h/ -u a:b', ['-u became the header Authorization']],
  ['curl https://h/ -u a:b -u c:d', ['-u became the header Authorization']],
  ['curl https://h/ -u a:b --oauth2-bearer s3', []],
  ['curl https://h/ --user a:b -H "authorization: x"', []],
  ['curl https://h/ --user a:b -H Authorization:', []],
  ['curl https://a:b@h/ -u c:d', ['-u became the header Authorization']],
  ['curl https://a:b@h/ -H "Authorization: x"', []],
  ['curl https://a:b@h/', ['user information of the URL became']],
  ['curl https://h/ -d @body.json', ['-d was read from body.json as it is now (10 bytes)']],
  ['curl h/', ['no scheme: curl takes http://']],
  ['curl https://h/a/../b', ['. or .. segment']],
  ['curl --path-as-is https://h/a/../b', []],
  ['curl https://h/é', ['non-ASCII']],
  ['curl https://h/#x', ['fragment']],
  ['curl -G https://h/ --data-urlencode a=b', []],
  ['curl -G https://h/ --data-urlencode a=é', ['hex digits of the added query']],
  ['curl https://h/ -T "a(1)"', ['-T was read']],
  ['curl https://h/ -T "a*"', ['-T was read', 'hex digits of the path']],
  ['curl https://h/%C3/ -T a', ['-T was read', 'hex digits of the path']],
  ['curl https://h/%C3 -T a*', ['-T was read']],
  ['curl https://h/ -H Foo', ['without a name and a colon']],
  ['curl https://h/ -H Foo:', ['"Foo:" sends no header']],
  ['curl https://h/ -H Accept:', []],
  ['curl https://h/ -d "" -d a', ['first part of the data is empty']],
])('%s has its notes', (text, notes) => {
  expect(read(text).notes).toEqual(notes.map((note) => expect.stringContaining(note)));
});

it.each<[text: string, ...expected: Parameters<typeof refusal>]>([
  ['', 'usage', 'does not begin with curl'],
  ['wget https://h/', 'usage', 'does not begin with curl'],
  ['Invoke-WebRequest -Uri "https://h/"', 'usage', 'PowerShell', 'for bash'],
  ['$session = New-Object', 'usage', 'PowerShell'],
  ['curl', 'usage', 'has no URL'],
  ['curl https://h/ https://i/', 'usage', '2 URLs'],
  ['curl https://h/ -H', 'usage', "curl's -H has no value"],
  ['curl https://h/?a=1&b=2', 'usage', 'an unquoted &', 'quotes round the URL'],
  ['curl https://h/ -H "X-API-Key: $KEY"', 'usage', 'the variable $KEY'],
  ['curl https://h/ | jq .', 'usage', 'a pipe'],
  ['curl https://h/ --data=x', 'usage', 'no value after = in --data=', '--data VALUE'],
  ['curl https://h/ --frob=hush', 'usage', 'the option --frob of curl is not known'],
  ['curl https://h/ -sM', 'usage', 'the option -M of curl is not known'],
  ['curl https://h/ -s@', 'usage', 'an option of the curl command is not known'],
  ['curl https://h/ --frob-ipv4', 'usage', 'the option --frob-ipv4 of curl is not known'],
  ['curl https://h/ –d x', 'usage', 'typographic dash'],
  ['curl https://h/ —data x', 'usage', 'typographic dash'],
  ['curl https://h/ −d x', 'usage', 'typographic dash'],
  ['curl https://h/ -F a=b', 'usage', "curl's -F makes a multipart body", '--http FILE'],
  ['curl https://h/ -K x', 'usage', '-K takes further options'],
  ['curl https://h/ --next https://i/', 'usage', '--next begins a second request'],
  ['curl https://h/ --digest -u a:b', 'usage', '--digest makes headers'],
  ['curl https://h/ --aws-sigv4 x', 'usage', '--aws-sigv4 makes headers'],
  ['curl https://h/ -r 0-5', 'usage', '-r adds headers'],
  ['curl https://h/ -d @-', 'usage', "curl's -d reads standard input"],
  ['curl https://h/ -T .', 'usage', "curl's -T reads standard input"],
  ['curl https://h/ -b jar.txt', 'usage', '-b reads cookies from a file'],
  ['curl https://h/ -u me', 'usage', '-u has no password'],
  ['curl https://h/ -I -d x', 'usage', 'more than one of -d, -T and -I'],
  ['curl https://h/ -X ""', 'usage', 'what -X gives is not an HTTP method'],
  ['curl https://h/{a,b}', 'usage', 'unquoted braces'],
  ["curl 'https://h/{a,b}'", 'bad-url', 'brackets or braces', '--globoff'],
  ["curl 'https://h/[1-2]'", 'bad-url', 'brackets or braces', '--globoff'],
  ["curl 'https://h/a b'", 'bad-url', 'a space or a control'],
  [
    "curl -G 'https://h/' -d 'a b'",
    'bad-url',
    'the data for the query has a space',
    '--data-urlencode',
  ],
  ['curl -G https://h/ -d a --url-query b', 'usage', '--url-query and -G'],
  ['curl ftp://h/', 'bad-url', 'of another scheme than http and https'],
  ['curl --proto-default ftp h/', 'bad-url', 'of another scheme than http and https'],
  ['curl https:///a', 'bad-url', 'without a scheme or a host'],
  ["curl https://h/ -H $'A: b\\r\\nC: d'", 'bad-header', 'the value of A has a line break'],
  [String.raw`curl https://h/ -H $'A: \xff'`, 'usage', "curl's -H is not UTF-8"],
])('%s is refused', (text, ...expected) => {
  expect(() => read(text)).toThrow(refusal(...expected));
});

it.each([
  'curl https://h/ -u hush',
  'curl https://me:hush@h:x/',
  'curl https://me:hush@h/a[b',
  'curl "https://me:hush@/a"',
  'curl https://h/ -H "Authorization Bearer hush: x"',
  "curl https://h/ -H $'Authorization: hush\\n'",
  'curl https://h/ --user=me:hush',
  'curl https://h/ --unknown=hush',
  'curl https://h/ -H Authorization: hush',
  'curl -d hush',
  'curl https://h/ --oauth2-bearer hush hush',
  "curl https://h/ -X 'Bearer hush'",
  'curl https://h/ --hush4hush',
  'curl https://h/ --hush.hush',
  'curl https://h/ --Hush-hush',
  `curl https://h/ --${'hush-'.repeat(6)}hush`,
  'curl hush://h/',
  'curl --proto-default hush h/',
  'curl --proto-default https://hush/ h/',
])('%s: what may be a secret is not repeated', (text) => {
  expect(() => read(text)).toThrow(refusal(expect.any(String)));
  expect(() => read(text)).not.toThrow(/hush/);
});

it('is not larger than 16 MiB', () => {
  expect(() => read(`curl https://h/ -d '${'x'.repeat(2 ** 24)}'`)).toThrow(
    refusal('usage', '16 MiB'),
  );
});

it.each(["'", '"', '^"'])('reads a large body in %s quotes at once', (quote) => {
  const body = String.raw`\\"`.repeat(2 ** 20);
  const quoted = {
    "'": `'${body}'`,
    '"': `"${body.replaceAll(/["\\]/g, String.raw`\$&`)}"`,
    '^"': `^"${body.replaceAll(/["\\]/g, String.raw`^\^$&`)}^"`,
  }[quote];
  expect(read(`curl https://h/ -d ${quoted ?? ''}`).body.length).toBe(body.length);
});

describe('as Chrome copies it', () => {
  const expected = [
    'POST https://api.example.com /v1/x?a=%20b&c=[1]',
    'accept: */*',
    'x-empty: ',
    'sec-ch-ua: "Chromium";v="128", "Not;A=Brand";v="24"',
    `x-quote: it's 100%41 $HOME`,
    'Content-Type: application/json',
    { body: '{"a":"b & c","d":"é!"}\n' },
  ];

  it('for bash', () => {
    const text = String.raw`curl 'https://api.example.com/v1/x?a=%20b&c=\[1\]' \
  -H 'accept: */*' \
  -H 'x-empty;' \
  -H 'sec-ch-ua: "Chromium";v="128", "Not;A=Brand";v="24"' \
  -H $'x-quote: it\'s 100%41 $HOME' \
  -H 'Content-Type: application/json' \
  --data-raw $'{"a":"b & c","d":"é\u0021"}\n' \
  --compressed`;
    expect(brief(text)).toEqual(expected);
  });

  it.each(['\n', '\r\n'])('for cmd, with lines that end in %j', (lineEnd) => {
    const text = String.raw`curl ^"https://api.example.com/v1/x?a=^%^20b^&c=^\[1^\]^" ^
  -H ^"accept: */*^" ^
  -H ^"x-empty;^" ^
  -H ^"sec-ch-ua: ^\^"Chromium^\^";v=^\^"128^\^", ^\^"Not;A=Brand^\^";v=^\^"24^\^"^" ^
  -H ^"x-quote: it's 100^%^41 ^$HOME^" ^
  -H ^"Content-Type: application/json^" ^
  --data-raw ^"^{^\^"a^\^":^\^"b ^& c^\^",^\^"d^\^":^\^"^é^!^\^"^}^

^"`;
    expect(brief(text.replaceAll('\n', lineEnd))).toEqual(expected);
  });

  it('for cmd, before 2019', () => {
    const text = `curl "https://api.example.com/v1/x?a="%"20b&c=\\[1\\]" ^
  -H "accept: */*" -H "sec-ch-ua: ""Chromium"";v=""128""" ^
  --data-binary "{""a"":""b & c""}" --compressed`;
    expect(brief(text)).toEqual([
      'POST https://api.example.com /v1/x?a=%20b&c=[1]',
      'accept: */*',
      'sec-ch-ua: "Chromium";v="128"',
      FORM,
      { body: '{"a":"b & c"}' },
    ]);
  });
});
