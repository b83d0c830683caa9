import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseExpectation } from '../../src/core/expect/expectation.js';
import { ROOT } from '../e2e/vk.js';

/** The pages that show expectations. */
const PAGES = ['README.md', 'docs/expectations.md', 'docs/ci.md'];

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** What stands behind each `--expect` of a page, as a shell would read it. */
function expectationsOf(page: string): string[] {
  return [...read(page).matchAll(/--expect (?:'([^']+)'|([^\s`']+))/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
}

describe('the expectations', () => {
  it.each(PAGES)('of %s can all be read', (page) => {
    const found = expectationsOf(page);
    expect(found.length).toBeGreaterThan(1);
    for (const text of found) {
      expect(parseExpectation(text).text).toBe(text);
    }
  });

  const operators = [...read('docs/expectations.md').matchAll(/^\| ((?:`\S+`(?:, )?)+) \|/gm)]
    .flatMap(([, cell = '']) => cell.split(', '))
    .map((cell) => cell.slice(1, -1))
    .filter((word) => /^(?:[=!~<>]+|!?exists)$/.test(word));

  it.each(operators)('have the operator %s', (operator) => {
    expect(parseExpectation(`body.a ${operator}`)).toMatchObject({ operator });
  });

  it('have ten operators', () => {
    expect(new Set(operators).size).toBe(10);
  });
});
