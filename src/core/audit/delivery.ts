import { decodeUtf8 } from '../bytes.js';
import { parseJson } from '../parsed-json.js';
import type { AuditTask, BrokenReason } from './task.js';

/** What a line says about a delivery. */
export interface Delivery {
  /** A text stands for its UTF-8 bytes. */
  readonly body: string | Uint8Array;
  /** As received, in their order. */
  readonly signatures: readonly string[];
  readonly timestamp: string | undefined;
  /** In milliseconds since 1970; undefined where nothing readable says when it was received. */
  readonly receivedMs: number | undefined;
  readonly id: string | undefined;
}

/**
 * Makes what reads a line of a log.
 *
 * @returns a function from the line's text to its delivery, or to why there is none
 */
export function openReader({
  fields,
  definition: { signatureHeader, timestampHeader },
}: Pick<AuditTask, 'fields' | 'definition'>): (text: string) => Delivery | BrokenReason {
  const bodyPath = pathOf(fields.body);
  const base64Path = pathOf(`${fields.body}Base64`);
  const headersPath = pathOf(fields.headers);
  const timePath = pathOf(fields.time);
  const signaturePath = fields.signature === undefined ? undefined : pathOf(fields.signature);
  const timestampPath = fields.timestamp === undefined ? undefined : pathOf(fields.timestamp);
  const signatureName = lowerCased(signatureHeader);
  const timestampName = timestampHeader === undefined ? undefined : lowerCased(timestampHeader);
  const usesHeaders =
    signaturePath === undefined || (timestampName !== undefined && timestampPath === undefined);

  return (text) => {
    const record = parseJson(text);
    if (!isObject(record)) {
      return 'not-json';
    }
    const body = readBody(record, bodyPath, base64Path);
    if (typeof body === 'object' && 'broken' in body) {
      return body.broken;
    }
    const headers = usesHeaders ? find(record, headersPath) : undefined;
    if (signaturePath === undefined && !isObject(headers)) {
      return 'no-headers';
    }
    const given =
      signaturePath === undefined
        ? valuesOf(headers, signatureName)
        : textsOf(find(record, signaturePath));
    const stamps =
      timestampPath === undefined
        ? timestampName && valuesOf(headers, timestampName)
        : textsOf(find(record, timestampPath));
    const { id } = record;
    return {
      body,
      signatures: given.length === 1 && isSingle(given[0] ?? '') ? given : separate(given),
      timestamp: stamps?.[0],
      receivedMs: readTime(find(record, timePath)),
      id: typeof id === 'string' ? id : undefined,
    };
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Lists too: their members are numbered. */
function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

function pathOf(field: string): readonly [string, ...string[]] {
  const [first = '', ...others] = field.split('.');
  return [first, ...others];
}

function find(record: JsonObject, path: readonly string[]): unknown {
  let found: unknown = record;
  for (const name of path) {
    // What every object inherits is no member of the line.
    if (!isObject(found) || !Object.hasOwn(found, name)) {
      return undefined;
    }
    found = found[name];
  }
  return found;
}

function readBody(
  record: JsonObject,
  path: readonly string[],
  base64Path: readonly string[],
): string | Uint8Array | { readonly broken: BrokenReason } {
  const body = find(record, path);
  if (typeof body === 'string') {
    return body.isWellFormed() ? body : { broken: 'lone-surrogate' };
  }
  const encoded = find(record, base64Path);
  if (typeof encoded === 'string') {
    return BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : { broken: 'bad-base64' };
  }
  return { broken: body === undefined || body === null ? 'no-body' : 'parsed-body' };
}

/** RFC 4648, section 4. Node itself would skip what does not belong. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

interface HeaderName {
  readonly name: string;
  readonly lower: string;
}

function lowerCased(name: string): HeaderName {
  return { name, lower: name.toLowerCase() };
}

/** All values of a header, from pairs, from `{name, value}` objects, or from an object of headers. */
function valuesOf(headers: unknown, wanted: HeaderName): readonly string[] {
  const values: string[] = [];
  if (isList(headers)) {
    for (const header of headers) {
      if (isList(header)) {
        addIf(header[0], header[1], wanted, values);
      } else if (isObject(header)) {
        addIf(header['name'], header['value'], wanted, values);
      }
    }
  } else if (isObject(headers)) {
    for (const [name, value] of Object.entries(headers)) {
      addIf(name, value, wanted, values);
    }
  }
  return values;
}

function addIf(
  name: unknown,
  value: unknown,
  { name: own, lower }: HeaderName,
  to: string[],
): void {
  // Most names differ in their length, or are written as documented: both are cheaper to compare.
  if (
    typeof name === 'string' &&
    name.length === own.length &&
    (name === own || name.toLowerCase() === lower)
  ) {
    to.push(...textsOf(value));
  }
}

/** A number is a timestamp that was not quoted. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return [value];
  }
  if (typeof value === 'number') {
    return [String(value)];
  }
  return isList(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** Array.isArray gives a list of any. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isSingle(value: string): boolean {
  return value !== '' && !MANY.test(value);
}

const MANY = /^\s|,|\s$/;

/** As a header with several signatures is read: see readWebhook. */
function separate(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** ISO 8601 with a zone, or seconds or milliseconds since 1970. */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'string' && ISO.test(value)) {
    const ms = Date.parse(value);
    return Number.isNaN(ms) ? undefined : ms;
  }
  const number = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !(number > 0)) {
    return undefined;
  }
  return number < FIRST_MS ? number * 1000 : number;
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const DIGITS = /^\d{9,13}(?:\.\d+)?$/;
/** Seconds reach it in the year 5138, milliseconds were there in 1973. */
const FIRST_MS = 1e11;

/** The text of a line; undefined where its bytes are no UTF-8. */
export function decodeLine(bytes: Buffer, start: number, end: number): string | undefined {
  const text = bytes.toString('utf8', start, end);
  // Node writes U+FFFD for what it cannot read, which may stand in the line itself.
  return text.includes('\ufffd') &&
    decodeUtf8(Uint8Array.from(bytes.subarray(start, end))) === undefined
    ? undefined
    : text;
}
