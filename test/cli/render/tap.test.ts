import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { TestCase } from '../../../src/app/test-suite.js';
import { renderTap } from '../../../src/cli/render/tap.js';
import { isInstalled } from '../../e2e/vk.js';

const hasPerl = await isInstalled('perl', '-MTAP::Parser', '-MJSON::PP', '-e1');

/** What Perl's TAP::Parser, which prove and others use, reads. */
const SCRIPT = `
use strict; use TAP::Parser; use JSON::PP;
local $/; my $parser = TAP::Parser->new({ tap => scalar <STDIN> });
my @tests;
while (my $result = $parser->next) {
  if ($result->is_test) {
    push @tests, { ok => $result->is_ok ? 1 : 0, number => $result->number + 0,
      description => $result->description, directive => $result->directive,
      explanation => $result->explanation };
  } elsif ($result->is_yaml) {
    $tests[-1]{data} = $result->data;
  } elsif ($result->is_unknown) {
    push @tests, { unknown => $result->raw };
  }
}
print encode_json({ tests => \\@tests, plan => $parser->plan, skipped => $parser->skip_all,
  faults => [$parser->parse_errors], version => $parser->version + 0 });`;

function readWithPerl(input: string): unknown {
  const read: unknown = JSON.parse(
    execFileSync('perl', ['-e', SCRIPT], { input, encoding: 'utf8' }),
  );
  return read;
}

function readCases(...cases: readonly TestCase[]): unknown {
  return readWithPerl(renderTap({ name: 'a suite', cases }));
}

const plain: TestCase = { name: 'GET /x', className: 'vk.call', seconds: 0.0123 };
const data = { group: 'vk.call', duration_ms: '12.3' };

describe.skipIf(!hasPerl)('TAP, read by Perl (needs perl with TAP::Parser)', () => {
  it('has a plan, what became of each case, and why', () => {
    const failure = 'status=200 (found 401)\nbody.a=1 (found "2")';
    expect(
      readCases(
        plain,
        { ...plain, failure },
        { ...plain, skipped: 'no such event' },
        { ...plain, output: 'warning: x' },
      ),
    ).toEqual({
      version: 13,
      plan: '1..4',
      skipped: null,
      faults: [],
      tests: [
        { ok: 1, number: 1, description: '- GET /x', directive: '', explanation: '', data },
        {
          ok: 0,
          number: 2,
          description: '- GET /x',
          directive: '',
          explanation: '',
          data: { ...data, message: failure },
        },
        {
          ok: 1,
          number: 3,
          description: '- GET /x',
          directive: 'SKIP',
          explanation: 'no such event',
          data,
        },
        {
          ok: 1,
          number: 4,
          description: '- GET /x',
          directive: '',
          explanation: '',
          data: { ...data, output: 'warning: x' },
        },
      ],
    });
  });

  it.each([
    ['a # TODO later', String.raw`- a \# TODO later`],
    ['a\nnot ok 7 - b\n1..9\nBail out!', '- a not ok 7 - b 1..9 Bail out!'],
    ['\u0007 \u001b[31m', String.raw`- \\u0007 \\u001b[31m`],
    ['9 lives', '- 9 lives'],
  ])('reads the name %j as a name', (name, description) => {
    const { tests, faults } = Object(readCases({ ...plain, name, failure: 'why' }));
    expect(faults).toEqual([]);
    expect(tests).toMatchObject([{ ok: 0, description, directive: '' }]);
  });

  it.each([
    '  ...\nok 2',
    'a: b # c',
    'quote " and \\ and \t tab',
    '\u0000 null',
    '[1, {a: 2}]',
    '',
  ])('reads the failure %j as text', (failure) => {
    const { tests, faults } = Object(readCases({ ...plain, failure }));
    expect(faults).toEqual([]);
    const message = failure.replace('\u0000', String.raw`\u0000`);
    expect(tests).toMatchObject([{ ok: 0, data: { message } }]);
  });

  it('says where there was nothing to run', () => {
    expect(readCases()).toMatchObject({
      plan: '1..0',
      skipped: 'nothing was run',
      faults: [],
      tests: [],
    });
  });
});
