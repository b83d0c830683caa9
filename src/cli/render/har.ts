import type { HistoryEntry, RecordedRequest, RecordedResponse } from '../../app/history.js';
import { decodeUtf8 } from '../../core/bytes.js';
import { findHeader, type Header } from '../../core/headers.js';
import { isoTime } from '../../core/time-text.js';
import { VERSION } from '../version.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * Recorded calls as a HAR 1.2 file (http://www.softwareishard.com/blog/har-12-spec/), which browsers and
 * proxies read. Members of our own begin with an underscore, as the page asks for.
 */
export function renderHar(entries: readonly HistoryEntry[]): string {
  const log = {
    version: '1.2',
    creator: { name: 'vk', version: VERSION },
    entries: entries.map(harEntry),
  };
  return `${JSON.stringify({ log }, null, 2)}\n`;
}

function harEntry(entry: HistoryEntry): Json {
  const { request, response, timeMs, origin } = entry;
  const ms = response?.ms ?? 0;
  const comment = commentOn(entry);
  return {
    startedDateTime: isoTime(timeMs),
    time: ms,
    request: harRequest(request, origin),
    response: response === undefined ? NO_ANSWER : harResponse(response),
    cache: {},
    // Only the whole of it was measured.
    timings: { blocked: -1, dns: -1, connect: -1, send: 0, wait: ms, receive: 0, ssl: -1 },
    ...(comment !== '' && { comment }),
    // Browsers list it so among what scripts have fetched, and not as a script itself.
    _resourceType: 'fetch',
    _vk: facts(entry),
  };
}

/** What `vk replay --from` reads again. */
function facts(entry: HistoryEntry): Json {
  const { id, command, provider, profile, isLocal, sandbox, mode, error } = entry;
  return { id, command, provider, profile, isLocal, sandbox, mode, error };
}

function commentOn({ request, response, error }: HistoryEntry): string {
  const isShort = [request, response].some(
    (part) => part !== undefined && part.body === undefined && part.bodyBytes > 0,
  );
  return [error?.message ?? '', isShort ? 'bodies were not kept' : '']
    .filter((part) => part !== '')
    .join('; ');
}

function harRequest(
  { method, target, headers, body, bodyBytes }: RecordedRequest,
  origin: string,
): Json {
  return {
    method,
    url: origin + target,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: nameValues(headers),
    queryString: queryOf(target),
    ...(body !== undefined && body.length > 0 && { postData: postData(headers, body) }),
    headersSize: -1,
    bodySize: bodyBytes,
  };
}

function postData(headers: readonly Header[], body: Uint8Array): Json {
  return { mimeType: mimeType(headers), ...bodyText(body, '_encoding') };
}

function harResponse({ status, statusText, headers, body, bodyBytes }: RecordedResponse): Json {
  return {
    status,
    statusText,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: nameValues(headers),
    content: {
      size: bodyBytes,
      mimeType: mimeType(headers),
      ...(body !== undefined && bodyText(body, 'encoding')),
    },
    redirectURL: findHeader(headers, 'Location') ?? '',
    headersSize: -1,
    bodySize: bodyBytes,
  };
}

/** As browsers write what was never answered. */
const NO_ANSWER: Json = {
  status: 0,
  statusText: '',
  httpVersion: '',
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: 'x-unknown' },
  redirectURL: '',
  headersSize: -1,
  bodySize: -1,
};

/** @param encodingName the page has a member for it in answers only */
function bodyText(body: Uint8Array, encodingName: string): Json {
  const text = decodeUtf8(body);
  return text === undefined
    ? { text: Buffer.from(body).toString('base64'), [encodingName]: 'base64' }
    : { text };
}

function mimeType(headers: readonly Header[]): string {
  return findHeader(headers, 'Content-Type') ?? 'application/octet-stream';
}

function nameValues(pairs: readonly Header[]): readonly Json[] {
  return pairs.map(([name, value]) => ({ name, value }));
}

function queryOf(target: string): readonly Json[] {
  const start = target.indexOf('?');
  return start === -1 ? [] : nameValues([...new URLSearchParams(target.slice(start))]);
}
