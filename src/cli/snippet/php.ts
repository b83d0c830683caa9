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
import {
  fieldsOf,
  hasTimestamp,
  type SnippetHeader,
  type SnippetRequest,
} from './snippet-request.js';
import {
  fieldVariable,
  heading,
  headerExpression,
  messageTexts,
  program,
  TARGET_COMMENT,
  type Notation,
} from './template.js';

const NOTATION: Notation = {
  quote,
  names: {
    apiKey: '$apiKey',
    code: '$code',
    email: '$email',
    timestamp: '$timestamp',
    signature: '$signature',
    target: '$target',
    body: '$body',
  },
  newId: 'bin2hex(random_bytes(16))',
};

/** PHP 7.4 or later with its curl extension. */
export function phpSnippet(request: SnippetRequest, howToRun: string): string {
  const { method, origin, target, headers, body } = request;
  const hasBody = body.length > 0;
  return program([
    '<?php',
    heading(request, howToRun).map((line) => `// ${line}`),
    'declare(strict_types=1);',
    '',
    fieldsOf(request).map((field) => `${NOTATION.names[field]} = env('${fieldVariable(field)}');`),
    "$secret = env('VK_API_SECRET');",
    origin === undefined
      ? "$base = env('VK_BASE_URL');"
      : `$base = getenv('VK_BASE_URL') ?: ${quote(origin)};`,
    "$origin = preg_replace('~(?<=[^:/])/.*$~', '', $base);",
    '',
    `// ${TARGET_COMMENT}`,
    `$target = ${quote(target)};`,
    hasBody && `$body = ${phpBody(body)};`,
    '',
    hasTimestamp(request) && TIMESTAMPS[request.scheme.timestamp?.format ?? 'unix-seconds'],
    `$message = ${messageTexts(request, NOTATION).join(' . ')};`,
    signatureLine(request.scheme),
    '',
    '$curl = curl_init($origin . $target);',
    'curl_setopt_array($curl, [',
    method === 'HEAD'
      ? '    CURLOPT_NOBODY => true,'
      : `    CURLOPT_CUSTOMREQUEST => ${quote(method)},`,
    '    CURLOPT_PATH_AS_IS => true,',
    '    CURLOPT_HTTPHEADER => [',
    headers.map((header) => `        ${headerLine(header)},`),
    '    ],',
    hasBody && '    CURLOPT_POSTFIELDS => $body,',
    '    CURLOPT_RETURNTRANSFER => true,',
    '    CURLOPT_TIMEOUT => 30,',
    ']);',
    '$answer = curl_exec($curl);',
    'if ($answer === false) {',
    '    fwrite(STDERR, curl_error($curl) . "\\n");',
    '    exit(1);',
    '}',
    '$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);',
    'echo $status, "\\n", $answer, "\\n";',
    'exit($status >= 400 ? 1 : 0);',
    '',
    'function env(string $name): string',
    '{',
    '    $value = getenv($name);',
    "    if ($value === false || $value === '') {",
    '        fwrite(STDERR, "$name is not set\\n");',
    '        exit(1);',
    '    }',
    '    return $value;',
    '}',
  ]);
}

const TIMESTAMPS = {
  'unix-seconds': '$timestamp = (string) time();',
  'iso-8601':
    "$timestamp = (new DateTime('now', new DateTimeZone('UTC')))->format('Y-m-d\\TH:i:s.v\\Z');",
} as const;

function signatureLine({ algorithm, encoding }: Scheme): string {
  const digest = `hash_hmac('${algorithm}', $message, $secret`;
  const base64 = `base64_encode(${digest}, true))`;
  switch (encoding) {
    case 'hex':
      return `$signature = ${digest});`;
    case 'base64':
      return `$signature = ${base64};`;
    case 'base64url':
      return `$signature = rtrim(strtr(${base64}, '+/', '-_'), '=');`;
  }
}

/** curl takes `Name:` for "leave it out", and `Name;` for an empty value. */
function headerLine({ name, value }: SnippetHeader): string {
  if (value.kind === 'text') {
    return quote(value.text === '' ? `${name};` : `${name}: ${value.text}`);
  }
  return `${quote(`${name}: `)} . ${headerExpression(value, NOTATION)}`;
}

/** An expression for the very bytes of a body. */
export function phpBody(body: Uint8Array): string {
  const text = decodeUtf8(body);
  return text === undefined ? `base64_decode('${bodyBase64(body)}')` : quote(text);
}

function quote(text: string): string {
  return isPrintable(text)
    ? singleQuoted(text)
    : doubleQuoted(text, {
        named: { ...COMMON_ESCAPES, $: '\\$' },
        other: (codePoint) => `\\u{${hexDigits(codePoint, 1)}}`,
      });
}
