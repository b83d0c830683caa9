import type { Terminal } from './terminal.js';

/** Says that something was done: a sentence for a person, or one JSON document for a script. */
export function report(
  { stdout, stderr }: Pick<Terminal, 'stdout' | 'stderr'>,
  isJson: boolean,
  document: Readonly<Record<string, string | readonly string[]>>,
  sentence: string,
): void {
  if (isJson) {
    stdout.write(`${JSON.stringify(document)}\n`);
  } else {
    stderr.write(`${sentence}\n`);
  }
}
