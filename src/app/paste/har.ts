import { utf8 } from '../../core/bytes.js';
import { VkError } from '../../core/error.js';
import type { Header } from '../../core/headers.js';
import { membersOf, parseJson } from '../../core/parsed-json.js';
import { pastedHeader, refuseLarge, type PastedRequest } from './pasted-request.js';
import { encodingNotes, fragmentNotes, splitUrl } from './url.js';

/**
 * Reads one request of a HAR 1.2 file. HTTP/2's pseudo headers (`:method`, `:path`, …) are left out:
 * they are the request line in another form, and no headers.
 *
 * @param entry counted from 1; needed where the file has several entries
 * @throws VkError
 */
export function readHar(text: string, entry: number | undefined): PastedRequest {
  return readHarEntry(pickEntry(harEntries(text), entry));
}

/** The request of one entry. @throws VkError */
export function readHarEntry(entry: unknown): PastedRequest {
  const request = membersOf(membersOf(entry)['request']);
  const method = request['method'];
  const url = request['url'];
  if (typeof method !== 'string' || !/^\S+$/.test(method) || typeof url !== 'string') {
    throw noHar('the entry has no request with a method and a URL');
  }
  const parts = splitUrl(url);
  const headers = readHeaders(request['headers']);
  const { body, notes } = readBody(membersOf(request['postData']));
  return {
    method,
    target: parts.target,
    origin: parts.origin,
    headers,
    body,
    notes: [
      ...fragmentNotes(parts),
      ...encodingNotes(parts.target),
      ...notes,
      ...lengthNotes(request['bodySize'], headers, body),
    ],
  };
}

type Members = Readonly<Record<string, unknown>>;

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** All entries of a file. @throws VkError `usage` where there are none */
export function harEntries(text: string): readonly unknown[] {
  refuseLarge('the HAR file', text.length);
  const har = parseJson(text.replace(/^\ufeff/, ''));
  if (har === undefined) {
    throw noHar('it is not JSON');
  }
  const entries = list(membersOf(membersOf(har)['log'])['entries']);
  if (entries.length === 0) {
    throw noHar('it has no log with entries');
  }
  return entries;
}

const MOST_LISTED = 10;

function pickEntry(entries: readonly unknown[], number: number | undefined): unknown {
  const index = number === undefined && entries.length === 1 ? 0 : (number ?? 0) - 1;
  const entry = entries[index];
  if (entry === undefined) {
    const more = entries.length - MOST_LISTED;
    throw new VkError(
      'usage',
      number === undefined
        ? `the HAR file has ${entries.length} entries`
        : `the HAR file has no entry ${number}: it has ${entries.length}`,
      [
        'Choose one with --entry N:',
        ...entries.slice(0, MOST_LISTED).map(describeEntry),
        ...(more > 0 ? [`… and ${more} more`] : []),
      ].join('\n'),
    );
  }
  return entry;
}

/** Without query and user information: both may hold a secret. */
function describeEntry(entry: unknown, index: number): string {
  const { method, url } = membersOf(membersOf(entry)['request']);
  const shown = textOf(url)
    .replace(/[?#][\s\S]*$/, '')
    .replace(/\/\/[^/]*@/, '//')
    .slice(0, 100);
  return `${index + 1}  ${textOf(method)} ${shown}`;
}

function readHeaders(value: unknown): Header[] {
  return list(value).flatMap((each) => {
    const { name, value: text } = membersOf(each);
    if (typeof name !== 'string' || typeof text !== 'string') {
      throw noHar('a header of the entry has no name or no value');
    }
    return name.startsWith(':') ? [] : [pastedHeader(name, text)];
  });
}

interface Body {
  readonly body: Uint8Array;
  readonly notes: readonly string[];
}

function readBody(postData: Members): Body {
  const { text, encoding, _encoding: ownEncoding, comment } = postData;
  if (typeof text !== 'string' || (text === '' && list(postData['params']).length > 0)) {
    return readParams(postData);
  }
  const isBase64 =
    [encoding, ownEncoding].includes('base64') || /\bbase64\b/i.test(textOf(comment));
  if (isBase64) {
    return { body: decodeBase64(text), notes: [] };
  }
  const isWhole = text.isWellFormed() && !text.includes('\ufffd');
  const notes = isWhole
    ? []
    : [
        'The body of the HAR entry has characters that could not be read as text: its bytes are lost.',
      ];
  return { body: utf8(text), notes };
}

function decodeBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    throw new VkError(
      'bad-body',
      'the body of the HAR entry says that it is base64, and is not',
      'Export the HAR file again.',
    );
  }
  return Buffer.from(text, 'base64');
}

function readParams({ params, mimeType }: Members): Body {
  const pairs = list(params).map((param) => {
    const { name, value } = membersOf(param);
    return `${formEncode(textOf(name))}=${formEncode(textOf(value))}`;
  });
  if (pairs.length === 0) {
    return { body: new Uint8Array(), notes: [] };
  }
  if (/^multipart\//i.test(textOf(mimeType))) {
    throw new VkError(
      'bad-body',
      'the HAR entry has a multipart body of which only the fields are kept',
      'Capture the request with its body, or paste it as it was sent: --http FILE.',
    );
  }
  return {
    body: utf8(pairs.join('&')),
    notes: [
      'The HAR entry has no text of the body: it was built again from its parameters, and may not be what was sent, byte for byte.',
    ],
  };
}

// Chrome keeps parameters as they were sent, and other programs decode them: what is encoded stays.
function formEncode(text: string): string {
  return text
    .toWellFormed()
    .replace(/%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9*._+~-]/gu, (char) => encodeURIComponent(char))
    .replaceAll('%20', '+');
}

function lengthNotes(bodySize: unknown, headers: readonly Header[], body: Uint8Array): string[] {
  const declared = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  const size = typeof bodySize === 'number' && bodySize > 0 ? bodySize : Number(declared ?? -1);
  return size < 0 || size === body.length
    ? []
    : [
        `The HAR entry says that the body has ${size} bytes, and what it holds has ${body.length}: it may not be what was sent.`,
      ];
}

function noHar(why: string): VkError {
  return new VkError(
    'usage',
    `the file is no HAR 1.2 that can be read: ${why}`,
    'Save it in the network panel of the browser: "Save all as HAR".',
  );
}
