import { expect, it } from 'vitest';
import { VkError } from '../../src/core/error.js';

it('says what happened and what to do', () => {
  const cause = new Error('underneath');
  const error = new VkError('bad-path', 'what happened', 'What to do.', { cause });

  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'VkError',
    code: 'bad-path',
    message: 'what happened',
    remedy: 'What to do.',
    cause,
  });
});
