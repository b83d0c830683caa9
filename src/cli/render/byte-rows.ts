import { glyphs } from './bytes.js';

/** Bytes with a label, one of several that are shown in one piece. */
export interface Span {
  readonly bytes: Uint8Array;
  readonly offset: number;
  /** A digit; undefined for what has no number. */
  readonly label: number | undefined;
}

/** What one row shows of a span. */
export interface Run {
  readonly label: number | undefined;
  readonly text: string;
  readonly columns: number;
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

export interface Row {
  readonly offset: number;
  readonly runs: readonly Run[];
}

/** What is left out of many bytes, between their beginning and their end. */
export interface Gap {
  readonly hiddenBytes: number;
}

const COLUMNS = 64;
const HEAD = 1024;
const TAIL = 200;

/**
 * Spans that follow each other, in rows that fit a terminal of 80 columns with an offset in front.
 * Of many bytes, the first and the last are shown.
 */
export function byteRows(spans: readonly Span[]): (Row | Gap)[] {
  const first = spans[0]?.offset ?? 0;
  const end = spans.reduce(
    (latest, { bytes, offset }) => Math.max(latest, offset + bytes.length),
    first,
  );
  if (end - first <= HEAD + TAIL) {
    return wrapSpans(spans, first, end);
  }
  const from = atBoundary(spans, first + HEAD);
  const to = atBoundary(spans, end - TAIL);
  return [
    ...wrapSpans(spans, first, from),
    { hiddenBytes: to - from },
    ...wrapSpans(spans, to, end),
  ];
}

/** Moves back to where a UTF-8 sequence begins. */
function atBoundary(spans: readonly Span[], offset: number): number {
  const { bytes, offset: start } = spans.findLast((span) => span.offset <= offset) ?? NOWHERE;
  const isInside = (at: number): boolean => at > start && (bytes[at - start] ?? 0) >> 6 === 0b10;
  const back = [0, 1, 2, 3].find((steps) => !isInside(offset - steps));
  return offset - (back ?? 0);
}

const NOWHERE: Span = { bytes: new Uint8Array(), offset: 0, label: undefined };

function wrapSpans(spans: readonly Span[], from: number, to: number): Row[] {
  const rows: Row[] = [];
  let runs: Run[] = [];
  let width = 0;
  let offset = from;
  for (const span of spans) {
    const start = Math.max(from, span.offset);
    const end = Math.min(to, span.offset + span.bytes.length);
    const bytes = span.bytes.subarray(start - span.offset, Math.max(start, end) - span.offset);
    for (const glyph of glyphs(bytes)) {
      if (width + glyph.columns > COLUMNS) {
        rows.push({ offset, runs });
        runs = [];
        width = 0;
        offset = start + glyph.offset;
      }
      const begins = start + glyph.offset;
      runs = extend(runs, {
        label: span.label,
        text: glyph.shown,
        columns: glyph.columns,
        isStart: begins === span.offset,
        isEnd: begins + glyph.length === span.offset + span.bytes.length,
      });
      width += glyph.columns;
    }
  }
  return runs.length === 0 ? rows : [...rows, { offset, runs }];
}

/** Puts a glyph to the run that it continues. */
function extend(runs: Run[], next: Run): Run[] {
  const last = runs.at(-1);
  if (last === undefined || next.isStart || last.label !== next.label) {
    return [...runs, next];
  }
  const { text, columns, isStart } = last;
  return [
    ...runs.slice(0, -1),
    { ...next, text: text + next.text, columns: columns + next.columns, isStart },
  ];
}

/** The line under a row that says which part is where: `└1───────┘└2─┘└3──`. */
export function ruler({ runs }: Row): string {
  return runs.map(rulerOf).join('').trimEnd();
}

function rulerOf({ label, columns, isStart, isEnd }: Run): string {
  if (label === undefined) {
    return ' '.repeat(columns);
  }
  if (columns < 3) {
    return `${label}${(isEnd ? '┘' : '─').repeat(columns - 1)}`;
  }
  const open = isStart ? '└' : '─';
  return `${open}${label}${'─'.repeat(columns - 3)}${isEnd ? '┘' : '─'}`;
}
