import { VkError } from '../core/error.js';
import { variable, type Environment } from './value-sources.js';

const DEFAULT_MIB = 256;
const DEFAULT_DAYS = 90;
const MIB = 1024 * 1024;
const DAY_MS = 86_400_000;

/**
 * How much history is kept: `VK_HISTORY_MAX_MB` and `VK_HISTORY_DAYS`, or 256 MiB and 90 days.
 *
 * @throws VkError `usage` where one of them is no number
 */
export function readHistoryLimits(env: Environment): {
  readonly maxBytes: number;
  readonly maxAgeMs: number;
} {
  return {
    maxBytes: readNumber(env, 'VK_HISTORY_MAX_MB', DEFAULT_MIB) * MIB,
    maxAgeMs: readNumber(env, 'VK_HISTORY_DAYS', DEFAULT_DAYS) * DAY_MS,
  };
}

function readNumber(env: Environment, name: string, usual: number): number {
  const text = variable(env, name);
  if (text !== undefined && !/^[1-9]\d{0,5}$/.test(text)) {
    throw new VkError(
      'usage',
      `${name} is ${JSON.stringify(text)}, which is no whole number from 1 on`,
      `Set it to a number such as ${usual}, or leave it out.`,
    );
  }
  return text === undefined ? usual : Number(text);
}
