import { parse } from 'junit2json';
import { describe, expect, it } from 'vitest';
import type { TestSuite } from '../../../src/app/test-suite.js';
import { renderJUnit } from '../../../src/cli/render/junit.js';

const SUITE: TestSuite = {
  name: 'a suite',
  cases: [
    { name: 'right', className: 'k', seconds: 0.0123 },
    { name: 'wrong', className: 'k', seconds: 1, failure: 'why' },
    { name: 'not run', className: 'k', seconds: 0, skipped: 'because' },
    { name: 'odd', className: 'k', seconds: 0, output: 'a word' },
  ],
};

const at = (name: string, time: number): object => ({ classname: 'k', name, time });

describe('JUnit XML, read by junit2json', () => {
  it('has the suite, its counts, and what became of each case', async () => {
    const counts = { tests: 4, failures: 1, errors: 0, skipped: 1, time: 1.012 };
    expect(await parse(renderJUnit(SUITE))).toEqual({
      ...counts,
      testsuite: [
        {
          name: 'a suite',
          ...counts,
          testcase: [
            at('right', 0.012),
            { ...at('wrong', 1), failure: [{ message: 'why', inner: 'why' }] },
            { ...at('not run', 0), skipped: [{ message: 'because' }] },
            { ...at('odd', 0), 'system-out': ['a word'] },
          ],
        },
      ],
    });
  });
});
