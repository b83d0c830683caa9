import { describe, expect, it } from 'vitest';
import { annotate, renderAnnotation, type Annotation } from '../../src/cli/annotation.js';
import { fakeContext } from './fakes.js';

/** Reads a workflow command as GitHub's runner does (actions/runner, ActionCommand.TryParseV2). */
function readCommand(line: string): unknown {
  const [, info = '', data = ''] = /^::(.*?)::(.*)$/s.exec(line.trimStart()) ?? [];
  const [command, ...rest] = info.split(' ');
  const properties = rest
    .join(' ')
    .split(',')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [
        name,
        unescape(value.join('='), [...DATA.slice(0, 2), [':', '%3A'], [',', '%2C'], ['%', '%25']]),
      ];
    });
  return { command, data: unescape(data, DATA), ...Object.fromEntries(properties) };
}

/** In the order in which the runner replaces them. */
const DATA: readonly (readonly [token: string, escape: string])[] = [
  ['\r', '%0D'],
  ['\n', '%0A'],
  ['%', '%25'],
];

function unescape(text: string, escapes: typeof DATA): string {
  return escapes.reduce((whole, [token, escape]) => whole.replaceAll(escape, token), text);
}

describe('an annotation', () => {
  it.each<[Annotation, string]>([
    [
      { title: 'GET /wallet/balance', message: 'status=200 (found 401)' },
      '::error title=GET /wallet/balance::status=200 (found 401)\n',
    ],
    [
      { title: 'a: b, c 100%\n', message: '100%: a, b\r\n::error::c' },
      '::error title=a%3A b%2C c 100%25%0A::100%25: a, b%0D%0A::error::c\n',
    ],
    [{ title: '%0A', message: '%25' }, '::error title=%250A::%2525\n'],
  ])('%j', (annotation, line) => {
    expect(renderAnnotation(annotation)).toBe(line);
  });

  it.each(['a: b, c=d 100%\r\n', ':: ::', '%3A %2C', 'GET /x?a=1&b=2'])(
    'says %j to the runner',
    (text) => {
      const line = renderAnnotation({ title: text, message: text });
      expect(line.indexOf('\n')).toBe(line.length - 1);
      const read = { command: 'error', title: text, data: text };
      expect(readCommand(line.slice(0, -1))).toEqual(read);
    },
  );

  it.each([
    [{}, ''],
    [{ GITHUB_ACTIONS: 'false' }, ''],
    [{ GITHUB_ACTIONS: 'true' }, '::error title=t::m\n'],
  ])('with %j is %j', (env, said) => {
    const { terminal, stderr, stdout } = fakeContext({ env });
    annotate({ title: 't', message: 'm' }, terminal);
    expect([stderr.text(), stdout.text()]).toEqual([said, '']);
  });
});
