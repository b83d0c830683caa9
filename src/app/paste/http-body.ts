import { concatBytes } from '../../core/bytes.js';
import { VkError } from '../../core/error.js';
import type { Header } from '../../core/headers.js';
import { TextScanner } from './text-scanner.js';

interface HttpBody {
  readonly bytes: Uint8Array;
  readonly notes: readonly string[];
}

/**
 * The body among the bytes behind a request's head (RFC 9112 §6).
 *
 * @param isHeadOnly where the paste cannot hold a body, such as the output of `curl -v`
 * @throws VkError `bad-header` or `bad-body`
 */
export function decodeHttpBody(
  headers: readonly Header[],
  rest: Uint8Array,
  isHeadOnly: boolean,
): HttpBody {
  const codings = valuesOf(headers, 'transfer-encoding').join(',').toLowerCase();
  const length = contentLength(headers);
  if (isHeadOnly) {
    const isMissing = (length ?? 0) > 0 || codings !== '';
    return { bytes: new Uint8Array(), notes: isMissing ? [NO_BODY_SHOWN] : [] };
  }
  if (codings === 'chunked') {
    const { bytes, notes } = decodeChunks(rest);
    return { bytes, notes: [CHUNKED, ...(length === undefined ? [] : [LENGTH_IGNORED]), ...notes] };
  }
  if (codings !== '') {
    throw new VkError(
      'bad-header',
      'the pasted request has a Transfer-Encoding other than chunked',
      'Paste the body without it, and leave the header out.',
    );
  }
  return length === undefined ? withoutLength(rest) : withLength(rest, length);
}

const NO_BODY_SHOWN =
  'The request had a body, and curl -v does not show it. Paste the curl command itself to have it.';
const CHUNKED = 'The chunks of the body were put together (Transfer-Encoding: chunked).';
const LENGTH_IGNORED = 'Content-Length was ignored, because Transfer-Encoding goes before it.';

function withoutLength(rest: Uint8Array): HttpBody {
  const isDoubtful = rest.at(-1) === LF;
  return { bytes: rest, notes: isDoubtful ? [DOUBTFUL_LINE_END] : [] };
}

const DOUBTFUL_LINE_END =
  'The body ends with a line break, and no Content-Length says whether it belongs to it: it was kept.';

function withLength(rest: Uint8Array, length: number): HttpBody {
  if (rest.length === length) {
    return { bytes: rest, notes: [] };
  }
  const surplus = Buffer.from(rest.subarray(length)).toString('latin1');
  if (rest.length > length && (surplus === '\n' || surplus === '\r\n')) {
    return {
      bytes: rest.subarray(0, length),
      notes: ['The line break at the end was left out: Content-Length does not count it.'],
    };
  }
  return {
    bytes: rest,
    notes: [
      `Content-Length says ${length}, and the body has ${rest.length} bytes: it may not be what was sent. All of it was kept.`,
    ],
  };
}

function contentLength(headers: readonly Header[]): number | undefined {
  const lengths = valuesOf(headers, 'content-length');
  const [length] = lengths;
  if (length === undefined) {
    return undefined;
  }
  if (!/^\d{1,15}$/.test(length) || lengths.some((other) => other !== length)) {
    throw new VkError(
      'bad-header',
      'the Content-Length of the pasted request is no number, or there are several',
      'Keep one, or none.',
    );
  }
  return Number(length);
}

function valuesOf(headers: readonly Header[], wanted: string): string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

const LF = 0x0a;

/** Lines may end in LF alone here, for a paste has often lost its CRs. */
function decodeChunks(bytes: Uint8Array): HttpBody {
  const chunks: Uint8Array[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf(LF, at);
    const line = Buffer.from(bytes.subarray(at, Math.max(lineEnd, at))).toString('latin1');
    const digits = /^([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r]*)?\r?$/.exec(line)?.[1];
    if (digits === undefined) {
      throw badChunks();
    }
    const size = Number.parseInt(digits, 16);
    const start = lineEnd + 1;
    if (size === 0) {
      return { bytes: concatBytes(chunks), notes: notesBehindChunks(bytes.subarray(start)) };
    }
    const end = start + size;
    const after = /^\r?\n/.exec(Buffer.from(bytes.subarray(end, end + 2)).toString('latin1'));
    if (after === null) {
      throw badChunks();
    }
    chunks.push(bytes.subarray(start, end));
    at = end + after[0].length;
  }
}

const TRAILER = /([!#$%&'*+.^_`|~0-9A-Za-z-]+):[^\r\n]*(?:\r?\n|$)/y;
const LINE_END = /\r?\n/y;

/** Behind the last chunk come trailers, an empty line, and nothing else (RFC 9112 §7.1). */
function notesBehindChunks(bytes: Uint8Array): string[] {
  const scanner = new TextScanner(Buffer.from(bytes).toString('latin1'));
  const names: string[] = [];
  for (let name = scanner.take(TRAILER); name !== undefined; name = scanner.take(TRAILER)) {
    names.push(name);
  }
  scanner.take(LINE_END);
  const surplus = scanner.rest.length;
  return [
    ...(names.length > 0
      ? [`Trailers behind the last chunk are not signed, and were left out: ${names.join(', ')}.`]
      : []),
    ...(surplus > 0
      ? [`Behind the end of the chunked body, ${surplus} more bytes were left out.`]
      : []),
  ];
}

function badChunks(): VkError {
  return new VkError(
    'bad-body',
    'the chunks of the pasted body are not what their sizes say',
    'Paste the bytes as they were sent, or the plain body without Transfer-Encoding.',
  );
}
