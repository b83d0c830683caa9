import { describe, expect, it } from 'vitest';
import type { Checked } from '../../src/core/expect/check.js';
import { readExpectations, tellFailures } from '../../src/cli/expectations.js';
import { failuresText } from '../../src/cli/render/expectations.js';
import { Words } from '../../src/cli/words.js';
import { refusal } from '../app/refusal.js';
import { fakeContext } from './fakes.js';

const checked: readonly Checked[] = [
  { text: 'status=200', ok: true, found: '200' },
  { text: 'body.a=1', ok: false, found: '"2"' },
  { text: 'body.b exists', ok: false, found: undefined },
  { text: 'body=x', ok: false, found: 'a\r\n::set-env name=X::y\u001b[31m' },
];

describe('--expect', () => {
  it('gives an expectation each', () => {
    const words = new Words([], new Map([['expect', ['status=200', 'time<2s']]]));
    expect(readExpectations(words).map(({ text }) => text)).toEqual(['status=200', 'time<2s']);
    expect(readExpectations(new Words([], new Map()))).toEqual([]);
  });

  it('is refused where it is none', () => {
    const words = new Words([], new Map([['expect', ['status=200', 'stat=1']]]));
    expect(() => readExpectations(words)).toThrow(
      refusal('usage', '--expect "stat=1"', 'status=200'),
    );
  });
});

describe('an expectation that failed', () => {
  const LINES = String.raw`expectation failed: body.a=1 (found "2")
expectation failed: body.b exists (found nothing)
expectation failed: body=x (found a\r\n::set-env name=X::y\u001b[31m)
`;

  it('is said with what was found, on one line', async () => {
    const context = fakeContext();
    await tellFailures(checked, 'GET /x', context);
    expect(context.stderr.text()).toBe(LINES);
    expect(context.stdout.text()).toBe('');
  });

  it('is told to GitHub', async () => {
    const context = fakeContext({ env: { GITHUB_ACTIONS: 'true' } });
    await tellFailures(checked.slice(0, 2), 'GET /x', context);
    const said = 'expectation failed: body.a=1 (found "2")\n';
    expect(context.stderr.text()).toBe(`${said}::error title=GET /x::${said}`);
  });

  it('is told to GitHub alone where the rest is in a JSON document', async () => {
    const context = fakeContext({ env: { GITHUB_ACTIONS: 'true' } });
    await tellFailures(checked.slice(0, 2), 'GET /x', context, true);
    expect(context.stderr.text()).toMatch(/^::error title=GET \/x::[^\n]*\n$/);
  });

  it('has a line in a report', () => {
    expect(failuresText(checked.slice(0, 3))).toBe(
      'body.a=1 (found "2")\nbody.b exists (found nothing)',
    );
    expect(failuresText(checked.slice(0, 1))).toBeUndefined();
  });
});
