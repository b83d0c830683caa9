import type {
  AnswerEntry,
  SandboxLogEntry,
  SignatureReport,
  WebhookEntry,
} from '../../app/sandbox-log.js';
import { hintOfReport } from '../../app/hint.js';
import { firstDifference } from '../../core/diagnose/difference.js';
import type { Cause } from '../../core/diagnose/finding.js';
import type { AxisId } from '../../core/diagnose/variant.js';
import { isoTime } from '../../core/time-text.js';
import type { Strike } from '../../sandbox/fault-plan.js';
import { renderDifference } from './difference.js';
import type { Palette } from './palette.js';
import { visible, wrap } from './text.js';

const INDENT = '   ';

/** One request, one line; below it what there is to say about a refusal. */
export function renderEntry(entry: SandboxLogEntry, hasSeveral: boolean, palette: Palette): string {
  const time = palette.dim(isoTime(entry.timeMs).slice(11, 19));
  const provider = hasSeveral ? [palette.key(entry.provider)] : [];
  if (entry.event === 'diagnosis') {
    const line = [time, palette.dim(`#${entry.request}`), ...provider, 'what the search found'];
    return `${line.join('  ')}\n${renderReport(entry.report, palette)}`;
  }
  if (entry.event === 'webhook') {
    return renderWebhook(entry, [time, palette.dim(`#${entry.request}`)], provider, palette);
  }
  const { status, method, target, code, refusal, faults, ms } = entry;
  const paint = status < 400 ? palette.ok : palette.bad;
  const request = visible(`${method} ${target}`.trim());
  const line = [
    time,
    palette.dim(`#${entry.request}`),
    paint(String(status)),
    request === '' ? palette.dim('(no request)') : request,
    ...provider,
    ...(code === undefined ? [] : [palette.bad(visible(code))]),
    ...(refusal === undefined ? [] : [palette.warn(refusal)]),
    ...(faults === undefined ? [] : [palette.warn(renderFaults(faults))]),
    palette.dim(`${ms} ms`),
  ];
  return `${line.join('  ')}\n${renderWhy(entry, palette)}`;
}

function renderWebhook(
  { name, status, fault, ms }: WebhookEntry,
  start: readonly string[],
  provider: readonly string[],
  palette: Palette,
): string {
  const isTaken = status !== undefined && status >= 200 && status < 300;
  const line = [
    ...start,
    (isTaken ? palette.ok : palette.bad)(status === undefined ? '---' : String(status)),
    `webhook ${visible(name)}`,
    ...provider,
    ...(ms === undefined ? [] : [palette.dim(`${ms} ms`)]),
  ];
  const why = fault === undefined ? '' : `${wrap(visible(fault), 80, INDENT)}\n`;
  return `${line.join('  ')}\n${why}`;
}

/** `fault drop`, or `fault latency 213 ms, truncate`. */
function renderFaults(faults: readonly Strike[]): string {
  const all = faults.map(({ kind, ms }) => (ms === undefined ? kind : `${kind} ${ms} ms`));
  return `fault ${all.join(', ')}`;
}

function renderWhy({ report, hint }: AnswerEntry, palette: Palette): string {
  if (report !== undefined) {
    return renderReport(report, palette);
  }
  return hint === undefined ? '' : `${wrap(visible(hint), 80, INDENT)}\n`;
}

/** The causes, the string that was expected beside the one that was signed, and what to change. */
export function renderReport(report: SignatureReport, palette: Palette): string {
  const { causes, expected, signed } = report;
  if (causes.length === 0 || signed === undefined) {
    return `${wrap(hintOfReport(report), 80, INDENT)}\n`;
  }
  const difference = firstDifference(expected, signed);
  const strings = { documented: expected, signed, ...(difference && { difference }) };
  const names = { documented: 'expected', signed: 'signed' };
  return [
    ...causes.map((cause) => renderTitle(cause, palette)),
    ...(difference === undefined ? [] : [renderDifference(strings, palette, names)]),
    ...causes
      .filter(({ axis }) => BESIDE_THE_STRING.has(axis))
      .map((cause) => renderDifference(cause, palette)),
    ...[...new Set(causes.map(({ remedy }) => remedy.any))].map(
      (remedy) => `${wrap(visible(remedy), 80, INDENT)}\n`,
    ),
  ].join('');
}

/** What the string-to-sign does not show. */
const BESIDE_THE_STRING: ReadonlySet<AxisId> = new Set(['secret', 'algorithm', 'encoding']);

function renderTitle({ axis, id, title, detail }: Cause, palette: Palette): string {
  const more = detail === undefined || BESIDE_THE_STRING.has(axis) ? '' : ` (${detail})`;
  const text = wrap(visible(`${axis}/${id}: ${title}${more}`), 80, INDENT);
  return `${INDENT}${palette.warn(text.trimStart())}\n`;
}

/** The same as one line of JSON. */
export function entryJson(entry: SandboxLogEntry): string {
  const time = isoTime(entry.timeMs);
  const { event, request, provider } = entry;
  if (entry.event === 'webhook') {
    const { name, status = null, fault = null, ms = null } = entry;
    return `${JSON.stringify({ event, time, request, provider, name, status, fault, ms })}\n`;
  }
  const { report } = entry;
  const found = report === undefined ? {} : reportJson(report);
  if (entry.event === 'diagnosis') {
    const hint = hintOfReport(entry.report);
    return `${JSON.stringify({ event, time, request, provider, hint, ...found })}\n`;
  }
  const {
    method,
    target,
    status,
    code = null,
    refusal = null,
    ms,
    hint = null,
    faults = [],
  } = entry;
  return `${JSON.stringify({
    event,
    time,
    request,
    provider,
    method,
    target,
    status,
    code,
    refusal,
    ms,
    hint,
    faults,
    ...found,
  })}\n`;
}

/** Without the two strings: the bodies in them may be large, and are nobody else's business. */
export function reportJson({
  verdict,
  causes,
}: SignatureReport): Readonly<Record<string, unknown>> {
  return {
    verdict,
    causes: causes.map(({ axis, id, title, detail, remedy }) => ({
      axis,
      id,
      title,
      detail: detail ?? null,
      remedy: remedy.any,
    })),
  };
}
