import type { DiagnoseOutcome, SearchReport } from '../../app/diagnose.js';
import { describeStage } from '../../core/diagnose/stages.js';
import { AXES } from '../search-options.js';
import type { Palette } from './palette.js';
import { count, wrap } from './text.js';

const INDENT = '   ';

/** What was searched; where nothing was found, also what that rules out. */
export function renderSearch(
  { verdict, search }: DiagnoseOutcome,
  palette: Palette,
  isVerbose: boolean,
  next: string,
): string {
  if (!search.isDigest) {
    return `${wrap(WHOLE_SIGNATURE, 80, '')}\n`;
  }
  const summary = wrap(
    `searched ${count(search.candidates, 'candidate')}${restriction(search)} in ${seconds(search)}${ending(search)}`,
    80,
    '',
  );
  if (verdict !== 'unexplained') {
    return `${palette.dim(summary)}\n`;
  }
  return `${renderRuledOut(search, palette, isVerbose)}${summary}\n\n${wrap(next, 80, '')}\n`;
}

const WHOLE_SIGNATURE =
  'Give the whole signature, exactly as it was sent: SHA-256 has 64 hex digits.';

function renderRuledOut(
  { axes, stages }: SearchReport,
  palette: Palette,
  isVerbose: boolean,
): string {
  const tried = axes.filter(({ values }) => values > 0);
  if (tried.length === 0 || extentOf(stages, 1) === undefined) {
    return '';
  }
  if (!isVerbose) {
    const counts = tried.map(
      ({ axis, values, isCut }) => `${axis} ${values}${isCut ? ' (too large for more)' : ''}`,
    );
    return `${wrap(`ruled out, by number of values: ${counts.join(', ')}; -v names them`, 80, '')}\n`;
  }
  const width = Math.max(...tried.map(({ axis }) => axis.length));
  const rows = tried.map(({ axis, values, variants, isCut }) => {
    const indent = ' '.repeat(INDENT.length + width + 2);
    const cut = isCut ? '; too large for all of them' : '';
    const text = wrap(`${count(values, 'value')}${cut}: ${variants.join(', ')}`, 80, indent);
    return `${INDENT}${palette.dim(axis.padEnd(width))}  ${text.trimStart()}\n`;
  });
  return `ruled out\n${rows.join('')}\n`;
}

/** The axes that were searched, where they are not all of them. */
function restriction({ axes }: SearchReport): string {
  // The encoding is read off the signature, and has no candidates.
  if (axes.length === AXES.length - 1) {
    return '';
  }
  return ` on ${axes.length === 0 ? 'the encoding alone' : axes.map(({ axis }) => axis).join(', ')}`;
}

function seconds({ elapsedMs }: SearchReport): string {
  return `${(elapsedMs / 1000).toFixed(2)} s`;
}

function ending({ stopped, stages, axes }: SearchReport): string {
  const whole =
    axes.length === 0 || axes.some(({ isCut }) => isCut)
      ? []
      : SIZES.map((_, index) => extentOf(stages, index + 1)).filter(
          (extent) => extent !== undefined,
        );
  const extent = whole.join(', ');
  switch (stopped) {
    case 'found':
      return '';
    case 'exhausted':
      return extent === '' ? '' : `: ${extent}`;
    case 'time-limit':
      return `, the time limit${extent === '' ? '' : `, after ${extent}`}`;
    case 'interrupted':
      return `, then it was interrupted${extent === '' ? '' : `, after ${extent}`}`;
  }
}

const SIZES = [
  'single differences',
  'pairs',
  'triples',
  'sets of four',
  'sets of five',
  'sets of six',
] as const;

/** Which sets of so many differences were tried to the last one. */
function extentOf(stages: readonly string[], size: number): string | undefined {
  const isDone = (rare: number): boolean =>
    stages.includes(describeStage({ common: size - rare, rare, isPromised: true }));
  const name = SIZES[size - 1];
  if (name === undefined || !isDone(0)) {
    return undefined;
  }
  const isWhole = Array.from({ length: size }, (_, index) => index + 1).every(isDone);
  return isWhole ? `all ${name}` : `all ${name} of common ones`;
}
