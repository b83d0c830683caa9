import { findCauses, type CauseReport } from '../../app/audit-causes.js';
import { EXIT, type ExitCode } from '../../app/errors.js';
import { parsePointInTime } from '../../app/point-in-time.js';
import { auditWebhooks, type AuditOutcome } from '../../app/webhook-audit.js';
import { isBroken, type AuditTask, type DeliveryFields } from '../../core/audit/task.js';
import { VkError } from '../../core/error.js';
import { openAuditOutput } from '../audit-output.js';
import { openAuditProgress, type AuditProgressLine } from '../audit-progress.js';
import { FIELD_OPTIONS, readFields, readThreads, TIME_OPTIONS } from '../audit-words.js';
import { defineCommand, type Context } from '../command.js';
import { parseDuration } from '../flags.js';
import { interruptible } from '../interruptible.js';
import { otherSecrets } from '../webhook-diagnosis.js';
import { readWebhookSettings, WEBHOOK_OPTIONS, type WebhookSettings } from '../webhook-settings.js';
import type { Words } from '../words.js';

interface AuditInput {
  readonly words: Words;
  readonly path: string;
  readonly fields: DeliveryFields;
  /** In milliseconds since 1970. */
  readonly atMs: number | undefined;
  /** As many as there are cores where it is left out. */
  readonly threads: number | undefined;
  readonly timeLimitMs: number;
  readonly isCountsOnly: boolean;
  readonly namesFailed: boolean;
  readonly isJson: boolean;
}

export const webhookAuditCommand = defineCommand<AuditInput>({
  arguments: [{ term: '<file>', summary: 'one delivery a line, as JSON; - for standard input' }],
  options: [
    FIELD_OPTIONS,
    TIME_OPTIONS,
    WEBHOOK_OPTIONS,
    {
      heading: 'Output:',
      options: [
        {
          flags: '--failed',
          summary: 'each failing line as a line of JSON; the report goes to standard error',
        },
        { flags: '--json', summary: 'one JSON document' },
        { flags: '--counts-only', summary: 'search for no causes' },
        {
          flags: '--time-limit <time>',
          summary: 'how long to search for causes: 10s, 500ms, 2m',
          default: '10s',
        },
        { flags: '--jobs <number>', summary: 'how many threads verify (default: a core each)' },
      ],
    },
  ],
  examples: [
    'vk webhook audit deliveries.jsonl',
    'vk webhook audit - --provider payinout --failed < deliveries.jsonl',
    'vk webhook audit log.jsonl --body-field request.body',
  ],
  read: (words) => {
    const at = words.text('at');
    return {
      words,
      path: words.args[0] ?? '-',
      fields: readFields(words),
      atMs: at === undefined ? undefined : parsePointInTime('--at', at),
      threads: readThreads(words.text('jobs')),
      timeLimitMs: parseDuration('--time-limit', words.text('time-limit') ?? ''),
      isCountsOnly: words.has('counts-only'),
      namesFailed: words.has('failed'),
      isJson: words.has('json'),
    };
  },
  run,
});

async function run(input: AuditInput, context: Context): Promise<ExitCode> {
  const settings = await readWebhookSettings(input.words, context);
  const output = await openAuditOutput(input, context);
  const progress = openAuditProgress(input, context);
  try {
    const outcome = await verifyAll(input, settings, output.fail, progress, context);
    if (outcome.deliveries === 0 && !outcome.isInterrupted) {
      throw nothingToVerify(input.path);
    }
    const causes = await explain(input, settings, outcome, progress, context);
    await progress.stop();
    output.end({ settings, fields: input.fields, outcome, causes });
    return exitOf(outcome, causes);
  } finally {
    await progress.stop();
  }
}

async function verifyAll(
  input: AuditInput,
  { definition, secrets, toleranceSeconds }: WebhookSettings,
  onFailed: Parameters<typeof auditWebhooks>[3]['onFailed'],
  progress: AuditProgressLine,
  { terminal, deps }: Context,
): Promise<AuditOutcome> {
  const { scheme, signatureHeader, timestampHeader } = definition;
  const task: AuditTask = {
    definition: {
      scheme,
      signatureHeader,
      ...(timestampHeader !== undefined && { timestampHeader }),
    },
    ...(toleranceSeconds !== undefined && { toleranceSeconds }),
    // Copies: where a key is a view of something larger, a thread would get all of that.
    secrets: secrets.map(({ secret }) => Uint8Array.from(secret.reveal())),
    fields: input.fields,
    ...(input.atMs !== undefined && { atMs: input.atMs }),
    namesAll: input.namesFailed,
  };
  const audit = await deps.audit();
  return await auditWebhooks(input.path, task, input.threads ?? audit.cores, {
    audit,
    nowMs: deps.nowMs,
    onStop: terminal.onInterrupt,
    onProgress: progress.show,
    onFailed,
  });
}

/** Undefined where there is nothing to look into, or nobody wants to know. */
async function explain(
  { isCountsOnly, timeLimitMs }: AuditInput,
  settings: WebhookSettings,
  { samples, isInterrupted }: AuditOutcome,
  progress: AuditProgressLine,
  context: Context,
): Promise<CauseReport | undefined> {
  if (isCountsOnly || isInterrupted || samples.length === 0) {
    return undefined;
  }
  progress.showSearch(samples.length);
  const others = otherSecrets(settings, context);
  const { nowMs } = context.deps;
  return await interruptible(context, (interruption) =>
    findCauses(samples, settings, others, timeLimitMs, { nowMs, ...interruption }),
  );
}

function exitOf(
  { deliveries, verified, reasons, isInterrupted }: AuditOutcome,
  causes: CauseReport | undefined,
): ExitCode {
  if (isInterrupted || causes?.stopped === 'interrupted') {
    return EXIT.interrupted;
  }
  if (reasons.every(({ reason }) => isBroken(reason)) && verified === 0) {
    return EXIT.usage;
  }
  return verified === deliveries ? EXIT.done : EXIT.no;
}

function nothingToVerify(path: string): VkError {
  return new VkError(
    'missing-value',
    `nothing to verify: ${path === '-' ? 'standard input' : path} has no line`,
    'A log has one delivery a line, as JSON: vk webhook listen --log FILE writes one.',
  );
}
