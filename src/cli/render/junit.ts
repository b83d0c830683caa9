import type { TestCase, TestSuite } from '../../app/test-suite.js';

/** JUnit XML as CI systems read it: https://github.com/testmoapp/junitxml. */
export function renderJUnit({ name, cases }: TestSuite): string {
  const counts = {
    tests: cases.length,
    failures: cases.filter(({ failure }) => failure !== undefined).length,
    errors: 0,
    skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
  };
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ ...counts, time })}>`,
    `  <testsuite${attributes({ name, ...counts, time })}>`,
    ...cases.flatMap(renderCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function renderCase({
  name,
  className,
  seconds,
  failure,
  skipped,
  output,
}: TestCase): readonly string[] {
  const head = attributes({ classname: className, name, time: seconds.toFixed(3) });
  const inside = [
    ...(failure === undefined ? [] : [renderFailure(failure)]),
    ...(skipped === undefined ? [] : [`      <skipped${attributes({ message: skipped })}/>`]),
    ...(output === undefined ? [] : [`      <system-out>${escaped(output)}</system-out>`]),
  ];
  return inside.length === 0
    ? [`    <testcase${head}/>`]
    : [`    <testcase${head}>`, ...inside, '    </testcase>'];
}

/** Some CI systems show the attribute, and some what is inside. */
function renderFailure(failure: string): string {
  return `      <failure${attributes({ message: failure })}>${escaped(failure)}</failure>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

/** What XML 1.0 (section 2.2) cannot hold is written out; line breaks in attributes would be lost. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(FORBIDDEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"\t\r\n]/g, (char) => ESCAPES[char] ?? `&#${char.charCodeAt(0)};`);
}

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
