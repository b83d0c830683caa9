import type { Rule } from '../rule.js';
import { authHeaders } from './auth-headers.js';
import { code } from './code.js';
import { contentType } from './content-type.js';
import { knownKey } from './known-key.js';
import { method } from './method.js';
import { requiredOption } from './required-option.js';
import { signature } from './signature.js';
import { timestamp } from './timestamp.js';

/** All rules, in the order in which they are asked: the first refusal is the answer. */
export const rules: readonly Rule[] = [
  method,
  contentType,
  authHeaders,
  knownKey,
  code,
  timestamp,
  signature,
  requiredOption,
];
