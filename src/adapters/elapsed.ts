import { hrtime } from 'node:process';

/**
 * A clock that only goes on, in milliseconds from some point. To load `performance` for it takes a
 * millisecond of each start.
 */
export function elapsedMs(): number {
  return Number(hrtime.bigint()) / 1e6;
}
