import { createHash } from 'node:crypto';
import { isoTime } from './time-text.js';

/** A webhook as its provider sends it, with data that could be real. */
export interface WebhookSample {
  readonly name: string;
  /**
   * Compact JSON. `{{id}}` stands for 12 hexadecimal digits, other ones each time, `{{now}}` for the
   * time of sending and `{{inFourYears}}` for the same day four years later, both in ISO 8601.
   */
  readonly body: string;
}

/**
 * The body of a sample.
 *
 * @param nowMs in milliseconds since 1970
 * @param number tells deliveries of the same millisecond apart
 */
export function fillSample({ name, body }: WebhookSample, nowMs: number, number: number): string {
  let ids = 0;
  return body.replace(/\{\{(id|now|inFourYears)\}\}/g, (_whole, token: string) => {
    if (token === 'id') {
      ids += 1;
      return idOf(`${name} ${nowMs} ${number} ${ids}`);
    }
    return token === 'now' ? isoTime(nowMs) : inFourYears(nowMs);
  });
}

function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function inFourYears(nowMs: number): string {
  const date = new Date(nowMs);
  date.setUTCFullYear(date.getUTCFullYear() + 4);
  return date.toISOString();
}
