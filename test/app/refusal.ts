import { expect } from 'vitest';
import type { ErrorCode } from '../../src/core/error.js';

/** Matches a VkError by its code, and by words that its message and its remedy have to hold. */
export function refusal(code: ErrorCode, message = '', remedy = ''): unknown {
  return expect.objectContaining({
    name: 'VkError',
    code,
    message: expect.stringContaining(message),
    remedy: expect.stringContaining(remedy),
  });
}
