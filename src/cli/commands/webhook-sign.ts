import { EXIT, type ExitCode } from '../../app/errors.js';
import { parseWebhookUrl } from '../../app/webhooks.js';
import { utf8 } from '../../core/bytes.js';
import { VkError } from '../../core/error.js';
import { parseTimestamp, formatTimestamp } from '../../core/timestamp.js';
import { signWebhook, type SignedWebhook } from '../../core/webhook.js';
import { defineCommand, type Context } from '../command.js';
import { parseChoice } from '../flags.js';
import { DATA_OPTION, readPayload, readPayloadSource, type PayloadSource } from '../payload.js';
import { renderCurl } from '../render/curl.js';
import { bytesMember } from '../render/json.js';
import { renderEnv, renderHeaders } from '../render/sign.js';
import { readWebhookSettings, WEBHOOK_OPTIONS, type WebhookSettings } from '../webhook-settings.js';
import type { Words } from '../words.js';

const FORMATS = ['headers', 'json', 'curl', 'env'] as const;
const ONLY = ['signature', 'string-to-sign'] as const;

interface WebhookSignInput {
  readonly words: Words;
  readonly source: PayloadSource;
  readonly timestamp: string | undefined;
  readonly url: string;
  readonly format: (typeof FORMATS)[number] | (typeof ONLY)[number];
}

export const webhookSignCommand = defineCommand<WebhookSignInput>({
  arguments: [{ term: '[file]', summary: 'the payload; - for standard input' }],
  options: [
    {
      heading: 'Delivery:',
      options: [
        DATA_OPTION,
        { flags: '--timestamp <text>', summary: "sign this time, in the scheme's format" },
        {
          flags: '--url <url>',
          summary: 'the handler, for --format curl',
          default: 'http://127.0.0.1:3000/webhooks',
        },
      ],
    },
    WEBHOOK_OPTIONS,
    {
      heading: 'Output:',
      options: [
        { flags: '--format <name>', summary: 'how to print the headers', choices: FORMATS },
        { flags: '--only <part>', summary: 'print nothing else', choices: ONLY },
        { flags: '--json', summary: 'one JSON document' },
      ],
    },
  ],
  examples: [
    'vk webhook sign payload.json',
    'vk webhook sign payload.json --provider payinout --only signature',
    'vk webhook sign -d \'{"type":"member.new"}\' --sandbox --format curl',
  ],
  read: (words) => ({
    words,
    source: readPayloadSource(words),
    timestamp: words.text('timestamp'),
    url: words.text('url') ?? '',
    format:
      parseChoice('--only', words.text('only'), ONLY) ??
      parseChoice('--format', words.text('format'), FORMATS) ??
      (words.has('json') ? 'json' : 'headers'),
  }),
  run,
});

async function run(input: WebhookSignInput, context: Context): Promise<ExitCode> {
  const { words, source, format } = input;
  const { stdout } = context.terminal;
  const settings = await readWebhookSettings(words, context);
  const target = parseWebhookUrl(input.url);
  const timestamp = chooseTimestamp(settings, input.timestamp, context.deps.nowMs());
  const { body } = await readPayload(source, context);
  const [{ secret }] = settings.secrets;
  const signed = signWebhook(settings.definition, secret, body, timestamp);
  switch (format) {
    case 'json':
      stdout.write(renderJson(settings, timestamp, signed));
      break;
    case 'curl':
      stdout.write(
        renderCurl({
          base: target.base,
          method: 'POST',
          target: utf8(target.path),
          headers: [['Content-Type', 'application/json'], ...signed.headers],
          body,
          timeoutMs: 0,
        }),
      );
      break;
    case 'string-to-sign':
      // A pipe gets the very bytes, ready for `openssl dgst`; a terminal also gets a line's end.
      stdout.write(signed.stringToSign);
      stdout.write(stdout.isTerminal ? '\n' : '');
      break;
    case 'signature':
      stdout.write(`${signed.signature}\n`);
      break;
    default:
      stdout.write(format === 'env' ? renderEnv(signed) : renderHeaders(signed));
  }
  return EXIT.done;
}

function chooseTimestamp(
  { provider, definition: { scheme } }: WebhookSettings,
  given: string | undefined,
  nowMs: number,
): string | undefined {
  const format = scheme.timestamp?.format;
  if (format === undefined) {
    if (given !== undefined) {
      throw new VkError(
        'usage',
        `${provider.name} signs no timestamp with its webhooks`,
        'Leave --timestamp out.',
      );
    }
    return undefined;
  }
  if (given !== undefined && parseTimestamp(given, format) === undefined) {
    throw new VkError(
      'bad-timestamp',
      `--timestamp ${JSON.stringify(given)} is not in the scheme's format`,
      `Write it as ${formatTimestamp(nowMs, format)}.`,
    );
  }
  return given ?? formatTimestamp(nowMs, format);
}

function renderJson(
  { provider, definition }: WebhookSettings,
  timestamp: string | undefined,
  { headers, signature, stringToSign }: SignedWebhook,
): string {
  const { parts, separator, algorithm, encoding } = definition.scheme;
  const document = {
    provider: provider.id,
    timestamp: timestamp ?? null,
    parts,
    separator,
    algorithm: `hmac-${algorithm}`,
    encoding,
    ...bytesMember('stringToSign', stringToSign),
    signature,
    headers: Object.fromEntries(headers),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
