import type { Rule } from '../rule.js';
import { accept } from './accept.js';
import { authHeaders } from './auth-headers.js';
import { body } from './body.js';
import { code } from './code.js';
import { contentType } from './content-type.js';
import { endpoint } from './endpoint.js';
import { idempotency } from './idempotency.js';
import { ipAllowlist } from './ip-allowlist.js';
import { knownKey } from './known-key.js';
import { method } from './method.js';
import { moduleAccess } from './module-access.js';
import { rateLimit } from './rate-limit.js';
import { requiredOption } from './required-option.js';
import { signature } from './signature.js';
import { singleUse } from './single-use.js';
import { timestamp } from './timestamp.js';

/**
 * All rules, in the order in which they are asked: the first refusal is the answer.
 *
 * First what needs no account, then who calls and from where, then the signature. Whoever has not
 * signed learns nothing of what is behind, and uses up nobody's limit: so the limit comes after the
 * signature. Then what is asked for: module, endpoint, headers, body. A signature is used up by a
 * request that is accepted and by no other: so that rule is the last.
 */
export const rules: readonly Rule[] = [
  method,
  contentType,
  accept,
  authHeaders,
  knownKey,
  code,
  ipAllowlist,
  timestamp,
  signature,
  rateLimit,
  moduleAccess,
  endpoint,
  requiredOption,
  body,
  idempotency,
  singleUse,
];
