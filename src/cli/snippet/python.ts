import { decodeUtf8 } from '../../core/bytes.js';
import type { Scheme } from '../../core/provider.js';
import {
  bodyBase64,
  COMMON_ESCAPES,
  doubleQuoted,
  hexDigits,
  isPrintable,
  singleQuoted,
} from './literal.js';
import { fieldsOf, hasNewId, hasTimestamp, type SnippetRequest } from './snippet-request.js';
import {
  fieldVariable,
  headerExpression,
  heading,
  messageRuns,
  program,
  SNAKE_CASE_NAMES,
  TARGET_COMMENT,
  type Notation,
} from './template.js';

const NOTATION: Notation = {
  quote,
  names: SNAKE_CASE_NAMES,
  newId: 'str(uuid.uuid4())',
};

/** Python 3.8 or later and its standard library. */
export function pythonSnippet(request: SnippetRequest, howToRun: string): string {
  const { method, origin, target, headers, body } = request;
  const hasBody = body.length > 0;
  return program([
    heading(request, howToRun).map((line) => `# ${line}`),
    importsOf(request).map((name) => `import ${name}`),
    '',
    fieldsOf(request).map(
      (field) => `${NOTATION.names[field]} = os.environ["${fieldVariable(field)}"]`,
    ),
    'secret = os.environ["VK_API_SECRET"]',
    origin === undefined
      ? 'base = urllib.parse.urlsplit(os.environ["VK_BASE_URL"])'
      : `base = urllib.parse.urlsplit(os.environ.get("VK_BASE_URL") or ${quote(origin)})`,
    '',
    `# ${TARGET_COMMENT}`,
    `target = ${quote(target)}`,
    hasBody && `body = ${pythonBody(body)}`,
    '',
    hasTimestamp(request) && TIMESTAMPS[request.scheme.timestamp?.format ?? 'unix-seconds'],
    signatureLines(request),
    '',
    'headers = {',
    headers.map(({ name, value }) => `    ${quote(name)}: ${headerExpression(value, NOTATION)},`),
    '}',
    'is_https = base.scheme == "https"',
    'connect = http.client.HTTPSConnection if is_https else http.client.HTTPConnection',
    'connection = connect(base.netloc, timeout=30)',
    `connection.request(${quote(method)}, target, ${hasBody ? 'body=body, ' : ''}headers=headers)`,
    'response = connection.getresponse()',
    'print(response.status)',
    'print(response.read().decode(errors="replace"))',
    'sys.exit(1 if response.status >= 400 else 0)',
  ]);
}

function importsOf(request: SnippetRequest): string[] {
  const { scheme, body } = request;
  const isIso = scheme.timestamp?.format === 'iso-8601';
  return [
    ...(scheme.encoding !== 'hex' || decodeUtf8(body) === undefined ? ['base64'] : []),
    ...(hasTimestamp(request) && isIso ? ['datetime'] : []),
    'hashlib',
    'hmac',
    'http.client',
    'os',
    'sys',
    ...(hasTimestamp(request) && !isIso ? ['time'] : []),
    'urllib.parse',
    ...(hasNewId(request) ? ['uuid'] : []),
  ];
}

const TIMESTAMPS = {
  'unix-seconds': 'timestamp = str(int(time.time()))',
  'iso-8601': [
    'now = datetime.datetime.now(datetime.timezone.utc)',
    'timestamp = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")',
  ],
} as const;

function signatureLines(request: SnippetRequest): string[] {
  const { algorithm, encoding } = request.scheme;
  const message = messageRuns(request, NOTATION).map(
    ({ isBody, expressions: [first = '""', ...more] }) => {
      const text = more.length === 0 ? first : `(${[first, ...more].join(' + ')})`;
      return isBody ? first : `${text}.encode()`;
    },
  );
  return [
    `message = ${message.join(' + ')}`,
    ...ENCODERS[encoding](`hmac.new(secret.encode(), message, hashlib.${algorithm})`),
  ];
}

const ENCODERS: Readonly<Record<Scheme['encoding'], (mac: string) => readonly string[]>> = {
  hex: (mac) => [`signature = ${mac}.hexdigest()`],
  base64: (mac) => [`digest = ${mac}.digest()`, 'signature = base64.b64encode(digest).decode()'],
  base64url: (mac) => [
    `digest = ${mac}.digest()`,
    'signature = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()',
  ],
};

/** An expression for the very bytes of a body. */
export function pythonBody(body: Uint8Array): string {
  const text = decodeUtf8(body);
  if (text === undefined) {
    return `base64.b64decode("${bodyBase64(body)}")`;
  }
  return /^[\0-\x7f]*$/.test(text) ? `b${quote(text)}` : `${quote(text)}.encode()`;
}

/** Single quotes where they save escapes, as Python itself prefers. */
function quote(text: string): string {
  return isPrintable(text) && text.includes('"')
    ? singleQuoted(text)
    : doubleQuoted(text, { named: COMMON_ESCAPES, other });
}

function other(codePoint: number): string {
  if (codePoint < 0x80) {
    return `\\x${hexDigits(codePoint, 2)}`;
  }
  return codePoint > 0xffff ? `\\U${hexDigits(codePoint, 8)}` : `\\u${hexDigits(codePoint, 4)}`;
}
