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
  messageTexts,
  program,
  SNAKE_CASE_NAMES,
  TARGET_COMMENT,
  type Notation,
} from './template.js';

const NOTATION: Notation = {
  quote,
  names: SNAKE_CASE_NAMES,
  newId: 'SecureRandom.uuid',
};

/** Ruby 2.7 or later and its standard library. */
export function rubySnippet(request: SnippetRequest, howToRun: string): string {
  const { method, origin, target, headers, body, scheme } = request;
  const hasBody = body.length > 0;
  const fallback = origin === undefined ? '' : `, ${quote(origin)}`;
  return program([
    heading(request, howToRun).map((line) => `# ${line}`),
    "require 'net/http'",
    "require 'openssl'",
    hasNewId(request) && "require 'securerandom'",
    "require 'uri'",
    '',
    fieldsOf(request).map(
      (field) => `${NOTATION.names[field]} = ENV.fetch('${fieldVariable(field)}')`,
    ),
    "secret = ENV.fetch('VK_API_SECRET')",
    `base = URI(ENV.fetch('VK_BASE_URL'${fallback}))`,
    '',
    `# ${TARGET_COMMENT}`,
    `target = ${quote(target)}`,
    hasBody && `body = ${rubyBody(body)}`,
    '',
    hasTimestamp(request) &&
      `timestamp = ${TIMESTAMPS[scheme.timestamp?.format ?? 'unix-seconds']}`,
    `message = ${messageTexts(request, NOTATION).join(' + ')}`,
    signatureLine(scheme),
    '',
    `request = ${requestOf(method)}`,
    headers.map(
      ({ name, value }) => `request[${quote(name)}] = ${headerExpression(value, NOTATION)}`,
    ),
    hasBody && 'request.body = body',
    "use_ssl = base.scheme == 'https'",
    'response = Net::HTTP.start(base.hostname, base.port, use_ssl: use_ssl, read_timeout: 30) do |http|',
    '  http.request(request)',
    'end',
    'puts response.code, response.body',
    'exit(response.code.to_i < 400)',
  ]);
}

const TIMESTAMPS = {
  'unix-seconds': 'Time.now.to_i.to_s',
  'iso-8601': "Time.now.utc.strftime('%Y-%m-%dT%H:%M:%S.%LZ')",
} as const;

function signatureLine({ algorithm, encoding }: Scheme): string {
  const words = `'${algorithm.toUpperCase()}', secret, message`;
  const base64 = `[OpenSSL::HMAC.digest(${words})].pack('m0')`;
  switch (encoding) {
    case 'hex':
      return `signature = OpenSSL::HMAC.hexdigest(${words})`;
    case 'base64':
      return `signature = ${base64}`;
    case 'base64url':
      return `signature = ${base64}.tr('+/', '-_').delete('=')`;
  }
}

const CLASSES = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function requestOf(method: string): string {
  return CLASSES.has(method)
    ? `Net::HTTP::${method.charAt(0)}${method.slice(1).toLowerCase()}.new(target)`
    : `Net::HTTPGenericRequest.new(${quote(method)}, true, true, target)`;
}

/** An expression for the very bytes of a body. */
export function rubyBody(body: Uint8Array): string {
  const text = decodeUtf8(body);
  return text === undefined ? `'${bodyBase64(body)}'.unpack1('m0')` : quote(text);
}

function quote(text: string): string {
  return isPrintable(text)
    ? singleQuoted(text)
    : doubleQuoted(text, {
        named: { ...COMMON_ESCAPES, '#': '\\#' },
        other: (codePoint) => `\\u{${hexDigits(codePoint, 1)}}`,
      });
}
