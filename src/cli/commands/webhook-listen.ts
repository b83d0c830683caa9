import { EXIT, type ExitCode } from '../../app/errors.js';
import { urlOf, type ForwardOptions } from '../../app/forward-webhook.js';
import { listenWebhooks } from '../../app/listen-webhooks.js';
import { parseWebhookUrl, type WebhookTarget } from '../../app/webhooks.js';
import { isLoopback } from '../../core/base-url.js';
import { VkError } from '../../core/error.js';
import type { WebhookDefinition } from '../../core/provider.js';
import { defineCommand, type Context } from '../command.js';
import { parseDuration } from '../flags.js';
import { openListenLog } from '../webhook-listen-log.js';
import { otherSecrets } from '../webhook-diagnosis.js';
import {
  readWebhookSettings,
  TOLERANCE_OPTION,
  WEBHOOK_OPTIONS,
  type WebhookSettings,
} from '../webhook-settings.js';
import type { Words } from '../words.js';

interface ListenInput {
  readonly words: Words;
  readonly port: number;
  readonly path: string | undefined;
  readonly forwardTo: WebhookTarget | undefined;
  readonly timeoutMs: number;
  readonly events: readonly string[] | undefined;
  readonly isAcceptingAll: boolean;
  readonly readyFile: string | undefined;
  readonly logFile: string | undefined;
  readonly isJson: boolean;
}

/** Above the ports that the sandbox takes. */
const DEFAULT_PORT = 8800;

export const webhookListenCommand = defineCommand<ListenInput>({
  arguments: [],
  options: [
    {
      heading: 'Options:',
      options: [
        {
          flags: '--port <number>',
          summary: 'listen on this port of 127.0.0.1; 0 takes a free one',
          default: String(DEFAULT_PORT),
        },
        { flags: '--path <path>', summary: 'take webhooks at this path only, such as /hooks' },
        { flags: '--forward-to <url>', summary: 'pass each on to this handler, unchanged' },
        {
          flags: '--timeout <time>',
          summary: 'how long the handler may take: 30s, 500ms',
          default: '30s',
        },
        { flags: '--events <names>', summary: 'only these events, joined by commas' },
        { flags: '--accept-all', summary: 'take and pass on what does not verify, too' },
        TOLERANCE_OPTION,
        { flags: '--log <file>', summary: 'add each delivery to this file, too' },
        { flags: '--ready-file <file>', summary: 'write the address there once it listens' },
        { flags: '--json', summary: 'lines of JSON' },
      ],
    },
    WEBHOOK_OPTIONS,
  ],
  examples: [
    'vk webhook listen --forward-to http://127.0.0.1:3000/webhooks',
    'vk webhook listen --sandbox --events order.successful,member.new',
    'vk webhook listen --provider payinout --accept-all --log deliveries.jsonl',
  ],
  read: (words) => {
    const port = readPort(words.text('port') ?? '');
    const url = words.text('forward-to');
    const forwardTo = url === undefined ? undefined : parseWebhookUrl(url);
    refuseLoop(forwardTo, port);
    return {
      words,
      port,
      path: readPath(words.text('path')),
      forwardTo,
      timeoutMs: parseDuration('--timeout', words.text('timeout') ?? ''),
      events: words
        .text('events')
        ?.split(',')
        .map((name) => name.trim()),
      isAcceptingAll: words.has('accept-all'),
      readyFile: words.text('ready-file'),
      logFile: words.text('log'),
      isJson: words.has('json'),
    };
  },
  run,
});

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(port) || port > 65_535) {
    throw new VkError('usage', `--port ${JSON.stringify(text)} is no port`, 'Use 0 to 65535.');
  }
  return port;
}

function readPath(text: string | undefined): string | undefined {
  if (text !== undefined && !/^\/[\x21\x22\x24-\x3e\x40-\x7e]*$/.test(text)) {
    throw new VkError(
      'usage',
      `--path ${JSON.stringify(text)} is no path`,
      'Write it as /webhooks, without a query.',
    );
  }
  return text;
}

function refuseLoop(target: WebhookTarget | undefined, port: number): void {
  if (target !== undefined && isLoopback(target.base.hostname) && target.base.port === port) {
    throw new VkError(
      'usage',
      `--forward-to leads to port ${port}, where vk itself listens`,
      'Give the port of your handler, or another one to vk with --port.',
    );
  }
}

/** Where a provider documents its events, others never come. */
function refuseUnknownEvents(
  names: readonly string[] | undefined,
  { events }: WebhookDefinition,
): void {
  const unknown = names?.find((name) => !events.some((event) => event.name === name));
  if (unknown !== undefined && events.length > 0) {
    throw new VkError(
      'usage',
      `--events: there is no event ${JSON.stringify(unknown)}`,
      `The events are ${events.map(({ name }) => name).join(', ')}.`,
    );
  }
}

async function run(input: ListenInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const settings = await readWebhookSettings(input.words, context);
  refuseUnknownEvents(input.events, settings.definition);
  const store = await deps.deliveries();
  const log = await openListenLog(store, input, context);
  const { path, events } = input;
  const forward = await forwardOptions(input, context);
  const listener = await listenWebhooks(
    {
      settings,
      otherSecrets: otherSecrets(settings, context),
      port: input.port,
      ...(path !== undefined && { path }),
      ...(events !== undefined && { events }),
      ...(forward !== undefined && { forward }),
      isAcceptingAll: input.isAcceptingAll,
      nowMs: deps.nowMs,
      newId: store.newId,
      keep: log.keep,
      log: log.add,
    },
    await deps.server(),
  );
  const interrupted = terminal.untilInterrupted();
  const ready = readyDocument(listener.port, store.path, settings, input);
  if (input.readyFile !== undefined) {
    deps.files.write(input.readyFile, Buffer.from(`${JSON.stringify(ready, null, 2)}\n`));
  }
  log.begin(ready);
  await interrupted;
  await listener.close();
  log.end();
  return EXIT.done;
}

async function forwardOptions(
  { forwardTo, timeoutMs }: ListenInput,
  { deps }: Context,
): Promise<ForwardOptions | undefined> {
  return forwardTo && { target: forwardTo, http: await deps.http(forwardTo.base), timeoutMs };
}

/** What a program that has started the listener needs to know. */
function readyDocument(
  port: number,
  store: string,
  { provider }: WebhookSettings,
  { path, forwardTo }: ListenInput,
): Readonly<Record<string, string | number | null>> {
  return {
    url: `http://127.0.0.1:${port}${path ?? '/'}`,
    port,
    provider: provider.id,
    forwardTo: forwardTo === undefined ? null : urlOf(forwardTo),
    store,
  };
}
