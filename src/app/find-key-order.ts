import { utf8 } from '../core/bytes.js';
import { everyOrder } from '../core/diagnose/key-orders.js';
import { printAsWritten } from '../core/diagnose/print-json.js';
import type { Subject } from '../core/diagnose/variant.js';
import { decodeDigest, equalDigests, hmac } from '../core/hmac.js';
import type { JsonTree } from '../core/json-tree.js';
import { buildStringToSign } from '../core/string-to-sign.js';
import type { DiagnosePorts } from './diagnose.js';

/**
 * The order of a body's keys that reproduces a signature, the JSON without white space and the rest as
 * documented; undefined where there is none, or it is not found in time.
 */
export async function findKeyOrder(
  { scheme, parts, secret }: Subject,
  signature: string,
  tree: JsonTree,
  timeLimitMs: number,
  { nowMs, pause, isInterrupted }: Pick<DiagnosePorts, 'nowMs' | 'pause' | 'isInterrupted'>,
): Promise<JsonTree | undefined> {
  const digest = decodeDigest(signature, scheme.encoding, scheme.algorithm);
  if (digest === undefined) {
    return undefined;
  }
  const startedMs = nowMs();
  let tried = 0;
  for (const order of everyOrder(tree)) {
    const body = utf8(printAsWritten(order));
    const { bytes } = buildStringToSign(scheme, { ...parts, body });
    if (equalDigests(digest, hmac(scheme.algorithm, secret, bytes))) {
      return order;
    }
    tried += 1;
    if (tried % TURN === 0) {
      await pause();
      if (isInterrupted() || nowMs() - startedMs >= timeLimitMs) {
        return undefined;
      }
    }
  }
  return undefined;
}

/** About 20 ms of work. */
const TURN = 1000;
