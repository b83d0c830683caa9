import { EXIT, type ExitCode } from '../../app/errors.js';
import { parsePointInTime } from '../../app/point-in-time.js';
import { verifyDelivery, webhookOwner, type SaidOfDelivery } from '../../app/verify-delivery.js';
import { eventOf } from '../../app/webhook-log.js';
import { DEFAULT_WEBHOOK_PROVIDER } from '../../app/webhook-settings.js';
import { VkError } from '../../core/error.js';
import type { Header } from '../../core/headers.js';
import { defineCommand, type Context } from '../command.js';
import { parseDuration } from '../flags.js';
import { writeNotes } from '../notes.js';
import {
  DATA_OPTION,
  DELIVERY_OPTIONS,
  EDITOR_OPTION,
  parseHeaderFlag,
  readPayload,
  readPayloadSource,
  type Payload,
  type PayloadSource,
} from '../payload.js';
import { renderDiagnosis } from '../render/diagnose.js';
import { paletteFor } from '../render/palette.js';
import {
  forReceivers,
  renderVerification,
  renderVerificationJson,
  type VerificationReport,
} from '../render/webhook-verify.js';
import { diagnoseDelivery } from '../webhook-diagnosis.js';
import {
  isProviderNamed,
  readWebhookSettings,
  TOLERANCE_OPTION,
  WEBHOOK_OPTIONS,
  type WebhookSettings,
} from '../webhook-settings.js';
import type { Words } from '../words.js';

interface WebhookVerifyInput {
  readonly words: Words;
  readonly source: PayloadSource;
  readonly headers: readonly Header[];
  readonly said: SaidOfDelivery;
  /** In milliseconds since 1970. */
  readonly atMs: number | undefined;
  readonly timeLimitMs: number;
  readonly isJson: boolean;
  readonly isVerbose: boolean;
}

export const webhookVerifyCommand = defineCommand<WebhookVerifyInput>({
  arguments: [{ term: '[file]', summary: 'the payload; - for standard input' }],
  options: [
    {
      heading: 'Delivery:',
      options: [
        DATA_OPTION,
        EDITOR_OPTION,
        { flags: '-H, --header <header>', summary: "'Name: value'; repeat", repeats: true },
        { flags: '--signature <text>', summary: 'instead of its header; repeat', repeats: true },
        { flags: '--timestamp <text>', summary: 'instead of its header' },
      ],
    },
    { heading: 'Whole delivery, instead of a payload:', options: DELIVERY_OPTIONS },
    {
      heading: 'Time:',
      options: [
        { flags: '--at <time>', summary: 'verify as of then: Unix seconds, ms or ISO 8601' },
        TOLERANCE_OPTION,
      ],
    },
    WEBHOOK_OPTIONS,
    {
      heading: 'Output:',
      options: [
        { flags: '--json', summary: 'one JSON document' },
        { flags: '-v, --verbose', summary: 'all that the search for a cause has ruled out' },
        {
          flags: '--time-limit <time>',
          summary: 'how long to search for a cause: 10s, 500ms, 2m',
          default: '5s',
        },
      ],
    },
  ],
  examples: [
    'vk webhook verify payload.json --signature 4f8a… --timestamp 2026-01-02T…',
    "vk webhook verify - -H 'X-Signature: 4f8a…' < payload.json",
    'vk webhook verify --http delivery.txt --at 2026-01-02T03:04:05Z',
    "vk webhook verify --curl \"curl https://… -H 'X-Signature: …' -d '{…}'\"",
  ],
  read: (words) => {
    const at = words.text('at');
    return {
      words,
      source: readPayloadSource(words),
      headers: (words.list('header') ?? []).map(parseHeaderFlag),
      said: { signatures: words.list('signature'), timestamp: words.text('timestamp') },
      atMs: at === undefined ? undefined : parsePointInTime('--at', at),
      timeLimitMs: parseDuration('--time-limit', words.text('time-limit') ?? ''),
      isJson: words.has('json'),
      isVerbose: words.has('verbose'),
    };
  },
  run,
});

async function run(input: WebhookVerifyInput, context: Context): Promise<ExitCode> {
  const { deps } = context;
  const payload = await readPayload(input.source, context);
  const headers = [...payload.headers, ...input.headers];
  const settings = await readSettings(input, payload, headers, context);
  const atMs = input.atMs ?? payload.receivedMs ?? deps.nowMs();
  const delivery = verifyDelivery(settings, payload.body, headers, input.said, atMs);
  if (delivery.missing !== undefined) {
    throw nothingToVerify(settings, delivery.missing);
  }
  const report = { settings, delivery, facts: eventOf(payload.body), atMs };
  return await show(report, headers, input, context);
}

/** Whose delivery it is can show in it; what the user says goes before that. */
async function readSettings(
  { words, isJson }: WebhookVerifyInput,
  payload: Payload,
  headers: readonly Header[],
  context: Context,
): Promise<WebhookSettings> {
  const owner = payload.provider ?? webhookOwner(headers)?.id;
  const settings = await readWebhookSettings(words, context, owner);
  const isNoted = settings.provider.id === owner && owner !== DEFAULT_WEBHOOK_PROVIDER.id;
  if (isNoted && !isJson && !isProviderNamed(words, context)) {
    await writeNotes([`provider ${owner} is meant: the delivery is one of its`], context);
  }
  return settings;
}

async function show(
  report: VerificationReport,
  headers: readonly Header[],
  { timeLimitMs, isJson, isVerbose }: WebhookVerifyInput,
  context: Context,
): Promise<ExitCode> {
  const { stdout } = context.terminal;
  const { settings, delivery } = report;
  const palette = await paletteFor(stdout);
  if (!isJson) {
    stdout.write(renderVerification(report, palette));
  }
  const limits = { timeLimitMs, isQuiet: isJson };
  const diagnosis = delivery.verdict.ok
    ? undefined
    : await diagnoseDelivery(settings, delivery, headers, limits, context);
  if (isJson) {
    stdout.write(renderVerificationJson(report, diagnosis));
  } else if (diagnosis !== undefined) {
    stdout.write(`\n${renderDiagnosis(diagnosis, palette, isVerbose, forReceivers(settings))}`);
  }
  if (diagnosis?.outcome.search.stopped === 'interrupted') {
    return EXIT.interrupted;
  }
  return delivery.verdict.ok ? EXIT.done : EXIT.no;
}

function nothingToVerify(
  { provider, definition }: WebhookSettings,
  missing: 'signature' | 'timestamp',
): VkError {
  const { signatureHeader, timestampHeader = 'X-Timestamp' } = definition;
  return missing === 'signature'
    ? new VkError(
        'missing-value',
        'nothing to verify: there is no signature',
        `Give it with --signature, or its header: -H '${signatureHeader}: …'.`,
      )
    : new VkError(
        'missing-value',
        `nothing to verify: ${provider.name} signs the timestamp, and there is none`,
        `Give it with --timestamp, or its header: -H '${timestampHeader}: …'.`,
      );
}
