import { decodeUtf8 } from '../../core/bytes.js';
import type { Scheme } from '../../core/provider.js';
import {
  bodyBase64,
  COMMON_ESCAPES,
  doubleQuoted,
  isPrintable,
  singleQuoted,
  utf16Escape,
} from './literal.js';
import { fieldsOf, hasNewId, hasTimestamp, type SnippetRequest } from './snippet-request.js';
import {
  CAMEL_CASE_NAMES,
  fieldVariable,
  headerExpression,
  heading,
  messageRuns,
  messageTexts,
  program,
  TARGET_COMMENT,
  type Notation,
} from './template.js';

const NOTATION: Notation = {
  quote,
  names: CAMEL_CASE_NAMES,
  newId: 'randomUUID()',
};

/** An ES module for Node 18 or later, without dependencies. */
export function nodeSnippet(request: SnippetRequest, howToRun: string): string {
  const { method, origin, target, body, scheme } = request;
  const hasBody = body.length > 0;
  return program([
    heading(request, howToRun).map((line) => `// ${line}`),
    `import { createHmac${hasNewId(request) ? ', randomUUID' : ''} } from 'node:crypto';`,
    "import http from 'node:http';",
    "import https from 'node:https';",
    '',
    fieldsOf(request).map(
      (field) => `const ${NOTATION.names[field]} = env('${fieldVariable(field)}');`,
    ),
    "const secret = env('VK_API_SECRET');",
    origin === undefined
      ? "const base = new URL(env('VK_BASE_URL'));"
      : `const base = new URL(process.env.VK_BASE_URL || ${quote(origin)});`,
    '',
    `// ${TARGET_COMMENT}`,
    `const target = ${quote(target)};`,
    hasBody && `const body = ${nodeBody(body)};`,
    '',
    hasTimestamp(request) &&
      `const timestamp = ${TIMESTAMPS[scheme.timestamp?.format ?? 'unix-seconds']};`,
    `const signature = createHmac('${scheme.algorithm}', secret)`,
    updates(request).map((message) => `  .update(${message})`),
    `  .digest('${scheme.encoding}');`,
    '',
    "const { request } = base.protocol === 'https:' ? https : http;",
    'const response = await new Promise((resolve, reject) => {',
    `  const headers = {`,
    headerLines(request).map((line) => `    ${line}`),
    '  };',
    `  request(base, { method: ${quote(method)}, path: target, headers, timeout: 30_000 }, resolve)`,
    "    .on('timeout', () => reject(new Error('no answer within 30 s')))",
    "    .on('error', reject)",
    `    .end(${hasBody ? 'body' : ''});`,
    '});',
    "let answer = '';",
    "for await (const chunk of response.setEncoding('utf8')) answer += chunk;",
    'console.log(response.statusCode);',
    'console.log(answer);',
    'process.exitCode = response.statusCode >= 400 ? 1 : 0;',
    '',
    'function env(name) {',
    '  const value = process.env[name];',
    '  if (!value) throw new Error(`${name} is not set`);',
    '  return value;',
    '}',
  ]);
}

const TIMESTAMPS = {
  'unix-seconds': 'String(Math.floor(Date.now() / 1000))',
  'iso-8601': 'new Date().toISOString()',
} as const satisfies Record<NonNullable<Scheme['timestamp']>['format'], string>;

/** One text, or the texts and the bytes one after the other. */
function updates(request: SnippetRequest): string[] {
  return decodeUtf8(request.body) === undefined
    ? messageRuns(request, NOTATION).map(({ expressions }) => expressions.join(' + '))
    : [messageTexts(request, NOTATION).join(' + ')];
}

function headerLines({ headers, body }: SnippetRequest): string[] {
  return [
    ...headers.map(({ name, value }) => `${quote(name)}: ${headerExpression(value, NOTATION)},`),
    ...(body.length > 0 ? ["'Content-Length': Buffer.byteLength(body),"] : []),
  ];
}

/** An expression for the very bytes of a body. */
export function nodeBody(body: Uint8Array): string {
  const text = decodeUtf8(body);
  return text === undefined ? `Buffer.from('${bodyBase64(body)}', 'base64')` : quote(text);
}

function quote(text: string): string {
  return isPrintable(text)
    ? singleQuoted(text)
    : doubleQuoted(text, { named: COMMON_ESCAPES, other: utf16Escape });
}
