import { decodeUtf8 } from '../bytes.js';
import type { Subject } from './variant.js';

/** The instant of the header's timestamp, whichever of the usual forms it has. */
export function instant({ parts }: Subject): number | undefined {
  const text = parts.timestamp === undefined ? '' : (decodeUtf8(parts.timestamp) ?? '').trim();
  if (/^\d{9,16}$/.test(text)) {
    const digits = Number(text);
    return text.length <= 11 ? digits * 1000 : Math.floor(digits / (text.length <= 14 ? 1 : 1000));
  }
  const ms = /^\d{4}-\d{2}-\d{2}T/.test(text)
    ? // Without a zone it would be read in the zone of this machine.
      Date.parse(/^[-\d]+T[\d:.,]*$/.test(text) ? `${text}Z` : text)
    : Number.NaN;
  // Beyond that, `toISOString` writes years of six digits.
  return Number.isNaN(ms) || Math.abs(ms) > 2 ** 47 ? undefined : ms;
}

/** As JavaScript writes an instant: ISO 8601 in UTC with milliseconds. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Writes an instant in the form that the header has. */
export function writerLike({ parts }: Subject): (ms: number) => string {
  const text = parts.timestamp === undefined ? '' : (decodeUtf8(parts.timestamp) ?? '');
  if (!/^\d+$/.test(text)) {
    return text.length <= 20 ? (ms) => `${iso(ms).slice(0, 19)}Z` : iso;
  }
  return text.length <= 11 ? (ms) => String(Math.floor(ms / 1000)) : String;
}
