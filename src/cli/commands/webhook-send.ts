import { refusePlainHttp } from '../../app/deliver-webhook.js';
import { EXIT, type ExitCode } from '../../app/errors.js';
import { sendRounds } from '../../app/send-rounds.js';
import type { DeliveryReport, SendOptions } from '../../app/send-webhook.js';
import { BREAK_NAMES, BREAKS, findBreak } from '../../app/webhook-breaks.js';
import {
  dataPayload,
  findSample,
  samplePayload,
  type WebhookPayload,
} from '../../app/webhook-payload.js';
import { EVENT_NAMES, samplesOf } from '../../app/webhook-samples.js';
import { runSuite, type SuiteOutcome } from '../../app/webhook-suite.js';
import { parseWebhookUrl, type WebhookTarget } from '../../app/webhooks.js';
import { parseJsonChange, type JsonChange } from '../../core/json-set.js';
import { defineCommand, type Context } from '../command.js';
import type { Deps } from '../deps.js';
import { JSON_OPTION, parseDuration } from '../flags.js';
import { paletteFor, type Palette } from '../render/palette.js';
import {
  columnsFor,
  isNotable,
  renderAnswer,
  renderDeliveriesJson,
  renderDelivery,
  renderHeadings,
  renderOutgoing,
  renderSuiteSummary,
  suiteAsTests,
} from '../render/webhook-send.js';
import { readReports, REPORT_OPTION, writeReports, type ReportFile } from '../report-option.js';
import { readData } from '../request-words.js';
import { readExtraHeaders, readTimes, refuseWithSuite } from '../webhook-send-words.js';
import { readWebhookSettings, WEBHOOK_OPTIONS, type WebhookSettings } from '../webhook-settings.js';
import type { Words } from '../words.js';

interface SendInput {
  readonly words: Words;
  readonly url: string;
  readonly target: WebhookTarget;
  readonly event: string | undefined;
  readonly changes: readonly JsonChange[];
  readonly data: string | undefined;
  readonly breaks: readonly string[];
  readonly isSuite: boolean;
  readonly times: number;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly reports: readonly ReportFile[];
  readonly isJson: boolean;
  readonly isVerbose: boolean;
}

export const webhookSendCommand = defineCommand<SendInput>({
  arguments: [{ term: '<url>', summary: 'the handler, such as http://127.0.0.1:3000/webhooks' }],
  options: [
    {
      heading: 'What is sent:',
      options: [
        {
          flags: '--event <name>',
          summary: "an event of the provider's, with sample data",
          choices: EVENT_NAMES,
        },
        {
          flags: '--set <change>',
          summary: 'path=value or path:=json, such as data.amount=5; repeat',
          repeats: true,
        },
        {
          flags: '-d, --data <text>',
          summary: 'raw body instead, byte for byte; @FILE, or @- for standard input',
        },
        {
          flags: '-H, --header <line>',
          summary: "a further header: 'Name: value'; repeat",
          repeats: true,
        },
        { flags: '--times <number>', summary: 'so many deliveries', default: '1' },
        { flags: '--interval <time>', summary: 'a pause between them: 200ms, 5s' },
        { flags: '--timeout <time>', summary: 'for each of them', default: '10s' },
        { flags: '--allow-http', summary: 'allow plain http to another machine' },
      ],
    },
    {
      heading: 'What a handler has to refuse:',
      options: [
        {
          flags: '--break <cause>',
          summary:
            'tampered, unsigned, expired, future, replayed, or a cause of vk diagnose such as body/trailing-newline; repeat',
          suggestions: BREAK_NAMES,
          repeats: true,
        },
        {
          flags: '--suite',
          summary: 'every event and every break, and what the handler did wrong',
        },
        REPORT_OPTION,
      ],
    },
    WEBHOOK_OPTIONS,
    {
      heading: 'Output:',
      options: [
        ...JSON_OPTION.options,
        {
          flags: '-v, --verbose',
          summary: 'what is sent; with --suite, a line for each cause too',
        },
      ],
    },
  ],
  examples: [
    'vk webhook send http://127.0.0.1:3000/webhooks --event order.successful',
    'vk webhook send http://127.0.0.1:3000/webhooks --set data.points=5 --times 3',
    'vk webhook send http://127.0.0.1:3000/webhooks --break tampered',
    'vk webhook send http://127.0.0.1:3000/hooks --suite --report junit=hooks.xml',
  ],
  read: readInput,
  run,
});

function readInput(words: Words): SendInput {
  const url = words.args[0] ?? '';
  const target = parseWebhookUrl(url);
  if (!words.has('allow-http')) {
    refusePlainHttp(target);
  }
  refuseWithSuite(words);
  const interval = words.text('interval');
  return {
    words,
    url,
    target,
    event: words.text('event'),
    changes: (words.list('set') ?? []).map(parseJsonChange),
    data: words.text('data'),
    breaks: words.list('break') ?? [],
    isSuite: words.has('suite'),
    times: readTimes(words.text('times') ?? '1'),
    intervalMs: interval === undefined ? 0 : parseDuration('--interval', interval),
    timeoutMs: parseDuration('--timeout', words.text('timeout') ?? ''),
    reports: readReports(words),
    isJson: words.has('json'),
    isVerbose: words.has('verbose'),
  };
}

async function run(input: SendInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const settings = await readWebhookSettings(input.words, context);
  const payloads = await readPayloads(input, settings, context);
  const breaks = input.breaks.map((text) => findBreak(text, settings));
  const headers = readExtraHeaders(input.words, settings.definition);
  const out = await paletteFor(terminal.stdout);
  const aside = await paletteFor(terminal.stderr);
  const options: SendOptions = {
    http: await deps.http(input.target.base),
    target: input.target,
    sender: { ...settings, path: input.target.path, headers },
    nowMs: deps.nowMs,
    timeoutMs: input.timeoutMs,
    onSend: (webhook) => {
      if (input.isVerbose && !input.isSuite) {
        terminal.stderr.write(renderOutgoing(input.target, webhook, aside));
      }
    },
  };
  const columns = columnsFor(payloads, input.isSuite ? BREAKS : breaks);
  const onReport = (report: DeliveryReport): void => {
    if (!input.isJson) {
      const isShown = !input.isSuite || input.isVerbose || isNotable(report);
      terminal.stdout.write(isShown ? renderDelivery(report, columns, out) : '');
      terminal.stderr.write(input.isSuite ? '' : renderAnswer(report, aside));
    }
  };
  if (input.isSuite && !input.isJson) {
    terminal.stdout.write(renderHeadings(columns, out));
  }
  const outcome = input.isSuite
    ? await runSuite(options, payloads, onReport)
    : await sendRounds(
        options,
        payloads[0],
        { ...input, breaks, pause: pauses(input, deps) },
        onReport,
      );
  return await finish(input, settings, outcome, out, context);
}

/** Waits between two deliveries. */
function pauses({ intervalMs }: SendInput, { later }: Deps): () => Promise<void> {
  return () =>
    new Promise((resolve) => {
      if (intervalMs === 0) {
        resolve();
      } else {
        later(intervalMs, resolve);
      }
    });
}

/** The events to send: with a suite all of them, the one that was asked for first. */
async function readPayloads(
  { data, event, changes, isSuite }: SendInput,
  { provider }: WebhookSettings,
  { deps }: Context,
): Promise<readonly [WebhookPayload, ...WebhookPayload[]]> {
  if (data !== undefined) {
    return [dataPayload(await readData(data, deps.files))];
  }
  const samples = samplesOf(provider);
  const first = findSample(samples, provider.name, event);
  const others = isSuite && event === undefined ? samples.filter((each) => each !== first) : [];
  return [samplePayload(first, changes), ...others.map((sample) => samplePayload(sample, changes))];
}

async function finish(
  { url, isJson, isSuite, isVerbose, reports }: SendInput,
  { provider }: WebhookSettings,
  outcome: SuiteOutcome,
  palette: Palette,
  context: Context,
): Promise<ExitCode> {
  const { terminal } = context;
  if (isJson) {
    terminal.stdout.write(renderDeliveriesJson(url, provider.id, outcome));
  } else if (isSuite) {
    terminal.stdout.write(renderSuiteSummary(outcome, isVerbose, palette));
  }
  await writeReports(reports, suiteAsTests(provider.name, outcome), context);
  if (outcome.fault !== undefined) {
    throw outcome.fault;
  }
  return outcome.reports.some(({ verdict }) => verdict === 'wrong') ? EXIT.no : EXIT.done;
}
