import { decodeUtf8 } from '../../core/bytes.js';
import { shellQuote } from '../render/curl.js';
import { hmacOfInput } from '../render/openssl.js';
import { bodyBase64, isPrintable } from './literal.js';
import { hasTimestamp, type SnippetHeader, type SnippetRequest } from './snippet-request.js';
import {
  heading,
  headerExpression,
  messageRuns,
  messageTexts,
  neededVariables,
  program,
  TARGET_COMMENT,
  type Notation,
} from './template.js';

const NOTATION: Notation = {
  quote: shellQuote,
  names: {
    apiKey: '"$VK_API_KEY"',
    code: '"$VK_CODE"',
    email: '"$VK_EMAIL"',
    timestamp: '"$timestamp"',
    signature: '"$signature"',
    target: '"$target"',
    body: '"$body"',
  },
  newId: '"$(openssl rand -hex 16)"',
};

/**
 * bash 3.2 or later, with openssl and curl. The secret is in no process's arguments: see
 * {@link hmacOfInput}.
 */
export function bashSnippet(request: SnippetRequest, howToRun: string): string {
  const { origin, target, body, scheme } = request;
  const text = plainText(body);
  return program([
    '#!/usr/bin/env bash',
    heading(request, howToRun).map((line) => `# ${line}`),
    'set -euo pipefail',
    `: ${neededVariables(request)
      .map((name) => `"\${${name}:?}"`)
      .join(' ')}`,
    origin === undefined
      ? 'base=$VK_BASE_URL'
      : `base=\${VK_BASE_URL:-${/^[\w:/.-]+$/.test(origin) ? origin : shellQuote(origin)}}`,
    '',
    `# ${TARGET_COMMENT}`,
    `target=${shellQuote(target)}`,
    body.length > 0 && bashBody(body),
    '',
    '# HMAC of standard input. openssl dgst -hmac would show the secret in the list of processes.',
    `hmac() ${hmacOfInput(scheme)}`,
    '',
    hasTimestamp(request) && TIMESTAMPS[scheme.timestamp?.format ?? 'unix-seconds'],
    `signature=$(${messageCommand(request, text)} | hmac)`,
    '',
    curlLines(request, text),
    "status=${response##*$'\\n'}",
    `printf '%s\\n%s\\n' "$status" "\${response%$'\\n'*}"`,
    '[ "$status" -lt 400 ]',
  ]);
}

// The date of macOS knows no milliseconds.
const TIMESTAMPS = {
  'unix-seconds': 'timestamp=$(date +%s)',
  'iso-8601': 'timestamp=$(date -u +%Y-%m-%dT%H:%M:%S.000Z)',
} as const;

function messageCommand(request: SnippetRequest, text: string | undefined): string {
  if (text !== undefined) {
    return `printf %s ${messageTexts(request, NOTATION).join(' ')}`;
  }
  const commands = messageRuns(request, NOTATION).map(({ isBody, expressions }) =>
    isBody ? 'print_body' : `printf %s ${expressions.join(' ')}`,
  );
  return commands.length === 1 ? commands.join('') : `{ ${commands.join('; ')}; }`;
}

function curlLines(request: SnippetRequest, text: string | undefined): string[] {
  const { method, headers, body } = request;
  const hasBody = body.length > 0;
  const piped = hasBody ? `${text === undefined ? 'print_body' : 'printf %s "$body"'} | ` : '';
  const verb = method === 'HEAD' && !hasBody ? '--head' : `--request ${shellQuote(method)}`;
  const lines = [
    `response=$(${piped}curl --silent --show-error --max-time 30 ${verb}`,
    ...headers.map((header) => `  --header ${headerWord(header)}`),
    ...(hasBody ? ['  --data-binary @-'] : []),
    "  --write-out '\\n%{http_code}' --path-as-is --globoff",
    '  "$(cut -d / -f 1-3 <<< "$base")$target")',
  ];
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
}

/** curl takes `Name:` for "leave it out", and `Name;` for an empty value. */
function headerWord({ name, value }: SnippetHeader): string {
  if (value.kind === 'text') {
    return shellQuote(value.text === '' ? `${name};` : `${name}: ${value.text}`);
  }
  const expression = headerExpression(value, NOTATION).slice(1, -1);
  return /^[\w.-]+$/.test(name)
    ? `"${name}: ${expression}"`
    : `${shellQuote(`${name}: `)}"${expression}"`;
}

/** Puts the very bytes of a body into a variable or, where it cannot hold them, a function. */
export function bashBody(body: Uint8Array): string {
  const text = plainText(body);
  return text === undefined
    ? `print_body() { base64 --decode <<< ${bodyBase64(body)}; }`
    : `body=${shellQuote(text)}`;
}

/** A body that a shell's variable holds and a person can read; undefined where it needs base64. */
function plainText(body: Uint8Array): string | undefined {
  const text = decodeUtf8(body);
  return text !== undefined && isPrintable(text.replace(/[\n\t]/g, '')) ? text : undefined;
}
