import { decodeUtf8 } from '../../core/bytes.js';
import type { DigestAlgorithm, Scheme } from '../../core/provider.js';
import { COMMON_ESCAPES, doubleQuoted, hexDigits, isPrintable } from './literal.js';
import { fieldsOf, hasNewId, hasTimestamp, type SnippetRequest } from './snippet-request.js';
import {
  CAMEL_CASE_NAMES,
  fieldVariable,
  headerExpression,
  heading,
  messageTexts,
  program,
  TARGET_COMMENT,
  type Notation,
} from './template.js';

const NOTATION: Notation = {
  quote,
  names: CAMEL_CASE_NAMES,
  newId: 'newID()',
};

/** Go 1.18 or later and its standard library, as gofmt writes it. */
export function goSnippet(request: SnippetRequest, howToRun: string): string {
  const { method, origin, target, headers, body, scheme } = request;
  const hasBody = body.length > 0;
  return program([
    heading(request, howToRun).map((line) => `// ${line}`),
    'package main',
    '',
    'import (',
    importsOf(request).map((name) => `\t"${name}"`),
    ')',
    '',
    'func main() {',
    fieldsOf(request).map(
      (field) => `\t${NOTATION.names[field]} := env("${fieldVariable(field)}")`,
    ),
    '\tsecret := env("VK_API_SECRET")',
    origin === undefined
      ? '\tbase := env("VK_BASE_URL")'
      : [
          '\tbase := os.Getenv("VK_BASE_URL")',
          '\tif base == "" {',
          `\t\tbase = ${quote(origin)}`,
          '\t}',
        ],
    '',
    `\t// ${TARGET_COMMENT}`,
    `\ttarget := ${quote(target)}`,
    hasBody && `\tbody := ${goBody(body)}`,
    '',
    hasTimestamp(request) &&
      `\ttimestamp := ${TIMESTAMPS[scheme.timestamp?.format ?? 'unix-seconds']}`,
    `\tmac := hmac.New(${HASHES[scheme.algorithm].call}, []byte(secret))`,
    `\tmac.Write([]byte(${messageTexts(request, NOTATION).join(' + ')}))`,
    `\tsignature := ${ENCODERS[scheme.encoding]}(mac.Sum(nil))`,
    '',
    `\trequest, err := http.NewRequest(${quote(method)}, base, ${hasBody ? 'strings.NewReader(body)' : 'nil'})`,
    FATAL,
    '\trequest.URL.Opaque, request.URL.RawQuery = target, ""',
    headers.map(
      ({ name, value }) =>
        `\trequest.Header.Set(${quote(name)}, ${headerExpression(value, NOTATION)})`,
    ),
    CLOSING,
    hasNewId(request) && NEW_ID,
  ]);
}

const FATAL = ['\tif err != nil {', '\t\tlog.Fatal(err)', '\t}'];

const CLOSING = [
  '',
  '\tclient := &http.Client{',
  '\t\tTimeout: 30 * time.Second,',
  '\t\t// A redirect would carry the signature somewhere else.',
  '\t\tCheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },',
  '\t}',
  '\tresponse, err := client.Do(request)',
  FATAL,
  '\tdefer response.Body.Close()',
  '\tanswer, err := io.ReadAll(response.Body)',
  FATAL,
  '\tfmt.Printf("%d\\n%s\\n", response.StatusCode, answer)',
  '\tif response.StatusCode >= 400 {',
  '\t\tos.Exit(1)',
  '\t}',
  '}',
  '',
  'func env(name string) string {',
  '\tvalue := os.Getenv(name)',
  '\tif value == "" {',
  '\t\tlog.Fatalf("%s is not set", name)',
  '\t}',
  '\treturn value',
  '}',
];

const NEW_ID = [
  '',
  'func newID() string {',
  '\tid := make([]byte, 16)',
  '\tif _, err := rand.Read(id); err != nil {',
  '\t\tlog.Fatal(err)',
  '\t}',
  '\treturn hex.EncodeToString(id)',
  '}',
];

function importsOf(request: SnippetRequest): string[] {
  const { scheme, body } = request;
  const isUnix = scheme.timestamp?.format !== 'iso-8601';
  const names = [
    'crypto/hmac',
    HASHES[scheme.algorithm].package,
    scheme.encoding === 'hex' ? 'encoding/hex' : 'encoding/base64',
    ...(hasNewId(request) ? ['crypto/rand', 'encoding/hex'] : []),
    'fmt',
    'io',
    'log',
    'net/http',
    'os',
    ...(hasTimestamp(request) && isUnix ? ['strconv'] : []),
    ...(body.length > 0 ? ['strings'] : []),
    'time',
  ];
  return [...new Set(names)].toSorted();
}

const HASHES: Readonly<
  Record<DigestAlgorithm, { readonly package: string; readonly call: string }>
> = {
  sha1: { package: 'crypto/sha1', call: 'sha1.New' },
  sha256: { package: 'crypto/sha256', call: 'sha256.New' },
  sha384: { package: 'crypto/sha512', call: 'sha512.New384' },
  sha512: { package: 'crypto/sha512', call: 'sha512.New' },
};

const TIMESTAMPS = {
  'unix-seconds': 'strconv.FormatInt(time.Now().Unix(), 10)',
  'iso-8601': 'time.Now().UTC().Format("2006-01-02T15:04:05.000Z")',
} as const;

const ENCODERS: Readonly<Record<Scheme['encoding'], string>> = {
  hex: 'hex.EncodeToString',
  base64: 'base64.StdEncoding.EncodeToString',
  base64url: 'base64.RawURLEncoding.EncodeToString',
};

/** An expression for the very bytes of a body; a Go string is any bytes. */
export function goBody(body: Uint8Array): string {
  const text = decodeUtf8(body);
  return text === undefined
    ? `"${Array.from(body, (byte) => `\\x${hexDigits(byte, 2)}`).join('')}"`
    : quote(text);
}

/** A raw literal where that saves escapes. */
function quote(text: string): string {
  return isPrintable(text) && /["\\]/.test(text) && !text.includes('`')
    ? `\`${text}\``
    : doubleQuoted(text, { named: COMMON_ESCAPES, other });
}

function other(codePoint: number): string {
  if (codePoint < 0x80) {
    return `\\x${hexDigits(codePoint, 2)}`;
  }
  return codePoint > 0xffff ? `\\U${hexDigits(codePoint, 8)}` : `\\u${hexDigits(codePoint, 4)}`;
}
