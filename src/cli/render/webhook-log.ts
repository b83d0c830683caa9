import { recordJson, type Forwarded, type WebhookRecord } from '../../app/webhook-log.js';
import { isoTime } from '../../core/time-text.js';
import type { Palette } from './palette.js';
import { fields, table, visible, wrap } from './text.js';

/** Recorded webhooks, a line each, the newest last. */
export function renderRecords(records: readonly WebhookRecord[]): string {
  const rows = records.map(({ id, timeMs, verdict = '-', event = '-', duplicateOf, forwarded }) => [
    id,
    isoTime(timeMs).slice(0, 19).replace('T', ' '),
    visible(event),
    visible(verdict) + (duplicateOf === undefined ? '' : ', duplicate'),
    forwarded === undefined ? '-' : forwardedWord(forwarded),
  ]);
  return table([['id', 'time (UTC)', 'event', 'verdict', 'handler'], ...rows]);
}

function forwardedWord(forwarded: Forwarded): string {
  return forwarded.fault === undefined ? String(forwarded.status) : 'no answer';
}

/** The same as one JSON document, without headers and bodies. */
export function recordsJson(path: string, records: readonly WebhookRecord[]): string {
  const webhooks = records.map((record) => {
    const { id, timeMs, provider, verdict, event, eventId, duplicateOf, forwarded, body } = record;
    return {
      id,
      time: isoTime(timeMs),
      provider,
      verdict: verdict ?? null,
      event: event ?? null,
      eventId: eventId ?? null,
      duplicateOf: duplicateOf ?? null,
      forwarded: forwarded ?? null,
      bodyBytes: body.length,
    };
  });
  return `${JSON.stringify({ path, webhooks })}\n`;
}

/** All of a recorded webhook but its body. */
export function renderRecordHead(record: WebhookRecord, palette: Palette): string {
  const { id, timeMs, provider, verdict, event, eventId, duplicateOf, forwarded } = record;
  const facts = [
    ['id', id],
    ['time', isoTime(timeMs)],
    ['provider', provider],
    ['event', event],
    ['event id', eventId],
    ['duplicate of', duplicateOf],
    ['verdict', verdict],
    ['forwarded to', forwarded?.to],
    ['handler', forwarded && outcomeOf(forwarded)],
  ] as const;
  const known = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, visible(value)] as const],
  );
  const lines = [
    `${record.method} ${record.target}`,
    ...record.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return `${fields(known, palette.dim)}\n${lines.map((line) => `${visible(line)}\n`).join('')}\n`;
}

function outcomeOf(forwarded: Forwarded): string {
  return forwarded.fault ?? `${forwarded.status} in ${forwarded.ms} ms`;
}

/** All of it as one JSON document. */
export function recordDocument(record: WebhookRecord): string {
  return `${JSON.stringify(recordJson(record))}\n`;
}

/** What came of sending it again. */
export function renderReplay(forwarded: Forwarded, palette: Palette): string {
  if (forwarded.fault !== undefined) {
    return `${palette.bad('no answer')}  ${visible(forwarded.to)}\n${wrap(visible(forwarded.fault), 80, '   ')}\n`;
  }
  const { status, ms, to } = forwarded;
  const paint = status >= 200 && status < 300 ? palette.ok : palette.bad;
  return `${paint(String(status))}  ${visible(to)}  ${palette.dim(`${ms} ms`)}\n`;
}

/** The same as one JSON document. */
export function replayJson(
  { id }: WebhookRecord,
  isVerbatim: boolean,
  forwarded: Forwarded,
): string {
  const signature = isVerbatim ? 'verbatim' : 'afresh';
  return `${JSON.stringify({ id, signature, status: null, ms: null, fault: null, ...forwarded })}\n`;
}
