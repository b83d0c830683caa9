import { decodeUtf8 } from './bytes.js';

/** What JSON stands for (RFC 8259), as UTF-8 or as text; undefined where it is none. */
export function parseJson(json: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof json === 'string' ? json : (decodeUtf8(json) ?? ''));
  } catch {
    return undefined;
  }
}

/** Whether a parsed JSON value is an object, and no array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of a parsed JSON value; none where it is no object. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
