import { Command } from 'commander';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandSpec } from '../../src/cli/command.js';
import { commands } from '../../src/cli/commands.js';
import { declare, readWords } from '../../src/cli/program.js';
import { optionShape, parseWords, type Words } from '../../src/cli/words.js';

const SPEC: CommandSpec = {
  arguments: [
    { term: '<method>', summary: '' },
    { term: '[item...]', summary: '' },
  ],
  options: [
    {
      heading: 'Options:',
      options: [
        { flags: '-d, --data <text>', summary: '' },
        { flags: '--format <name>', summary: '', choices: ['json', 'curl'] },
        { flags: '--timeout <time>', summary: '', default: '30s' },
        { flags: '-q, --quiet', summary: '' },
        { flags: '--dry-run', summary: '' },
        { flags: '--provider <id...>', summary: '' },
      ],
    },
  ],
  examples: ['vk'],
};

describe('parseWords', () => {
  it.each<[words: string[], args: string[], data: string | undefined, isQuiet: boolean]>([
    [['GET'], ['GET'], undefined, false],
    [['GET', '-d', 'x', 'a=1'], ['GET', 'a=1'], 'x', false],
    [['--data', 'x', 'GET', '-q'], ['GET'], 'x', true],
    [['GET', '--data=a=b'], ['GET'], 'a=b', false],
    [['GET', '--data='], ['GET'], '', false],
    [['GET', '-d', '-q'], ['GET'], '-q', false],
    [['GET', '-d', '1', '-d', '2'], ['GET'], '2', false],
    [['GET', '--', '-q', '--data'], ['GET', '-q', '--data'], undefined, false],
    [['GET', '-'], ['GET', '-'], undefined, false],
    [['', ''], ['', ''], undefined, false],
  ])('%j', (words, args, data, isQuiet) => {
    const parsed = parseWords(SPEC, words);
    expect(parsed?.args).toEqual(args);
    expect(parsed?.text('data')).toBe(data);
    expect(parsed?.has('quiet')).toBe(isQuiet);
    expect(parsed?.text('timeout')).toBe('30s');
  });

  it.each([
    [[]],
    [['GET', '--help']],
    [['GET', '-h']],
    [['GET', '--dat', 'x']],
    [['GET', '-d']],
    [['GET', '-dx']],
    [['GET', '-qd', 'x']],
    [['GET', '--quiet=yes']],
    [['GET', '--format', 'xml']],
    [['GET', '--provider', 'a', 'b']],
  ])('leaves %j to commander', (words) => {
    expect(parseWords(SPEC, words)).toBeUndefined();
  });

  it('leaves arguments that are too many to commander', () => {
    const spec: CommandSpec = { ...SPEC, arguments: [{ term: '[name]', summary: '' }] };
    expect(parseWords(spec, ['a'])?.args).toEqual(['a']);
    expect(parseWords(spec, ['a', 'b'])).toBeUndefined();
  });

  it('leaves an argument that is none of its choices to commander', () => {
    const shell = { term: '<shell>', summary: '', choices: ['bash'] };
    const spec: CommandSpec = { ...SPEC, arguments: [shell] };
    expect(parseWords(spec, ['bash'])?.args).toEqual(['bash']);
    expect(parseWords(spec, ['ksh'])).toBeUndefined();
  });
});

it('an option that repeats keeps all its values, and another one the last, by both parsers', () => {
  const spec: CommandSpec = {
    arguments: [{ term: '[file]', summary: '' }],
    options: [
      {
        heading: 'Options:',
        options: [
          { flags: '-H, --header <text>', summary: '', repeats: true },
          { flags: '--at <time>', summary: '' },
        ],
      },
    ],
    examples: [],
  };
  const words = ['-H', 'a', '--at', '1', 'file', '--header=b', '--at', '2'];
  for (const read of [parseWords(spec, words), byCommander(spec, words)]) {
    expect(read?.list('header')).toEqual(['a', 'b']);
    expect(read?.list('at')).toEqual(['2']);
    expect(read?.args).toEqual(['file']);
  }
});

describe('parseWords and commander', () => {
  const WORDS = [
    ['GET', 'a=1', '-', '--', '-d', '--data', '--data=x', '-q', '--quiet', '--format'],
    ['json', 'xml', '--format=curl', '--timeout', '5s', '--dry-run', '--provider', '-1', ''],
  ].flat();
  const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 4 }));

  it('agree on everything that both take', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(word, { maxLength: 7 }), (words) => {
        const own = parseWords(SPEC, words);
        if (own !== undefined) {
          taken += 1;
          expect(shown(own, SPEC)).toEqual(shown(byCommander(SPEC, words), SPEC));
        }
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it.each(commands.map(({ name }) => name))('%s: each option by itself', async (name) => {
    const entry = commands.find((each) => each.name === name);
    const spec = await entry?.load();
    if (spec === undefined) {
      throw new Error(name);
    }
    const args = spec.arguments
      .filter(({ term }) => term.startsWith('<'))
      .map(({ choices }) => choices?.[0] ?? 'x');
    for (const option of spec.options.flatMap(({ options }) => options)) {
      const { name: long, takesValue } = optionShape(option);
      const words = [...args, `--${long}`, ...(takesValue ? [option.choices?.[0] ?? 'v'] : [])];
      const own = parseWords(spec, words) ?? byCommander(spec, words);
      expect(shown(own, spec)).toEqual(shown(byCommander(spec, words), spec));
      expect(takesValue ? own.text(long) : own.has(long)).toBe(takesValue ? words.at(-1) : true);
    }
  });
});

function byCommander(spec: CommandSpec, words: readonly string[]): Words {
  const command = new Command('x').exitOverride().configureOutput({ outputError: () => undefined });
  declare(command, spec).action(() => undefined);
  command.parse([...words], { from: 'user' });
  return readWords(command, spec);
}

function shown(words: Words, spec: CommandSpec): unknown {
  const names = spec.options.flatMap(({ options }) =>
    options.map((each) => optionShape(each).name),
  );
  return {
    args: words.args,
    values: names.map((name) => [name, words.has(name), words.list(name)?.at(-1)]),
  };
}
