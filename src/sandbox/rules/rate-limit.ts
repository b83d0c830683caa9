import type { Provider } from '../../core/provider.js';
import type { SandboxSettings } from '../state.js';
import type { Rule } from '../rule.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const MINUTES_AN_HOUR = 60;

/**
 * A key may send so many requests in a minute and in an hour, where the provider limits them. The
 * windows are those of the clock, from one full minute to the next: that is one number a key, and
 * whoever was refused knows when the next window begins. Over an edge twice the limit can pass, which
 * no page excludes. Only authenticated requests count, and those that are refused here do not.
 */
export const rateLimit: Rule = ({ account, provider, state, nowMs }) => {
  const apiKey = account?.fields.apiKey;
  const counts = limitsOf(provider, state.settings).map(({ limit, lengthMs }) => {
    const key = `${lengthMs} ${apiKey}`;
    const window = Math.floor(nowMs / lengthMs);
    const last = state.memory.counts.get(key);
    return { key, window, limit, lengthMs, count: last?.window === window ? last.count : 0 };
  });
  // An hour ends with one of its minutes or later: the last window that is full is the one to wait for.
  const full = counts.findLast(({ count, limit }) => count >= limit);
  if (full !== undefined) {
    const endMs = (full.window + 1) * full.lengthMs;
    return {
      reason: 'rate-limited',
      values: {
        limit: String(full.limit),
        period: full.lengthMs === HOUR_MS ? 'hour' : 'minute',
        seconds: String(Math.ceil((endMs - nowMs) / 1000)),
      },
    };
  }
  for (const { key, window, count } of counts) {
    state.memory.counts.set(key, { window, count: count + 1 });
  }
  return undefined;
};

interface Limit {
  readonly limit: number;
  readonly lengthMs: number;
}

function limitsOf(
  { rateLimit: documented, sandbox }: Provider,
  settings: SandboxSettings,
): Limit[] {
  if (documented === undefined) {
    return [];
  }
  const perMinute = settings.ratePerMinute ?? documented.perMinute ?? sandbox.ratePerMinute;
  const perHour = hourly(documented.perHour, settings);
  return [
    ...(perMinute === undefined ? [] : [{ limit: perMinute, lengthMs: MINUTE_MS }]),
    ...(perHour === undefined ? [] : [{ limit: perHour, lengthMs: HOUR_MS }]),
  ];
}

/** Whoever sets the minute's limit means to come that often for an hour, too. */
function hourly(
  documented: number | undefined,
  { ratePerMinute = 0 }: SandboxSettings,
): number | undefined {
  return documented && Math.max(documented, MINUTES_AN_HOUR * ratePerMinute);
}
