import { isLoopback } from '../../core/base-url.js';
import { decodeUtf8 } from '../../core/bytes.js';
import { VkError } from '../../core/error.js';
import type { Header } from '../../core/headers.js';
import { decodeHttpBody } from './http-body.js';
import { pastedHeader, refuseLarge, type PastedRequest } from './pasted-request.js';
import { isCurlOutput, requestOfCurlOutput } from './curl-output.js';
import { encodingNotes, fragmentNotes, splitUrl, type UrlParts } from './url.js';

/**
 * Reads the text of an HTTP/1.1 request: a request line, headers, an empty line, and the body byte for
 * byte. Lines may end in CRLF or LF. What `curl -v` prints is read as well.
 *
 * @throws VkError
 */
export function readHttp(bytes: Uint8Array): PastedRequest {
  refuseLarge('the pasted request', bytes.length);
  const isHeadOnly = isCurlOutput(bytes);
  const { lines, rest } = splitHead(isHeadOnly ? requestOfCurlOutput(bytes) : bytes);
  const [requestLine = '', ...headerLines] = lines;
  const { method, rawTarget } = readRequestLine(requestLine);
  const headers = headerLines.map(readHeaderLine);
  const url = readTarget(rawTarget, headers);
  const body = decodeHttpBody(headers, rest, isHeadOnly);
  return {
    method,
    target: url.target,
    origin: url.origin,
    headers,
    body: body.bytes,
    notes: [
      ...(isHeadOnly ? [ONLY_FIRST] : []),
      ...fragmentNotes(url),
      ...encodingNotes(url.target),
      ...body.notes,
    ],
  };
}

const ONLY_FIRST = 'This is the output of curl -v: only the first request in it was read.';

const LF = 0x0a;
const CR = 0x0d;

/** The lines up to the first empty one, and all that comes behind that. */
function splitHead(bytes: Uint8Array): { lines: string[]; rest: Uint8Array } {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(LF, start);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(start, end > start && bytes[end - 1] === CR ? end - 1 : end);
    start = end + 1;
    if (line.length > 0) {
      lines.push(lineText(line));
    } else if (lines.length > 0) {
      return { lines, rest: bytes.subarray(start) };
    }
  }
  return { lines, rest: new Uint8Array() };
}

function lineText(line: Uint8Array): string {
  const text = decodeUtf8(line);
  if (text === undefined) {
    throw new VkError(
      'bad-header',
      'the head of the pasted request is not UTF-8',
      'Paste the request as text. Only its body may be any bytes.',
    );
  }
  return text.replace(/^\ufeff/, '');
}

const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) +(\S+)(?: +HTTP\/\d(?:\.\d)?)? *$/;

function readRequestLine(line: string): { method: string; rawTarget: string } {
  const [, method, rawTarget] = REQUEST_LINE.exec(line) ?? [];
  if (method === undefined || rawTarget === undefined) {
    throw new VkError(
      'usage',
      'the pasted text does not begin with the request line of an HTTP request',
      'Begin it so: POST /v1/items?page=2 HTTP/1.1. A space in a path is written %20.',
    );
  }
  return { method, rawTarget };
}

function readHeaderLine(line: string): Header {
  const colon = line.indexOf(':');
  if (/^[ \t]/.test(line)) {
    throw new VkError(
      'bad-header',
      'a header of the pasted request goes on in a second line, which HTTP no longer allows',
      'Write each header on one line.',
    );
  }
  if (colon < 1) {
    throw new VkError(
      'bad-header',
      'the head of the pasted request has a line without a name and a colon',
      'Put an empty line between the headers and the body.',
    );
  }
  return pastedHeader(line.slice(0, colon), line.slice(colon + 1));
}

type HttpTarget = Pick<UrlParts, 'target' | 'fragment'> & { readonly origin: string | undefined };

function readTarget(rawTarget: string, headers: readonly Header[]): HttpTarget {
  if (/^https?:\/\//i.test(rawTarget)) {
    return splitUrl(rawTarget);
  }
  if (!rawTarget.startsWith('/') && rawTarget !== '*') {
    throw new VkError(
      'bad-url',
      'the target of the pasted request is neither a path nor a URL',
      'Begin it with a slash, or with https://.',
    );
  }
  const [target = '', ...fragment] = rawTarget.split('#');
  return {
    target,
    origin: originOfHost(headers),
    fragment: fragment.length > 0 ? fragment.join('#') : undefined,
  };
}

/** HTTP names no scheme here. Only on this machine, plain http is what people use. */
function originOfHost(headers: readonly Header[]): string | undefined {
  const hosts = headers.filter(([name]) => name.toLowerCase() === 'host').map(([, host]) => host);
  const [host] = hosts;
  if (host === undefined || host === '') {
    return undefined;
  }
  if (hosts.some((other) => other !== host) || host.includes('@')) {
    throw new VkError(
      'bad-header',
      'the pasted request has several Host headers, or one that is no host',
      'Keep one: Host: api.example.com.',
    );
  }
  const { origin, host: name } = splitUrl(`https://${host}`);
  return isLoopback(name.toLowerCase()) ? origin.replace('https', 'http') : origin;
}
