import type { OutgoingWebhook } from '../../app/deliver-webhook.js';
import { isTaken, type DeliveryReport, type DeliveryVerdict } from '../../app/send-webhook.js';
import type { TestSuite } from '../../app/test-suite.js';
import type { SuiteOutcome } from '../../app/webhook-suite.js';
import type { WebhookTarget } from '../../app/webhooks.js';
import { decodeUtf8 } from '../../core/bytes.js';
import type { Palette } from './palette.js';
import { count, visible } from './text.js';

/** Widths of the first columns, so that lines that come one by one stand below each other. */
export interface DeliveryColumns {
  readonly name: number;
  readonly event: number;
}

/** Columns that hold all that can be sent. */
export function columnsFor(
  payloads: readonly { readonly name: string }[],
  breaks: readonly { readonly name: string }[],
): DeliveryColumns {
  const hasReplay = breaks.some(({ name }) => name === 'replayed');
  return {
    name: widest([{ name: hasReplay ? 'replayed-first' : 'good' }, ...breaks]),
    event: widest(payloads),
  };
}

function widest(named: readonly { readonly name: string }[]): number {
  return Math.max(...named.map(({ name }) => name.length));
}

/** One delivery on one line: what it was, the handler's status and time, and what that means. */
export function renderDelivery(
  report: DeliveryReport,
  columns: DeliveryColumns,
  palette: Palette,
): string {
  const { name, event, delivered, verdict, reason } = report;
  const status = 'fault' in delivered ? '---' : String(delivered.status);
  const time = 'fault' in delivered ? '' : `${delivered.ms.toFixed(1)} ms`;
  const cells = [
    name.padEnd(columns.name),
    event.padEnd(columns.event),
    status,
    time.padStart(9),
    outcomeOf(report).padEnd(9),
  ];
  const comment = reason === undefined ? '' : `${WORDS[verdict]}: ${visible(reason)}`;
  const paint = verdict === 'warning' ? palette.warn : palette.bad;
  return `${cells.join('  ')}  ${paint(comment)}`.trimEnd().concat('\n');
}

/** The headings of such lines. */
export function renderHeadings(columns: DeliveryColumns, palette: Palette): string {
  const cells = ['DELIVERY'.padEnd(columns.name), 'EVENT'.padEnd(columns.event), 'STATUS'];
  return `${palette.dim([...cells, 'TIME'.padStart(6), 'HANDLER'].join('  '))}\n`;
}

const WORDS: Readonly<Record<DeliveryVerdict, string>> = {
  right: 'right',
  warning: 'warning',
  wrong: 'WRONG',
};

function outcomeOf({ delivered }: DeliveryReport): string {
  if ('fault' in delivered) {
    return 'no answer';
  }
  return isTaken(delivered) ? 'took it' : 'refused';
}

/** What the handler said to a delivery that it treated wrongly; empty where it said nothing. */
export function renderAnswer({ delivered, verdict }: DeliveryReport, palette: Palette): string {
  const body = 'fault' in delivered || verdict !== 'wrong' ? undefined : delivered.response.body;
  const text = body === undefined || body.length === 0 ? undefined : decodeUtf8(body);
  return text === undefined
    ? ''
    : `${palette.dim('note:')} it answered: ${visible(text.slice(0, 200).replace(/\s+/g, ' '))}\n`;
}

/** Whether a delivery has a line of its own, where not all of the catalogue is asked for. */
export function isNotable({ name, verdict }: DeliveryReport): boolean {
  return verdict !== 'right' || !name.includes('/');
}

/** How many deliveries were treated in which way, and what was left out. */
export function renderSuiteSummary(
  { reports, skipped }: SuiteOutcome,
  isWhole: boolean,
  palette: Palette,
): string {
  const { right, warning, wrong } = counted(reports);
  const paint = wrong > 0 ? palette.bad : warning > 0 ? palette.warn : palette.ok;
  const folded = isWhole ? 0 : reports.filter((report) => !isNotable(report)).length;
  const good = reports.filter(({ expected }) => expected === 'taken');
  const lines = [
    ...(folded === 0
      ? []
      : [`${count(folded, 'cause')} of the catalogue refused as well; -v lists them`]),
    ...skipped
      .filter(({ name }) => !name.includes('/'))
      .map(({ name, reason }) => `${name} left out: ${reason}`),
    ...(good.length > 0 && good.every(({ verdict }) => verdict === 'wrong')
      ? ['no good delivery was taken: does the handler have the same secret?']
      : []),
    paint(
      `${count(reports.length, 'request')}: ${right} right, ${count(warning, 'warning')}, ${wrong} wrong`,
    ),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** All deliveries as one JSON document. */
export function renderDeliveriesJson(
  url: string,
  provider: string,
  { reports, skipped }: SuiteOutcome,
): string {
  const document = {
    url,
    provider,
    deliveries: reports.map(deliveryJson),
    skipped,
    summary: counted(reports),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function deliveryJson(report: DeliveryReport): Readonly<Record<string, unknown>> {
  const { name, event, title, expected, delivered, verdict, reason } = report;
  return {
    delivery: name,
    event,
    expected,
    taken: isTaken(delivered),
    status: 'fault' in delivered ? null : delivered.status,
    ms: 'fault' in delivered ? null : delivered.ms,
    verdict,
    ...(title !== undefined && { title }),
    ...(reason !== undefined && { reason }),
    ...('fault' in delivered && {
      fault: { code: delivered.fault.code, message: delivered.fault.message },
    }),
  };
}

function counted(reports: readonly DeliveryReport[]): Readonly<Record<DeliveryVerdict, number>> {
  const number = (wanted: DeliveryVerdict): number =>
    reports.filter(({ verdict }) => verdict === wanted).length;
  return { right: number('right'), warning: number('warning'), wrong: number('wrong') };
}

/** The same for a CI system. */
export function suiteAsTests(provider: string, { reports, skipped }: SuiteOutcome): TestSuite {
  return {
    name: `vk webhook send --suite (${provider})`,
    cases: [
      ...reports.map(({ name, event, title, expected, delivered, verdict, reason }) => ({
        name: `${name}: ${title ?? event}`,
        className: `webhook.${expected === 'taken' ? 'good' : 'broken'}`,
        seconds: 'fault' in delivered ? 0 : delivered.ms / 1000,
        ...(verdict === 'wrong' && { failure: reason ?? '' }),
        ...(verdict === 'warning' && { output: `warning: ${reason ?? ''}` }),
      })),
      ...skipped.map(({ name, reason }) => ({
        name,
        className: 'webhook.broken',
        seconds: 0,
        skipped: reason,
      })),
    ],
  };
}

/** A delivery as it goes out: its signature proves nothing to who does not know the secret. */
export function renderOutgoing(
  { base, path }: WebhookTarget,
  { headers, body }: OutgoingWebhook,
  palette: Palette,
): string {
  const lines = [
    `POST ${base.origin}${path}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
    decodeUtf8(body) ?? `(${body.length} bytes that are no UTF-8)`,
  ];
  return lines
    .map((line) => `${palette.dim('>')} ${visible(line)}`.trimEnd().concat('\n'))
    .join('');
}
