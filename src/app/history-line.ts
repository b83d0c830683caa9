import { decodeUtf8 } from '../core/bytes.js';
import type { Header } from '../core/headers.js';
import { isoTime } from '../core/time-text.js';
import type { HistoryEntry, RecordedRequest, RecordedResponse } from './history.js';

/**
 * An entry as a line of JSON, a line break included; the id comes first, for who looks for one. A body
 * that is no UTF-8 stands there in base64.
 *
 * Text by text: `JSON.stringify` takes more time for an entry than its signature does, and a batch
 * writes thousands a second.
 */
export function historyLine(entry: HistoryEntry): string {
  const { id, timeMs, command, provider, profile, isLocal, sandbox, origin, mode } = entry;
  const { request, stringToSignSha256, response, error } = entry;
  return [
    `{"id":${quoted(id)},"time":"${isoTime(timeMs)}","command":"${command}"`,
    member('provider', provider),
    member('profile', profile),
    `,"isLocal":${isLocal}`,
    member('sandbox', sandbox),
    member('origin', origin),
    member('mode', mode),
    requestMember(request),
    member('stringToSignSha256', stringToSignSha256),
    response === undefined ? '' : responseMember(response),
    error === undefined ? '' : `,"error":${JSON.stringify(error)}`,
    '}\n',
  ].join('');
}

function requestMember(request: RecordedRequest): string {
  const { method, target } = request;
  return `,"request":{"method":${quoted(method)},"target":${quoted(target)}${content(request)}}`;
}

function responseMember(response: RecordedResponse): string {
  const { status, statusText, ms } = response;
  const head = `"status":${status},"statusText":${quoted(statusText)},"ms":${ms}`;
  return `,"response":{${head}${content(response)}}`;
}

type Content = Pick<RecordedRequest, 'headers' | 'bodyBytes' | 'body'>;

function content({ headers, bodyBytes, body }: Content): string {
  const head = `,"headers":[${headers.map(pair).join(',')}],"bodyBytes":${bodyBytes}`;
  if (body === undefined) {
    return head;
  }
  const text = decodeUtf8(body);
  return text === undefined
    ? head + member('bodyBase64', Buffer.from(body).toString('base64'))
    : head + member('body', text);
}

function pair([name, value]: Header): string {
  return `[${quoted(name)},${quoted(value)}]`;
}

function member(name: string, value: string | undefined): string {
  return value === undefined ? '' : `,"${name}":${quoted(value)}`;
}

/** What a JSON string has as it is (RFC 8259 section 7), of ASCII. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
