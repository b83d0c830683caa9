import { describe, expect, it } from 'vitest';
import type { TestSuite } from '../../src/app/test-suite.js';
import { readReports, writeReports } from '../../src/cli/report-option.js';
import { Words } from '../../src/cli/words.js';
import { refusal } from '../app/refusal.js';
import { fakeContext, fakeFiles } from './fakes.js';

function words(...report: readonly string[]): Words {
  return new Words([], new Map([['report', report]]));
}

describe('--report', () => {
  it('names files, which may have = in them', () => {
    expect(readReports(words('junit=a=b.xml', 'tap=b.tap', 'json=c'))).toEqual([
      { format: 'junit', path: 'a=b.xml' },
      { format: 'tap', path: 'b.tap' },
      { format: 'json', path: 'c' },
    ]);
    expect(readReports(new Words([], new Map()))).toEqual([]);
  });

  it.each<[given: readonly string[], said: string]>([
    [['junit'], '"junit" names no report'],
    [['junit='], 'names no report'],
    [['xml=x'], 'names no report'],
    [['JUnit=x'], 'names no report'],
    [['x.xml'], 'names no report'],
    [[''], 'names no report'],
    [['tap=-'], 'standard output has something else to carry'],
    [['junit=a', 'tap=b', 'json=a'], 'two reports are to be written to a'],
  ])('refuses %j', (given, said) => {
    expect(() => readReports(words(...given))).toThrow(refusal('usage', said, 'FORMAT=FILE'));
  });
});

describe('reports', () => {
  const suite: TestSuite = {
    name: 'a suite',
    cases: [
      { name: 'right', className: 'k', seconds: 0.01234 },
      { name: 'wrong', className: 'k', seconds: 1, failure: 'why' },
      { name: 'not run', className: 'k', seconds: 0, skipped: 'because', output: 'a word' },
    ],
  };

  async function write(...given: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const written = new Map<string, string>();
    const files = {
      ...fakeFiles(new Map()),
      write: (path: string, bytes: Uint8Array) => {
        written.set(path, Buffer.from(bytes).toString());
      },
    };
    await writeReports(readReports(words(...given)), suite, fakeContext({ deps: { files } }));
    return written;
  }

  it('are written in the form that was asked for, each into its file', async () => {
    const written = await write('tap=a', 'junit=b', 'json=c');
    expect([...written].map(([path, text]) => [path, text.slice(0, 5)])).toEqual([
      ['a', 'TAP v'],
      ['b', '<?xml'],
      ['c', '{\n  "'],
    ]);
  });

  it('say in JSON what became of each case', async () => {
    const text = (await write('json=c')).get('c') ?? '';
    expect(JSON.parse(text)).toEqual({
      name: 'a suite',
      tests: 3,
      failed: 1,
      skipped: 1,
      seconds: 1.012,
      cases: [
        { name: 'right', className: 'k', seconds: 0.012, result: 'passed' },
        { name: 'wrong', className: 'k', seconds: 1, result: 'failed', failure: 'why' },
        {
          name: 'not run',
          className: 'k',
          seconds: 0,
          result: 'skipped',
          skipped: 'because',
          output: 'a word',
        },
      ],
    });
  });
});
