import { EXIT, type ExitCode } from '../../app/errors.js';
import { readReadyFile, waitUntilReady } from '../../app/wait-until-ready.js';
import { parseBaseUrl } from '../../core/base-url.js';
import { VkError } from '../../core/error.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION, parseDuration } from '../flags.js';
import type { Words } from '../words.js';

interface WaitInput {
  readonly url: string | undefined;
  readonly readyFile: string | undefined;
  readonly timeoutMs: number;
  readonly isJson: boolean;
}

export const waitCommand = defineCommand<WaitInput>({
  arguments: [{ term: '[url]', summary: 'what should take connections' }],
  options: [
    {
      heading: 'Options:',
      options: [
        {
          flags: '--ready-file <file>',
          summary: 'the addresses that vk sandbox or vk webhook listen writes there',
        },
        { flags: '--timeout <time>', summary: 'give up after 30s, 500ms', default: '30s' },
        ...JSON_OPTION.options,
      ],
    },
  ],
  examples: [
    'vk sandbox --port 0 --ready-file ready.json & vk wait --ready-file ready.json',
    'vk wait http://127.0.0.1:3000 --timeout 10s',
  ],
  read: (words) => ({
    url: readUrl(words),
    readyFile: words.text('ready-file'),
    timeoutMs: parseDuration('--timeout', words.text('timeout') ?? ''),
    isJson: words.has('json'),
  }),
  run,
});

function readUrl(words: Words): string | undefined {
  const [url] = words.args;
  if ((url === undefined) === (words.text('ready-file') === undefined)) {
    throw new VkError(
      'usage',
      url === undefined ? 'there is nothing to wait for' : 'a URL and --ready-file are both given',
      'Give one of them: an address, or the file that will hold the addresses.',
    );
  }
  if (url !== undefined) {
    parseBaseUrl(url, true);
  }
  return url;
}

async function run(
  { url, readyFile, timeoutMs, isJson }: WaitInput,
  context: Context,
): Promise<ExitCode> {
  const { deps, terminal } = context;
  const startMs = deps.nowMs();
  const find = (): readonly string[] =>
    readyFile === undefined ? [url ?? ''] : readReadyFile(readyFile, deps.files.read(readyFile));
  const ready = await waitUntilReady(find, timeoutMs, {
    connection: await deps.connection(),
    nowMs: deps.nowMs,
    pause: (ms) =>
      new Promise((resolve) => {
        deps.later(ms, resolve);
      }),
  });
  const document = { ready, timeMs: deps.nowMs() - startMs };
  terminal.stdout.write(isJson ? `${JSON.stringify(document)}\n` : `${ready.join('\n')}\n`);
  return EXIT.done;
}
