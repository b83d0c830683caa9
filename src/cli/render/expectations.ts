import type { Checked } from '../../core/expect/check.js';

/** `status=200 (found 401)`, on one line. */
export function failureText({ text, found }: Checked): string {
  return oneLine(`${text} (found ${found ?? 'nothing'})`);
}

/** What a report says of an answer: a line for each expectation that failed; undefined where none did. */
export function failuresText(checked: readonly Checked[]): string | undefined {
  const lines = checked.filter(({ ok }) => !ok).map(failureText);
  return lines.length === 0 ? undefined : lines.join('\n');
}

/** An answer may not begin a line of its own in a log: CI systems take some lines for commands. */
function oneLine(text: string): string {
  return text.replaceAll('\r', String.raw`\r`).replaceAll('\n', String.raw`\n`);
}
