import type { HistoryEntry } from '../../app/history.js';
import { decodeUtf8 } from '../../core/bytes.js';
import { authHeaderNames } from '../../core/headers.js';
import type { AuthHeader, PartName, Provider } from '../../core/provider.js';
import { isoTime } from '../../core/time-text.js';
import { findProvider } from '../../providers/registry.js';
import { shellQuote } from './curl.js';
import { hmacOfInput } from './openssl.js';

const VARIABLES = { apiKey: 'VK_API_KEY', code: 'VK_CODE', email: 'VK_EMAIL' } as const;

const NOW = {
  'unix-seconds': 'date +%s',
  'iso-8601': 'date -u +%Y-%m-%dT%H:%M:%S.000Z',
} as const;

/**
 * A script for bash that makes recorded calls again, signed afresh by openssl. It holds no credential:
 * those come from the variables that vk reads, too.
 */
export function renderCurlScript(entries: readonly HistoryEntry[]): string {
  const calls = entries.map((entry) => ({ entry, provider: findProvider(entry.provider) }));
  const signers = [...new Set(calls.map(({ provider }) => provider))].map(
    (provider) => `sign_${provider.id}() ${hmacOfInput(provider.scheme)}\n`,
  );
  return [
    '#!/usr/bin/env bash\n# Calls recorded by vk. Needs curl and openssl, and in the environment\n',
    '# VK_API_KEY, VK_API_SECRET and, where the provider has them, VK_CODE and VK_EMAIL.\n',
    '# VK_ORIGIN, such as http://127.0.0.1:4010, sends all of them to another server.\nset -eu\n\n',
    ...signers,
    ...calls.map(({ entry, provider }, index) =>
      call(entry, provider, signsLikeAnother(calls[index], calls.slice(0, index))),
    ),
  ].join('');
}

interface RecordedCall {
  readonly entry: HistoryEntry;
  readonly provider: Provider;
}

/** Whether one before it would have the same signature, if made in the same second. */
function signsLikeAnother(one: RecordedCall | undefined, before: readonly RecordedCall[]): boolean {
  if (one?.provider.replay?.singleUse !== true) {
    return false;
  }
  const signed = partPrinters(one.provider, one.entry).join(';');
  return before.some(
    ({ entry, provider }) =>
      provider === one.provider && partPrinters(provider, entry).join(';') === signed,
  );
}

function call(entry: HistoryEntry, provider: Provider, isRepeat: boolean): string {
  const { id, timeMs, request, response } = entry;
  const title = `\n# ${id}  ${isoTime(timeMs)}  ${request.method}  ${response?.status ?? 'no answer'}\n`;
  if (request.body === undefined && request.bodyBytes > 0) {
    return `${title}# left out: its body was not kept\n`;
  }
  const { method, headers, body = new Uint8Array() } = request;
  const { auth } = provider.headers;
  const names = auth.flatMap((header) => authHeaderNames(header));
  const lower = new Set(names.map((name) => name.toLowerCase()));
  const verb =
    method === 'HEAD' && body.length === 0 ? '--head' : `--request ${shellQuote(method)}`;
  const url = `"\${VK_ORIGIN:-${doubleQuoted(entry.origin)}}"${shellQuote(request.target)}`;
  const lines = [
    `curl --silent --show-error --path-as-is --globoff ${verb} ${url}`,
    ...auth.map((header) => `--header "${header.name}: ${valueOf(header)}"`),
    ...headers
      .filter(([name]) => !lower.has(name.toLowerCase()))
      .map(
        ([name, value]) =>
          `--header ${shellQuote(value === '' ? `${name};` : `${name}: ${value}`)}`,
      ),
    ...(body.length === 0 ? [] : ['--data-binary @-']),
  ];
  const piped = body.length === 0 ? '' : `${printer(body)} | `;
  return [
    title,
    isRepeat ? 'sleep 1 # a signature counts once, and that of this second was used\n' : '',
    provider.scheme.timestamp === undefined
      ? ''
      : `timestamp=$(${NOW[provider.scheme.timestamp.format]})\n`,
    `signature=$({ ${partPrinters(provider, entry).join('; ')}; } | sign_${provider.id})\n`,
    `${piped}${lines.join(' \\\n  ')}\necho\n`,
  ].join('');
}

function valueOf({ carries }: AuthHeader): string {
  return carries === 'timestamp' || carries === 'signature'
    ? `$${carries}`
    : `$${VARIABLES[carries]}`;
}

/** Commands that print the string-to-sign one after another. */
function partPrinters({ scheme }: Provider, { request }: HistoryEntry): readonly string[] {
  const separator = scheme.separator === '' ? [] : [`printf %s ${shellQuote(scheme.separator)}`];
  return scheme.parts.flatMap((part, index) => [
    ...(index === 0 ? [] : separator),
    partPrinter(part, request),
  ]);
}

function partPrinter(part: PartName, request: HistoryEntry['request']): string {
  switch (part) {
    case 'timestamp':
      return 'printf %s "$timestamp"';
    case 'email':
      return 'printf %s "$VK_EMAIL"';
    case 'method':
      return `printf %s ${shellQuote(request.method)}`;
    case 'target':
      return `printf %s ${shellQuote(request.target)}`;
    case 'body':
      return printer(request.body ?? new Uint8Array());
  }
}

function printer(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text !== undefined && bytes.length < 2000 && !/[\0-\x08\x0b-\x1f\x7f]/.test(text)
    ? `printf %s ${text === '' ? "''" : shellQuote(text)}`
    : `base64 --decode <<< ${Buffer.from(bytes).toString('base64')}`;
}

function doubleQuoted(text: string): string {
  return text.replace(/[\\"$`}]/g, '');
}
