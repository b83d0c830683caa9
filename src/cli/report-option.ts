import { VkError } from '../core/error.js';
import type { OptionSpec } from './command.js';
import { renderJUnit, type JUnitSuite } from './render/junit.js';
import type { Words } from './words.js';

/** A file for a CI system. */
export const REPORT_OPTION: OptionSpec = {
  flags: '--report <format=file>',
  summary: 'write a report there as well: junit=report.xml',
};

export interface ReportFile {
  readonly path: string;
  readonly render: (suite: JUnitSuite) => string;
}

/** @throws VkError `usage` */
export function readReport(words: Words): ReportFile | undefined {
  const text = words.text('report');
  if (text === undefined) {
    return undefined;
  }
  const [, path] = /^junit=(.+)$/s.exec(text) ?? [];
  if (path === undefined) {
    throw new VkError(
      'usage',
      `--report ${JSON.stringify(text)} names no report`,
      'Write junit=FILE, such as junit=report.xml.',
    );
  }
  return { path, render: renderJUnit };
}
