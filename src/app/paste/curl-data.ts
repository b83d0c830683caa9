import { concatBytes, utf8 } from '../../core/bytes.js';
import { optionFile, optionText, type CurlDraft } from './curl-draft.js';

const AT = 0x40;
const EQUALS = 0x3d;
const AMPERSAND = utf8('&');

/** -d: text as it is, or a file without its line ends and NULs. */
export function addData(draft: CurlDraft, value: Uint8Array, option: string): void {
  const isFile = value[0] === AT;
  const bytes = fileOrText(draft, value, option);
  append(draft, isFile ? bytes.filter((byte) => byte !== 0 && byte !== 10 && byte !== 13) : bytes);
}

/** --data-raw: text, and @ means nothing. */
export function addRawData(draft: CurlDraft, value: Uint8Array): void {
  append(draft, value);
}

/** --data-binary: text or a file, byte for byte. */
export function addBinaryData(draft: CurlDraft, value: Uint8Array, option: string): void {
  append(draft, fileOrText(draft, value, option));
}

/** --json: as --data-binary, but nothing comes between two of them. */
export function addJson(draft: CurlDraft, value: Uint8Array, option: string): void {
  draft.isJson = true;
  draft.data = concatBytes([draft.data ?? new Uint8Array(), fileOrText(draft, value, option)]);
}

/** --data-urlencode, in all its forms. */
export function addEncodedData(draft: CurlDraft, value: Uint8Array, option: string): void {
  append(draft, formEncode(draft, value, option));
}

/** --url-query: as --data-urlencode, and + in front leaves the text as it is. */
export function addQuery(draft: CurlDraft, value: Uint8Array, option: string): void {
  const isPlain = value[0] === 0x2b;
  draft.query.push(isPlain ? value.subarray(1) : formEncode(draft, value, option));
}

function append(draft: CurlDraft, bytes: Uint8Array): void {
  if (draft.data?.length === 0) {
    draft.notes.push(
      'The first part of the data is empty: some versions of curl put an & behind it, as is done here, and others do not.',
    );
  }
  draft.data = draft.data === undefined ? bytes : concatBytes([draft.data, AMPERSAND, bytes]);
}

function fileOrText(draft: CurlDraft, value: Uint8Array, option: string): Uint8Array {
  return value[0] === AT ? optionFile(draft, option, optionText(option, value.subarray(1))) : value;
}

/** `content`, `=content`, `name=content`, `@file` or `name@file`. */
function formEncode(draft: CurlDraft, value: Uint8Array, option: string): Uint8Array {
  const equals = value.indexOf(EQUALS);
  const at = equals === -1 ? value.indexOf(AT) : equals;
  if (at === -1) {
    return utf8(encodeForm(value));
  }
  const rest = value.subarray(at + 1);
  const content = equals === -1 ? optionFile(draft, option, optionText(option, rest)) : rest;
  const name = value.subarray(0, at);
  return concatBytes(
    at === 0 ? [utf8(encodeForm(content))] : [name, utf8(`=${encodeForm(content)}`)],
  );
}

/** Percent-encodes all but unreserved characters (RFC 3986 §2.3), as curl_easy_escape does. */
export function percentEncoded(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const char = String.fromCharCode(byte);
    return /[A-Za-z0-9._~-]/.test(char)
      ? char
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

/** As --data-urlencode does it: a space becomes a +. */
function encodeForm(bytes: Uint8Array): string {
  return percentEncoded(bytes).replaceAll('%20', '+');
}
