import { exitCodeOf, exitCodeOfStatus, type ExitCode } from '../../app/errors.js';
import { urlOf } from '../../app/forward-webhook.js';
import { replayWebhook, type FreshSignature } from '../../app/replay-webhook.js';
import {
  findRecord,
  parseRecords,
  type Forwarded,
  type WebhookRecord,
} from '../../app/webhook-log.js';
import { parseWebhookUrl, type WebhookTarget } from '../../app/webhooks.js';
import { VkError } from '../../core/error.js';
import { defineCommand, type Context } from '../command.js';
import { parseDuration } from '../flags.js';
import { writeNotes } from '../notes.js';
import { paletteFor } from '../render/palette.js';
import { renderReplay, replayJson } from '../render/webhook-log.js';
import { readWebhookSettings, WEBHOOK_OPTIONS } from '../webhook-settings.js';
import type { Words } from '../words.js';

interface ReplayInput {
  readonly words: Words;
  readonly id: string;
  readonly to: WebhookTarget | undefined;
  readonly timeoutMs: number;
  readonly isVerbatim: boolean;
  readonly isJson: boolean;
}

export const webhookReplayCommand = defineCommand<ReplayInput>({
  arguments: [
    { term: '<id>', summary: 'id of a recorded webhook, or how it begins', values: 'webhook-ids' },
  ],
  options: [
    {
      heading: 'Options:',
      options: [
        { flags: '--to <url>', summary: 'to this handler (default: where it was passed on to)' },
        {
          flags: '--verbatim',
          summary: 'with its old timestamp and signature; a handler should refuse that',
        },
        {
          flags: '--timeout <time>',
          summary: 'how long the handler may take: 30s, 500ms',
          default: '30s',
        },
        { flags: '--json', summary: 'one JSON document' },
      ],
    },
    WEBHOOK_OPTIONS,
  ],
  examples: [
    'vk webhook replay wh_3f',
    'vk webhook replay wh_3f --to http://127.0.0.1:3000/webhooks --sandbox',
    'vk webhook replay wh_3f --verbatim',
  ],
  read: (words) => {
    const url = words.text('to');
    return {
      words,
      id: words.args[0] ?? '',
      to: url === undefined ? undefined : parseWebhookUrl(url),
      timeoutMs: parseDuration('--timeout', words.text('timeout') ?? ''),
      isVerbatim: words.has('verbatim'),
      isJson: words.has('json'),
    };
  },
  run,
});

async function run(input: ReplayInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const { stdout } = terminal;
  const store = await deps.deliveries();
  const record = findRecord(parseRecords(store.read()), input.id);
  const target = input.to ?? firstTarget(record);
  const fresh = input.isVerbatim ? undefined : await freshSignature(record, input.words, context);
  if (fresh !== undefined && (record.verdict ?? 'ok') !== 'ok' && !input.isJson) {
    const note = `it did not verify when it came (${record.verdict ?? ''}); it is signed afresh now`;
    await writeNotes([note], context);
  }
  const http = await deps.http(target.base);
  const { timeoutMs } = input;
  const delivered = await replayWebhook(record, { http, target, timeoutMs }, fresh);
  const to = urlOf(target);
  const outcome: Forwarded =
    'fault' in delivered
      ? { to, fault: delivered.fault.message }
      : { to, status: delivered.status, ms: delivered.ms };
  stdout.write(
    input.isJson
      ? replayJson(record, input.isVerbatim, outcome)
      : renderReplay(outcome, await paletteFor(stdout)),
  );
  return 'fault' in delivered
    ? exitCodeOf(delivered.fault.code)
    : exitCodeOfStatus(delivered.status);
}

function firstTarget({ id, forwarded }: WebhookRecord): WebhookTarget {
  if (forwarded === undefined) {
    throw new VkError(
      'usage',
      `${id} was passed on to no handler`,
      'Say where it goes with --to URL.',
    );
  }
  return parseWebhookUrl(forwarded.to);
}

async function freshSignature(
  record: WebhookRecord,
  words: Words,
  context: Context,
): Promise<FreshSignature> {
  const { definition, secrets } = await readWebhookSettings(words, context, record.provider);
  return { definition, secret: secrets[0].secret, nowMs: context.deps.nowMs() };
}
