import type { CauseGroup, CauseReport } from '../../app/audit-causes.js';
import type { ReasonCount } from '../../app/audit-tally.js';
import type { AuditOutcome } from '../../app/webhook-audit.js';
import type { WebhookSettings } from '../../app/webhook-settings.js';
import { isBroken, type AuditReason, type DeliveryFields } from '../../core/audit/task.js';
import type { Cause } from '../../core/diagnose/finding.js';
import type { Palette } from './palette.js';
import { count, visible, wrap } from './text.js';

export interface AuditReport {
  readonly settings: WebhookSettings;
  readonly fields: DeliveryFields;
  readonly outcome: AuditOutcome;
  /** Absent where no cause was searched. */
  readonly causes: CauseReport | undefined;
}

/** What an audit has found, in 80 columns. */
export function renderAudit(report: AuditReport, palette: Palette): string {
  const { outcome, causes } = report;
  return [
    `${headline(outcome)}\n`,
    '\n',
    ...countRows(outcome, palette),
    ...secretRows(report, palette),
    ...(causes === undefined ? [] : causeRows(causes, explainable(outcome), palette)),
    ...notesOf(report).map((note) => `\n${wrap(visible(note), 80, INDENT).trimStart()}\n`),
  ].join('');
}

const INDENT = '   ';

function headline({ deliveries, elapsedMs, isInterrupted }: AuditOutcome): string {
  const seconds = Math.max(elapsedMs, 1) / 1000;
  const rate = count(Math.round(deliveries / seconds), 'line');
  const done = `${count(deliveries, 'line')} in ${seconds.toFixed(1)} s, ${rate} a second`;
  return isInterrupted ? `interrupted after ${done}` : done;
}

function countRows({ deliveries, verified, reasons }: AuditOutcome, palette: Palette): string[] {
  const rows = [
    { name: 'verified', lines: verified, first: [], paint: palette.ok },
    ...reasons.map((each) => ({
      name: isBroken(each.reason) ? `broken: ${each.reason}` : each.reason,
      ...each,
      paint: palette.bad,
    })),
  ];
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const countWidth = Math.max(...rows.map(({ lines }) => grouped(lines).length));
  return rows.map(({ name, lines, first, paint }) => {
    const amount = grouped(lines).padStart(countWidth);
    const places = first.length === 0 ? '' : `  ${palette.dim(placesOf({ lines, first }))}`;
    return `${paint(name)}${' '.repeat(nameWidth - name.length)}  ${amount}  ${share(lines, deliveries)}${places}`
      .trimEnd()
      .concat('\n');
  });
}

function grouped(amount: number): string {
  return count(amount, '').replace(/ s?$/, '');
}

/** Never 100% or 0% where it is not all or nothing. */
function share(part: number, all: number): string {
  if (all === 0 || part === 0) {
    return '   0%   ';
  }
  const percent = (part / all) * 100;
  const text = percent < 0.01 ? '<0.01' : (Math.floor(percent * 100) / 100).toFixed(2);
  return part === all ? ' 100%   ' : `${text.padStart(6)}% `;
}

function placesOf({ lines, first }: Pick<ReasonCount, 'lines' | 'first'>): string {
  const more = lines > first.length ? ', ...' : '';
  return `${lines === 1 ? 'line' : 'lines'} ${first.join(', ')}${more}`;
}

/** While a secret is changed: which of them signs how much. */
function secretRows({ settings: { secrets }, outcome }: AuditReport, palette: Palette): string[] {
  if (secrets.length < 2) {
    return [];
  }
  const rows = secrets.map(
    ({ name }, index) =>
      `${INDENT}${grouped(outcome.bySecret[index] ?? 0)} by the secret from ${visible(name)}\n`,
  );
  return ['\n', `${palette.dim('verified')}\n`, ...rows];
}

/** Lines whose signature a cause could explain. */
function explainable({ reasons }: AuditOutcome): number {
  return reasons
    .filter(({ reason }) => reason === 'mismatch' || reason === 'bad-encoding')
    .reduce((sum, { lines }) => sum + lines, 0);
}

function causeRows(
  { groups, unexplained, examined }: CauseReport,
  failing: number,
  palette: Palette,
): string[] {
  const of = examined < failing ? ` (${grouped(examined)} of ${grouped(failing)} looked into)` : '';
  return [
    `\nwhy signatures do not match${of}\n`,
    ...groups.map((group) => causeRow(group, palette)),
    ...(unexplained.firstLine === undefined
      ? []
      : [
          `${INDENT}${palette.warn(`${count(unexplained.lines, 'line')}, the first is ${unexplained.firstLine}: no cause found`)}\n`,
          `${wrap('Try it alone with vk webhook verify, which searches longer.', 80, INDENT + INDENT)}\n`,
        ]),
  ];
}

function causeRow({ causes, lines, firstLine }: CauseGroup, palette: Palette): string {
  const titles = causes.map(titleOf).join('; ');
  const head = wrap(
    visible(`${count(lines, 'line')}, the first is ${firstLine}: ${titles}`),
    80,
    INDENT,
  );
  const remedies = [...new Set(causes.map(({ remedy }) => remedy.any))];
  const mend = remedies.map((each) => `${wrap(visible(each), 80, INDENT + INDENT)}\n`).join('');
  return `${palette.warn(head)}\n${mend}`;
}

function titleOf({ axis, title, detail }: Cause): string {
  return `${axis}: ${title}${detail === undefined ? '' : ` (${detail})`}`;
}

function notesOf({ settings, fields, outcome }: AuditReport): string[] {
  const { reasons, ageless, deliveries } = outcome;
  const { signatureHeader } = settings.definition;
  const has = (reason: AuditReason): boolean => reasons.some((each) => each.reason === reason);
  const isTimed = settings.definition.scheme.timestamp !== undefined;
  const notes: (string | false)[] = [
    isTimed &&
      ageless > 0 &&
      `the age of ${count(ageless, 'timestamp')} was not judged: no member "${fields.time}" says when the delivery was received. Name it with --time-field, or give a time with --at.`,
    reasons.some(({ reason, lines }) => reason === 'missing-signature' && lines === deliveries) &&
      `no line has ${fields.signature === undefined ? `a header ${signatureHeader}` : `a member "${fields.signature}"`}: name the provider with --provider, the header with --signature-header, or the member with --signature-field.`,
    has('no-body') &&
      `a line is "no-body" where it has neither a member "${fields.body}" nor "${fields.body}Base64": name it with --body-field.`,
    has('no-headers') &&
      `a line is "no-headers" where it has no member "${fields.headers}": name it with --headers-field, or the signature's own with --signature-field.`,
    has('parsed-body') &&
      'a line is "parsed-body" where the body was logged as JSON, not as text: the bytes that were signed are lost. Log the raw body as a string.',
    has('lone-surrogate') &&
      'a line is "lone-surrogate" where half of a surrogate pair stands alone in the body, which is no text that UTF-8 can carry: log such a body in base64.',
  ];
  return notes.filter((note) => note !== false);
}

/** The same as one JSON document. */
export function auditDocument({
  settings,
  outcome,
  causes,
}: AuditReport): Readonly<Record<string, unknown>> {
  const { lines, deliveries, verified, reasons, bySecret, ageless, bytes, elapsedMs } = outcome;
  return {
    provider: settings.provider.id,
    lines,
    deliveries,
    verified,
    failed: deliveries - verified,
    reasons: reasons.map(({ reason, lines: amount, first }) => ({
      reason,
      broken: isBroken(reason),
      lines: amount,
      first,
    })),
    secrets: settings.secrets.map(({ name }, index) => ({ name, verified: bySecret[index] ?? 0 })),
    ageNotJudged: settings.definition.scheme.timestamp === undefined ? 0 : ageless,
    bytes,
    elapsedMs: Math.round(elapsedMs),
    interrupted: outcome.isInterrupted,
    diagnosis: causes === undefined ? null : causesDocument(causes),
  };
}

function causesDocument({ groups, unexplained, examined, stopped }: CauseReport): unknown {
  return {
    examined,
    stopped,
    groups: groups.map(({ causes, lines, firstLine }) => ({
      causes: causes.map(({ axis, id, title, detail, remedy }) => ({
        axis,
        id,
        title,
        detail: detail ?? null,
        remedy: remedy.any,
      })),
      lines,
      firstLine,
    })),
    unexplained: { lines: unexplained.lines, firstLine: unexplained.firstLine ?? null },
  };
}
