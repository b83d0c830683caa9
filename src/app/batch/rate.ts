import { VkError } from '../../core/error.js';
import type { Provider } from '../../core/provider.js';

/** How fast requests may go out. */
export interface Rate {
  /** Undefined for no limit. */
  readonly perSecond: number | undefined;
  /** What the provider documents, where that is why. */
  readonly documented?: string;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600 };

/**
 * Reads `10/s`, `600/m`, `30000/h`, or `none`.
 *
 * @throws VkError `usage`
 */
export function parseRate(text: string): Rate {
  if (text === 'none') {
    return { perSecond: undefined };
  }
  const [, amount, unit = ''] = /^(\d{1,9}(?:\.\d{1,6})?)\/(s|m|min|h)$/.exec(text) ?? [];
  const perSecond = Number(amount) / (SECONDS[unit] ?? Number.NaN);
  if (!(perSecond > 0)) {
    throw new VkError(
      'usage',
      `--rate ${JSON.stringify(text)} is no rate`,
      'Write 10/s, 600/m or 30000/h for so many requests a second, minute or hour, or none.',
    );
  }
  return { perSecond };
}

/** The strictest of the limits that a provider documents with a number. */
export function documentedRate({ rateLimit }: Provider): Rate {
  const limits = [
    ...(rateLimit?.perMinute === undefined ? [] : [rateLimit.perMinute / 60]),
    ...(rateLimit?.perHour === undefined ? [] : [rateLimit.perHour / 3600]),
  ];
  return rateLimit === undefined || limits.length === 0
    ? { perSecond: undefined }
    : { perSecond: Math.min(...limits), documented: rateLimit.summary };
}
