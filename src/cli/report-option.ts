import type { TestSuite } from '../app/test-suite.js';
import { VkError } from '../core/error.js';
import type { Context, OptionSpec } from './command.js';
import type { Words } from './words.js';

const FORMATS = ['junit', 'tap', 'json'] as const;

export type ReportFormat = (typeof FORMATS)[number];

/** Files for a CI system. */
export const REPORT_OPTION: OptionSpec = {
  flags: '--report <format=file>',
  summary: 'write a report: junit, tap or json=FILE; repeat',
  repeats: true,
};

export interface ReportFile {
  readonly format: ReportFormat;
  readonly path: string;
}

/** @throws VkError `usage` */
export function readReports(words: Words): readonly ReportFile[] {
  const reports = (words.list('report') ?? []).map(readReport);
  for (const [index, { path }] of reports.entries()) {
    if (reports.findIndex((each) => each.path === path) !== index) {
      throw refused(`two reports are to be written to ${path}`);
    }
  }
  return reports;
}

function readReport(text: string): ReportFile {
  const end = text.indexOf('=');
  const format = FORMATS.find((each) => each === text.slice(0, end));
  const path = text.slice(end + 1);
  if (end === -1 || format === undefined || path === '') {
    throw refused(`--report ${JSON.stringify(text)} names no report`);
  }
  if (path === '-') {
    throw refused(`--report ${text}: standard output has something else to carry`);
  }
  return { format, path };
}

function refused(why: string): VkError {
  return new VkError(
    'usage',
    why,
    'Write FORMAT=FILE, such as junit=report.xml or tap=report.tap.',
  );
}

/** Writes each report in one step. @throws VkError `file` */
export async function writeReports(
  reports: readonly ReportFile[],
  suite: TestSuite,
  { deps }: Pick<Context, 'deps'>,
): Promise<void> {
  if (reports.length > 0) {
    const { renderReport } = await import('./render/report.js');
    for (const { format, path } of reports) {
      deps.files.write(path, Buffer.from(renderReport(format, suite)));
    }
  }
}
