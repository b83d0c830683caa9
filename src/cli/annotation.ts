import type { Terminal } from './terminal.js';

/** A failure, as GitHub shows it beside a run. */
export interface Annotation {
  readonly title: string;
  readonly message: string;
}

/**
 * Tells GitHub of a failure, where it runs this. Its runner reads such lines from standard error as well
 * as from standard output, which belongs to the answer.
 */
export function annotate(
  annotation: Annotation,
  { env, stderr }: Pick<Terminal, 'env' | 'stderr'>,
): void {
  if (env['GITHUB_ACTIONS'] === 'true') {
    stderr.write(renderAnnotation(annotation));
  }
}

/** https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions, escaped as @actions/core does. */
export function renderAnnotation({ title, message }: Annotation): string {
  return `::error title=${escapedProperty(title)}::${escapedData(message)}\n`;
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
