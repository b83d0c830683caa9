import type { Provider } from '../core/provider.js';
import { formatTimestamp } from '../core/timestamp.js';
import type { PlannedRequest } from './request.js';
import { signedParts } from './signed-parts.js';

/**
 * Chooses the timestamp that a request is signed with; undefined for the time of sending.
 *
 * @param nowMs in milliseconds since 1970
 */
export type ChooseTimestamp = (
  request: Pick<PlannedRequest, 'method' | 'target' | 'body'>,
  nowMs: number,
) => string | undefined;

/**
 * Timestamps for many requests in a row. Where a signature counts only once, two requests of the same
 * bytes in the same second would have the same one, and the second would be refused: it is signed for a
 * second that is near by, and well inside the tolerance.
 */
export function distinctTimestamps({ replay, scheme }: Provider): ChooseTimestamp {
  const rule = scheme.timestamp;
  if (replay?.singleUse !== true || rule === undefined) {
    return () => undefined;
  }
  const used = new Map<string, Set<string>>();
  const mostSeconds = Math.floor(rule.toleranceSeconds / 2);
  return (request, nowMs) => {
    const key = signedParts(scheme, request);
    const known = used.get(key) ?? new Set();
    used.set(key, known);
    for (const seconds of offsets(mostSeconds)) {
      const timestamp = formatTimestamp(nowMs + seconds * 1000, rule.format);
      if (!known.has(timestamp)) {
        known.add(timestamp);
        return timestamp;
      }
    }
    return undefined;
  };
}

/** 0, 1, -1, 2, -2 and so on. */
function* offsets(most: number): Generator<number> {
  yield 0;
  for (let seconds = 1; seconds <= most; seconds += 1) {
    yield seconds;
    yield -seconds;
  }
}
