import type { AnswerComparison, BodyComparison, HeaderPair } from '../../app/compare-answers.js';
import type { Replayed, VerbatimVerdict } from '../../app/replay.js';
import type { ReplayResult } from '../replay-results.js';
import type { JsonDifference } from '../../core/json-difference.js';
import { printJsonPath } from '../../core/json-path.js';
import type { JsonTree } from '../../core/json-tree.js';
import { printJsonTree } from '../../core/print-json-tree.js';
import { renderDifference } from './difference.js';
import type { Palette } from './palette.js';
import { count, visible } from './text.js';

/** What came of one call: which it was, both answers, and where they part. */
export function renderResult(result: ReplayResult, palette: Palette, isVerbose: boolean): string {
  const { entry } = result;
  const title = `${palette.key(entry.id)}  ${visible(`${entry.request.method} ${entry.request.target}`)}\n`;
  switch (result.kind) {
    case 'left-out':
      return `${title}  ${palette.warn(`left out: ${visible(result.why)}`)}\n`;
    case 'failed':
      return `${title}  ${palette.bad(`no answer: ${visible(result.fault.message)}`)}\n`;
    case 'replayed':
      return `${title}${renderReplayed(result.replayed, palette, isVerbose)}`;
  }
}

function renderReplayed(replayed: Replayed, palette: Palette, isVerbose: boolean): string {
  const { entry, outcome, comparison, verbatim } = replayed;
  const { response } = outcome;
  const facts = [
    statuses(entry.response?.status, response.status, palette),
    palette.dim(`${msOf(entry.response?.ms)} → ${msOf(response.elapsedMs)}`),
    ...modes(replayed, palette),
    ...headersShown(comparison, palette),
    verbatim === undefined
      ? verdictOf(comparison, palette)
      : VERBATIM_PAINT[verbatim](palette)(verbatimWords(verbatim, replayed)),
  ];
  const body = comparison === undefined ? '' : renderBody(comparison.body, palette, isVerbose);
  return `  ${facts.join('  ')}\n${body}`;
}

const VERBATIM: Readonly<Record<VerbatimVerdict, string>> = {
  refused: 'refused as it should be',
  fresh: 'accepted, while its timestamp is fresh',
  accepted: 'ACCEPTED, and it is documented to be refused',
  other: 'not accepted, but for another reason',
};

/** How long a timestamp is taken is the provider's choice. */
function verbatimWords(verdict: VerbatimVerdict, { provider }: Replayed): string {
  const seconds = provider.scheme.timestamp?.toleranceSeconds;
  return verdict === 'fresh' && seconds !== undefined
    ? `accepted: its timestamp counts for ${seconds} s`
    : VERBATIM[verdict];
}

const VERBATIM_PAINT: Readonly<
  Record<VerbatimVerdict, (palette: Palette) => (text: string) => string>
> = {
  refused: ({ ok }) => ok,
  fresh: ({ warn }) => warn,
  accepted: ({ bad }) => bad,
  other: ({ warn }) => warn,
};

function statuses(before: number | undefined, after: number, palette: Palette): string {
  const text = `${before ?? '---'} → ${after}`;
  return before === undefined || before === after ? text : palette.bad(text);
}

function msOf(ms: number | undefined): string {
  return ms === undefined ? '---' : `${ms.toFixed(1)} ms`;
}

/** The mode is shown whether it has changed or not. */
function modes({ entry, provider, outcome }: Replayed, palette: Palette): readonly string[] {
  const [before, after] = [entry.mode, outcome.mode];
  if (provider.mode === undefined || (before === undefined && after === undefined)) {
    return [];
  }
  const text = before === after ? (after ?? '') : `${before ?? 'none'} → ${after ?? 'none'}`;
  const line = visible(`${provider.mode.header}: ${text}`);
  return [before === undefined || before === after ? line : palette.bad(line)];
}

function headersShown(comparison: AnswerComparison | undefined, palette: Palette): string[] {
  const changed = (comparison?.headers ?? []).filter(
    ({ name, before, after }) => before !== after && !/-mode$/i.test(name),
  );
  return changed.map((pair) => {
    const text = visible(headerText(pair));
    return pair.counts ? palette.bad(text) : palette.dim(text);
  });
}

function headerText({ name, before = 'none', after = 'none' }: HeaderPair): string {
  return `${name}: ${before} → ${after}`;
}

function verdictOf(comparison: AnswerComparison | undefined, palette: Palette): string {
  if (comparison === undefined) {
    return palette.dim('there was no answer before');
  }
  if (!comparison.isSame) {
    return palette.bad('differs');
  }
  const { body } = comparison;
  return body.kind === 'unknown'
    ? `${palette.ok('same')} ${palette.dim('as far as it was kept: without bodies')}`
    : palette.ok('same');
}

function renderBody(body: BodyComparison, palette: Palette, isVerbose: boolean): string {
  switch (body.kind) {
    case 'unknown':
      return '';
    case 'json':
      return renderJsonDifferences(body.differences, palette) + leftOut(body, palette, isVerbose);
    case 'bytes': {
      const { offset, before, after } = body;
      const difference =
        offset === undefined ? undefined : { offset, documented: before, signed: after };
      return difference === undefined
        ? ''
        : renderDifference({ ...difference, difference }, palette, {
            documented: 'before',
            signed: 'after',
          });
    }
  }
}

function leftOut(
  { ignored }: Extract<BodyComparison, { kind: 'json' }>,
  palette: Palette,
  isVerbose: boolean,
): string {
  if (ignored.length === 0 || !isVerbose) {
    return '';
  }
  const paths = ignored.map((path) => visible(printJsonPath(path))).join(', ');
  return `    ${palette.dim(`left out  ${paths}`)}\n`;
}

const LONGEST_VALUE = 60;

function renderJsonDifferences(differences: readonly JsonDifference[], palette: Palette): string {
  const paths = differences.map(({ path }) => visible(printJsonPath(path)) || '(all)');
  const width = Math.min(40, Math.max(0, ...paths.map((path) => path.length)));
  return differences
    .map(({ before, after }, index) => {
      const path = palette.key((paths[index] ?? '').padEnd(width));
      if (before === undefined) {
        return `    ${palette.ok('added  ')}  ${path}  ${shown(after)}\n`;
      }
      return after === undefined
        ? `    ${palette.bad('removed')}  ${path}  ${shown(before)}\n`
        : `    ${palette.warn('changed')}  ${path}  ${shown(before)} → ${shown(after)}\n`;
    })
    .join('');
}

function shown(tree: JsonTree | undefined): string {
  const text = tree === undefined ? '' : visible(printJsonTree(tree));
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

/** How many calls came to what. */
export function renderSummary(results: readonly ReplayResult[], palette: Palette): string {
  const tally = tallyOf(results);
  const parts = [
    [tally.same, 'the same', palette.ok],
    [tally.differing, tally.differing === 1 ? 'differs' : 'differ', palette.bad],
    [tally.unknown, 'had no answer before', palette.dim],
    [tally.refused, 'rightly refused', palette.ok],
    [tally.fresh, 'accepted while fresh', palette.warn],
    [tally.accepted, 'ACCEPTED, against what is documented', palette.bad],
    [tally.other, 'refused for another reason', palette.warn],
    [tally.failed, 'without an answer', palette.bad],
    [tally.leftOut, 'left out', palette.warn],
  ] as const;
  const told = parts.flatMap(([number, words, paint]) =>
    number === 0 ? [] : [paint(`${number} ${words}`)],
  );
  return `${count(results.length, 'call')}: ${told.join(', ')}\n`;
}

export interface ReplayTally {
  readonly same: number;
  readonly differing: number;
  readonly unknown: number;
  readonly refused: number;
  readonly fresh: number;
  readonly accepted: number;
  readonly other: number;
  readonly failed: number;
  readonly leftOut: number;
}

/** The same as numbers. */
export function tallyOf(results: readonly ReplayResult[]): ReplayTally {
  const replayed = results.flatMap((result) =>
    result.kind === 'replayed' ? [result.replayed] : [],
  );
  const byVerdict = (wanted: VerbatimVerdict): number =>
    replayed.filter(({ verbatim }) => verbatim === wanted).length;
  const afresh = replayed.filter(({ verbatim }) => verbatim === undefined);
  return {
    same: afresh.filter(({ comparison }) => comparison?.isSame === true).length,
    differing: afresh.filter(({ comparison }) => comparison?.isSame === false).length,
    unknown: afresh.filter(({ comparison }) => comparison === undefined).length,
    refused: byVerdict('refused'),
    fresh: byVerdict('fresh'),
    accepted: byVerdict('accepted'),
    other: byVerdict('other'),
    failed: results.filter(({ kind }) => kind === 'failed').length,
    leftOut: results.filter(({ kind }) => kind === 'left-out').length,
  };
}

/** Where two answers part, for a report: a line each. */
export function differenceText({ entry, comparison, outcome }: Replayed): string | undefined {
  if (comparison === undefined || comparison.isSame) {
    return undefined;
  }
  const { body, headers } = comparison;
  const [before, after] = [entry.response?.status, outcome.response.status];
  const lines = [
    ...(before === after ? [] : [`status: ${before ?? 'none'} → ${after}`]),
    ...headers.filter((pair) => pair.counts && pair.before !== pair.after).map(headerText),
    ...(body.kind === 'bytes' && body.offset !== undefined
      ? [`body: differs from byte ${body.offset} on`]
      : []),
    ...(body.kind === 'json' ? body.differences.map(lineOf) : []),
  ];
  return lines.join('\n');
}

function lineOf({ path, before, after }: JsonDifference): string {
  const name = printJsonPath(path) || '(all)';
  if (before === undefined) {
    return `${name}: added ${shown(after)}`;
  }
  return after === undefined
    ? `${name}: removed ${shown(before)}`
    : `${name}: ${shown(before)} → ${shown(after)}`;
}
