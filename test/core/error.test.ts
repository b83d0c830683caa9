import { expect, it } from 'vitest';
import { errnoOf, VkError } from '../../src/core/error.js';

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

it.each<[what: string, error: unknown, errno: string]>([
  ['a system error', Object.assign(new Error('x'), { code: 'ENOENT' }), 'ENOENT'],
  ['an error without a name', new Error('x'), ''],
  ['what is no error', { code: 'ENOENT' }, ''],
])('names %s', (_what, error, errno) => {
  expect(errnoOf(error)).toBe(errno);
});
