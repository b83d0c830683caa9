import type { TestCase, TestSuite } from '../../app/test-suite.js';
import type { ReportFormat } from '../report-option.js';
import { renderJUnit } from './junit.js';
import { renderTap } from './tap.js';

/** A suite in the form that was asked for. */
export function renderReport(format: ReportFormat, suite: TestSuite): string {
  return RENDERERS[format](suite);
}

const RENDERERS = {
  junit: renderJUnit,
  tap: renderTap,
  json: renderJson,
} as const satisfies Record<ReportFormat, (suite: TestSuite) => string>;

function renderJson({ name, cases }: TestSuite): string {
  const counts = {
    tests: cases.length,
    failed: cases.filter(({ failure }) => failure !== undefined).length,
    skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
    seconds: rounded(cases.reduce((sum, { seconds }) => sum + seconds, 0)),
  };
  return `${JSON.stringify({ name, ...counts, cases: cases.map(caseDocument) }, null, 2)}\n`;
}

function caseDocument({ seconds, ...said }: TestCase): object {
  const { name, className, failure, skipped, output } = said;
  return {
    name,
    className,
    seconds: rounded(seconds),
    result: failure !== undefined ? 'failed' : skipped !== undefined ? 'skipped' : 'passed',
    ...(failure !== undefined && { failure }),
    ...(skipped !== undefined && { skipped }),
    ...(output !== undefined && { output }),
  };
}

/** To the millisecond, as the other reports have it. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
