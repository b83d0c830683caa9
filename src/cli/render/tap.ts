import type { TestCase, TestSuite } from '../../app/test-suite.js';
import { visible } from './text.js';

/** TAP, version 13, which Perl, Node and Jenkins all read: https://testanything.org/tap-version-13-specification.html. */
export function renderTap({ name, cases }: TestSuite): string {
  const lines = [
    'TAP version 13',
    `# ${onOneLine(name)}`,
    `1..${cases.length}${cases.length === 0 ? ' # SKIP nothing was run' : ''}`,
    ...cases.flatMap(renderCase),
  ];
  return `${lines.join('\n')}\n`;
}

function renderCase(
  { name, className, seconds, failure, skipped, output }: TestCase,
  index: number,
): readonly string[] {
  const result = failure === undefined ? 'ok' : 'not ok';
  const directive = skipped === undefined ? '' : ` # SKIP ${onOneLine(skipped)}`;
  const said = [
    ['message', failure],
    ['output', output],
  ] as const;
  return [
    `${result} ${index + 1} - ${escaped(name)}${directive}`,
    '  ---',
    `  group: ${quoted(className)}`,
    `  duration_ms: ${(seconds * 1000).toFixed(1)}`,
    ...said.flatMap(([key, text]) => (text === undefined ? [] : [`  ${key}: ${quoted(text)}`])),
    '  ...',
  ];
}

/** In a description, # would begin a directive. */
function escaped(text: string): string {
  return onOneLine(text).replace(/[\\#]/g, String.raw`\$&`);
}

function onOneLine(text: string): string {
  return visible(text.toWellFormed()).replace(/[\r\n\t]+/g, ' ');
}

/** A string of JSON is one of YAML too. */
function quoted(text: string): string {
  return JSON.stringify(visible(text.toWellFormed()));
}
