import { expect, it } from 'vitest';
import { renderError, renderNote } from '../../../src/cli/render/error.js';
import { plain } from '../../../src/cli/render/palette.js';
import { VkError } from '../../../src/core/error.js';

const error = new VkError('usage', 'a "b" \u001b[31m', 'Do this.');

it('is a sentence and what to do', () => {
  expect(renderError(error, false, plain)).toBe('vk: a "b" \\u001b[31m\n    Do this.\n');
});

it('is one JSON document', () => {
  expect(JSON.parse(renderError(error, true, plain))).toEqual({
    error: { code: 'usage', message: 'a "b" \u001b[31m', remedy: 'Do this.' },
  });
});

it('breaks long lines', () => {
  const long = new VkError('usage', 'word '.repeat(40).trim(), 'more '.repeat(40).trim());
  const lines = renderError(long, false, plain).trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

it('a note cannot steer the terminal', () => {
  expect(renderNote('a\u009bb', plain)).toBe('note: a\\u009bb\n');
});
