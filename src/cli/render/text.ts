import type { Output } from '../terminal.js';

// C0 but tab and newline, DEL, C1, and the marks that turn the reading direction (Unicode TR 9).
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/g;

/** Text from outside, made safe for a terminal: what would steer it is written out. */
export function visible(text: string): string {
  return text.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same where it goes to a terminal; a pipe gets it as it is. */
export function shownOn({ isTerminal }: Pick<Output, 'isTerminal'>, text: string): string {
  return isTerminal ? visible(text) : text;
}

/** Breaks text between words. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => indent + each).join('\n');
}

/** Rows in columns of equal width, two spaces apart. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** The same, the first row painted. */
export function tableWithHead(
  rows: readonly (readonly string[])[],
  paintHead: (head: string) => string,
): string {
  const [head = '', ...rest] = table(rows).split('\n');
  return [paintHead(head), ...rest].join('\n');
}

/** Lines of a name and a value, the values in one column. */
export function fields(
  entries: readonly (readonly [name: string, value: string])[],
  paintName: (name: string) => string,
): string {
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries
    .map(([name, value]) => `${paintName(name)}${' '.repeat(width - name.length)}  ${value}\n`)
    .join('');
}

/** `10,485,800 bytes`. */
export function count(amount: number, noun: string): string {
  return `${digits(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** `10,485,800`. Intl would take milliseconds to load. */
export function digits(amount: number): string {
  return String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
