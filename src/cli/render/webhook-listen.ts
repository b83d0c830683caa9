import type { DeliveryEntry, ListenEntry, PassedOverEntry } from '../../app/listen-webhooks.js';
import { recordJson, type Forwarded, type WebhookRecord } from '../../app/webhook-log.js';
import { isoTime } from '../../core/time-text.js';
import type { Palette } from './palette.js';
import { renderReport, reportJson } from './sandbox-log.js';
import { count, visible, wrap } from './text.js';

const INDENT = '   ';

/** One delivery, one line; below it what there is to say about a refusal or a handler that is down. */
export function renderListenEntry(entry: ListenEntry, palette: Palette): string {
  if (entry.type === 'delivery') {
    return renderDelivery(entry, palette);
  }
  const time = palette.dim(isoTime(entry.timeMs).slice(11, 19));
  if (entry.type === 'diagnosis') {
    const line = [time, palette.key(entry.id), 'what the search found'].join('  ');
    return `${line}\n${renderReport(entry.report, palette)}`;
  }
  return renderPassedOver(entry, time, palette);
}

function renderDelivery({ record, status, hint, report }: DeliveryEntry, palette: Palette): string {
  const { id, timeMs, event, duplicateOf, forwarded } = record;
  const line = [
    palette.dim(isoTime(timeMs).slice(11, 19)),
    palette.key(id),
    renderVerdict(record, palette),
    event === undefined ? palette.dim('(no event)') : visible(event),
    ...(duplicateOf === undefined ? [] : [palette.warn(`duplicate of ${duplicateOf}`)]),
    forwarded === undefined
      ? palette.dim(`answered ${status}`)
      : renderForwarded(forwarded, palette),
  ].join('  ');
  const why = [
    ...(hint === undefined ? [] : [`${wrap(visible(hint), 80, INDENT)}\n`]),
    ...(report === undefined ? [] : [renderReport(report, palette)]),
    ...(forwarded?.fault === undefined ? [] : [renderFault(id, forwarded.fault)]),
  ];
  return `${line}\n${why.join('')}`;
}

/** `ok`, or the reason of a refusal. */
function renderVerdict({ verdict = '-' }: WebhookRecord, palette: Palette): string {
  return (verdict === 'ok' ? palette.ok : palette.bad)(visible(verdict));
}

/** What the handler said: `-> 200  12.3 ms`. */
function renderForwarded(forwarded: Forwarded, palette: Palette): string {
  if (forwarded.fault !== undefined) {
    return palette.bad('-> no answer');
  }
  const { status, ms } = forwarded;
  const paint = status >= 200 && status < 300 ? palette.ok : palette.bad;
  return `${paint(`-> ${status}`)}  ${palette.dim(`${ms} ms`)}`;
}

function renderFault(id: string, fault: string): string {
  return `${wrap(visible(fault), 80, INDENT)}\n${INDENT}vk webhook replay ${id} sends it again.\n`;
}

function renderPassedOver(
  { type, method, target, status, event }: PassedOverEntry,
  time: string,
  palette: Palette,
): string {
  const request = visible(`${method} ${target}`.trim());
  const what = type === 'ignored' ? visible(event ?? '(no event)') : request;
  const line = [time, palette.dim(type), what === '' ? '(no request)' : what];
  return `${[...line, palette.dim(`answered ${status}`)].join('  ')}\n`;
}

/** The same as one line of JSON. Of a record it has all that is stored. */
export function listenEntryJson(entry: ListenEntry): string {
  return `${JSON.stringify(entryDocument(entry))}\n`;
}

function entryDocument(entry: ListenEntry): Readonly<Record<string, unknown>> {
  switch (entry.type) {
    case 'delivery': {
      const { type, record, status, hint = null, report } = entry;
      const diagnosis = report === undefined ? null : reportJson(report);
      return { type, ...recordJson(record), status, hint, diagnosis };
    }
    case 'diagnosis': {
      const { type, id, timeMs, report } = entry;
      return { type, id, time: isoTime(timeMs), diagnosis: reportJson(report) };
    }
    default: {
      const { type, timeMs, method, target, status, event = null } = entry;
      return { type, time: isoTime(timeMs), method, target, status, event };
    }
  }
}

/** What a listener has seen, counted. */
export interface ListenSummary {
  readonly deliveries: number;
  readonly verified: number;
  readonly duplicates: number;
  /** By the handler's answer: `taken` are those with 2xx, `failed` got no answer at all. */
  readonly forwarded: { readonly taken: number; readonly refused: number; readonly failed: number };
  readonly ignored: number;
}

export interface ListenCounter {
  readonly add: (entry: ListenEntry) => void;
  readonly summary: () => ListenSummary;
}

/** Counts the entries of a log. */
export function openListenCounter(): ListenCounter {
  const sum = { deliveries: 0, verified: 0, duplicates: 0, ignored: 0 };
  const forwarded = { taken: 0, refused: 0, failed: 0 };
  return {
    add: (entry) => {
      if (entry.type === 'ignored') {
        sum.ignored += 1;
      } else if (entry.type === 'delivery') {
        const { record } = entry;
        sum.deliveries += 1;
        sum.verified += record.verdict === 'ok' ? 1 : 0;
        sum.duplicates += record.duplicateOf === undefined ? 0 : 1;
        if (record.forwarded !== undefined) {
          forwarded[fateOf(record.forwarded)] += 1;
        }
      }
    },
    summary: () => ({ ...sum, forwarded: { ...forwarded } }),
  };
}

function fateOf({ status }: Forwarded): keyof ListenSummary['forwarded'] {
  if (status === undefined) {
    return 'failed';
  }
  return status >= 200 && status < 300 ? 'taken' : 'refused';
}

/** In words: a line for deliveries, and one for the handler where there is one. */
export function renderListenSummary({
  deliveries,
  verified,
  duplicates,
  ignored,
  forwarded: { taken, refused, failed },
}: ListenSummary): string {
  const details = [
    `${verified} verified`,
    ...(duplicates === 0 ? [] : [`${duplicates} twice`]),
    ...(ignored === 0 ? [] : [`${ignored} ignored besides`]),
  ];
  const sent = taken + refused + failed;
  const noAnswer = failed === 0 ? '' : `, ${failed} without an answer`;
  return [
    `${count(deliveries, 'webhook')}: ${details.join(', ')}\n`,
    ...(sent === 0 ? [] : [`${sent} forwarded: ${taken} taken, ${refused} refused${noAnswer}\n`]),
  ].join('');
}

/** The same as one line of JSON. */
export function listenSummaryJson(summary: ListenSummary): string {
  return `${JSON.stringify({ type: 'summary', ...summary })}\n`;
}
