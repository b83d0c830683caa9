import type { Provider } from '../../core/provider.js';
import type { PlannedRequest } from '../request.js';
import { signedParts } from '../signed-parts.js';

const SECOND_MS = 1000;

/**
 * Where a provider takes each signature once, two calls that sign the same but for the time need
 * different seconds: this gives each its own.
 *
 * @returns how long such a call has to wait, in milliseconds; undefined where no provider's rule says so
 */
export function openFreshSignatures(
  { replay, scheme }: Provider,
  nowMs: () => number,
): ((request: PlannedRequest) => number) | undefined {
  if (replay?.singleUse !== true || scheme.timestamp?.format !== 'unix-seconds') {
    return undefined;
  }
  /** By what is signed: the last second that was given away. */
  const taken = new Map<string, number>();
  let sweptSecond = 0;

  function sweep(second: number): void {
    if (second !== sweptSecond) {
      sweptSecond = second;
      for (const [signed, last] of taken) {
        if (last < second) {
          taken.delete(signed);
        }
      }
    }
  }

  return (request) => {
    const now = nowMs();
    const second = Math.floor(now / SECOND_MS);
    sweep(second);
    const signed = signedParts(scheme, request);
    const own = Math.max(second, (taken.get(signed) ?? 0) + 1);
    taken.set(signed, own);
    return own === second ? 0 : own * SECOND_MS - now;
  };
}
