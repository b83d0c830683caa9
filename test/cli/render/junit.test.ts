import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { TestSuite } from '../../../src/app/test-suite.js';
import { renderJUnit } from '../../../src/cli/render/junit.js';
import { isInstalled } from '../../e2e/vk.js';

const hasPython = await isInstalled('python3', '--version');

const NASTY =
  'a "b" <c> & \'d\' ]]>\n\ttab\r end \u0000\u0007\u001b[31m \ufffe \ud800 \u{1f642} \u00e9';

const SUITE: TestSuite = {
  name: 'a suite',
  cases: [
    { name: 'right', className: 'k', seconds: 0.0123 },
    { name: 'wrong', className: 'k', seconds: 1, failure: 'why' },
    { name: 'not run', className: 'k', seconds: 0, skipped: 'because' },
    { name: 'odd', className: 'k', seconds: 0, output: 'a word' },
  ],
};

/** What Python's parser, which is not ours, reads. */
function readWithPython(xml: string): unknown {
  const script = `
import json, sys, xml.etree.ElementTree as tree
def read(node):
    return [node.tag, node.attrib, (node.text or "").strip(), [read(child) for child in node]]
print(json.dumps(read(tree.fromstring(sys.stdin.buffer.read()))))`;
  const read: unknown = JSON.parse(
    execFileSync('python3', ['-c', script], { input: xml, encoding: 'utf8' }),
  );
  return read;
}

const at = (name: string, time: string): object => ({ classname: 'k', name, time });

describe.skipIf(!hasPython)('JUnit XML, read by Python (needs python3)', () => {
  it('has the suite, its counts, and what became of each case', () => {
    const xml = renderJUnit(SUITE);
    const counts = { tests: '4', failures: '1', errors: '0', skipped: '1', time: '1.012' };
    expect(readWithPython(xml)).toEqual([
      'testsuites',
      counts,
      '',
      [
        [
          'testsuite',
          { name: 'a suite', ...counts },
          '',
          [
            ['testcase', at('right', '0.012'), '', []],
            ['testcase', at('wrong', '1.000'), '', [['failure', { message: 'why' }, 'why', []]]],
            ['testcase', at('not run', '0.000'), '', [['skipped', { message: 'because' }, '', []]]],
            ['testcase', at('odd', '0.000'), '', [['system-out', {}, 'a word', []]]],
          ],
        ],
      ],
    ]);
  });

  it('carries any text, and writes out what XML cannot hold', () => {
    const xml = renderJUnit({
      name: NASTY,
      cases: [{ name: NASTY, className: NASTY, seconds: 0, failure: NASTY, output: NASTY }],
    });
    expect(xml.isWellFormed()).toBe(true);
    const carried =
      'a "b" <c> & \'d\' ]]>\n\ttab\r end \\u0000\\u0007\\u001b[31m \\ufffe \ufffd \u{1f642} \u00e9';
    const text = JSON.stringify(readWithPython(xml));
    expect(text.split(JSON.stringify(carried).slice(1, -1)).length - 1).toBe(6);
  });

  it('has no cases where there are none', () => {
    const counts = { tests: '0', failures: '0', errors: '0', skipped: '0', time: '0.000' };
    const suite = ['testsuite', { name: 'n', ...counts }, '', []];
    expect(readWithPython(renderJUnit({ name: 'n', cases: [] }))).toEqual([
      'testsuites',
      counts,
      '',
      [suite],
    ]);
  });
});
