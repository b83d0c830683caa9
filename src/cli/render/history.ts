import { wasLive, shortPath } from '../../app/history-filter.js';
import type { HistoryEntry, RecordedRequest, RecordedResponse } from '../../app/history.js';
import { isoTime } from '../../core/time-text.js';
import { renderBody } from './call.js';
import type { Palette } from './palette.js';
import { count, fields, tableWithHead, visible } from './text.js';

const SHORTEST_PATH = 12;

/**
 * Recorded calls, a line each, in their order.
 *
 * @param columns how wide a line may be; undefined where nothing is to be cut
 */
export function renderCalls(
  entries: readonly HistoryEntry[],
  columns: number | undefined,
  nowMs: number,
  palette: Palette,
): string {
  const head = ['id', 'time (UTC)', 'method', 'path', 'status', 'mode', 'ms'];
  const rows = entries.map((entry) => [
    entry.id,
    shortTime(entry.timeMs, nowMs),
    visible(entry.request.method),
    visible(shortPath(entry)),
    statusWord(entry),
    modeWord(entry),
    entry.response === undefined ? '-' : String(Math.round(entry.response.ms)),
  ]);
  return tableWithHead(fitted([head, ...rows], columns), palette.dim);
}

/** The path, which is the fourth column, gets what the others leave of a line. */
function fitted(
  rows: readonly (readonly string[])[],
  columns: number | undefined,
): readonly (readonly string[])[] {
  const [first = []] = rows;
  const widths = first.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const others = widths.reduce((sum, width, index) => sum + (index === PATH ? 0 : width + 2), 0);
  const most = Math.max(SHORTEST_PATH, (columns ?? Infinity) - others);
  return rows.map((row) => row.map((cell, index) => (index === PATH ? cut(cell, most) : cell)));
}

const PATH = 3;

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

const HALF_YEAR_MS = 183 * 86_400_000;

/** To the second; of what is long ago, the day. */
function shortTime(timeMs: number, nowMs: number): string {
  const iso = isoTime(timeMs);
  return nowMs - timeMs < HALF_YEAR_MS ? iso.slice(5, 19).replace('T', ' ') : iso.slice(0, 10);
}

function statusWord({ response, error }: HistoryEntry): string {
  return response === undefined ? visible(error?.code ?? '-') : String(response.status);
}

function modeWord({ isLocal, mode }: HistoryEntry): string {
  return isLocal ? 'local' : visible(mode ?? '-');
}

/** All that is kept of a call. */
export function renderCall(entry: HistoryEntry, palette: Palette): string {
  const { request, response, error } = entry;
  const parts = [
    fields(factsOf(entry), palette.dim),
    `${visible(`${request.method} ${request.target}`)}\n${renderPart(request, palette)}`,
    ...(response === undefined ? [] : [renderAnswer(response, palette)]),
    ...(error === undefined ? [] : [`${palette.bad(error.code)}  ${visible(error.message)}\n`]),
  ];
  return parts.join('\n');
}

function factsOf(entry: HistoryEntry): readonly (readonly [string, string])[] {
  const { id, timeMs, command, provider, profile, isLocal, origin, mode } = entry;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['id', id],
    ['time', isoTime(timeMs)],
    ['command', command],
    ['provider', provider],
    ['profile', profile],
    ['sent to', isLocal ? 'the sandbox inside vk' : origin],
    ['mode', mode],
    ['string-to-sign', entry.stringToSignSha256 && `SHA-256 ${entry.stringToSignSha256}`],
    ['left out', leftOut(entry)],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, visible(value)]]));
}

/** What is never kept, or was not of this call. */
function leftOut(entry: HistoryEntry): string {
  const { request, response } = entry;
  const bodies = [
    isLeftOut(request) ? 'the body of the request' : '',
    response !== undefined && isLeftOut(response) ? 'the body of the answer' : '',
  ].filter((part) => part !== '');
  const why = wasLive(entry) ? ' (a live call)' : '';
  return ['API key, code and email', ...bodies.map((part) => part + why)].join('; ');
}

function isLeftOut({ body, bodyBytes }: RecordedRequest | RecordedResponse): boolean {
  return body === undefined && bodyBytes > 0;
}

function renderAnswer(response: RecordedResponse, palette: Palette): string {
  const { status, statusText, ms } = response;
  const paint = status >= 400 ? palette.bad : palette.ok;
  const line = paint(visible(`HTTP ${status} ${statusText}`.trimEnd()));
  return `${line}  ${palette.dim(`${ms} ms`)}\n${renderPart(response, palette)}`;
}

function renderPart(part: RecordedRequest | RecordedResponse, palette: Palette): string {
  const head = part.headers.map(([name, value]) => `${visible(`${name}: ${value}`)}\n`).join('');
  if (part.bodyBytes === 0) {
    return head;
  }
  const body =
    part.body === undefined
      ? palette.dim(`(${count(part.bodyBytes, 'byte')}, not kept)\n`)
      : renderBody(part.body, palette);
  return `${head}\n${body}`;
}
