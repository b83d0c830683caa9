import type { Check, CheckSection, CheckStatus } from '../../app/doctor/check.js';
import type { Palette } from './palette.js';
import { count, visible, wrap } from './text.js';

const WIDTH = 80;

/** A report for a person: a line a check, what to do below it, and a sum. */
export function renderDoctor(sections: readonly CheckSection[], palette: Palette): string {
  const checks = sections.flatMap((section) => section.checks);
  const titleWidth = Math.max(...checks.map(({ title }) => title.length));
  const shown = sections.map(
    (section) =>
      `${palette.dim(section.title)}\n${renderChecks(section.checks, titleWidth, palette)}`,
  );
  return `${shown.join('\n')}\n${renderSum(checks, palette)}`;
}

/** The lines of some checks, their findings in one column. */
export function renderChecks(
  checks: readonly Check[],
  titleWidth: number,
  palette: Palette,
): string {
  return checks.map((check) => renderCheck(check, titleWidth, palette)).join('');
}

/** The shape of `--json`. */
export function doctorJson(checks: readonly Check[]): {
  readonly checks: readonly object[];
  readonly ok: boolean;
} {
  return {
    checks: checks.map(({ id, status, title, detail, remedy }) => ({
      id,
      status,
      title,
      detail,
      remedy: remedy ?? null,
    })),
    ok: checks.every(({ status }) => status !== 'fail'),
  };
}

const WORDS: Readonly<Record<CheckStatus, string>> = {
  ok: 'ok',
  warn: 'warn',
  fail: 'fail',
  skipped: 'skip',
};

function renderCheck(check: Check, titleWidth: number, palette: Palette): string {
  const { status, title, detail, remedy } = check;
  const paint = {
    ok: palette.ok,
    warn: palette.warn,
    fail: palette.bad,
    skipped: palette.dim,
  }[status];
  const indent = ' '.repeat(2 + 4 + 2 + titleWidth + 2);
  const found = wrap(visible(detail), WIDTH, indent).trimStart();
  const head = `  ${paint(WORDS[status].padEnd(4))}  ${title.padEnd(titleWidth)}  `;
  const advice = remedy === undefined ? '' : `${wrap(visible(remedy), WIDTH, indent)}\n`;
  return `${head}${status === 'skipped' ? palette.dim(found) : found}\n${advice}`;
}

/** How a report ends. */
export function renderSum(checks: readonly Check[], palette: Palette): string {
  const failed = checks.filter(({ status }) => status === 'fail').length;
  const warned = checks.filter(({ status }) => status === 'warn').length;
  const parts = [
    ...(failed > 0 ? [palette.bad(count(failed, 'failure'))] : []),
    ...(warned > 0 ? [palette.warn(count(warned, 'warning'))] : []),
  ];
  return parts.length === 0 ? `${palette.ok('All is well.')}\n` : `${parts.join(', ')}\n`;
}
