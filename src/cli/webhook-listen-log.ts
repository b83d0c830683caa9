import type { ListenEntry } from '../app/listen-webhooks.js';
import type { DeliveryStore } from '../app/ports.js';
import { recordLine, type WebhookRecord } from '../app/webhook-log.js';
import { VkError } from '../core/error.js';
import type { Context } from './command.js';
import { renderError } from './render/error.js';
import { paletteFor } from './render/palette.js';
import {
  listenEntryJson,
  listenSummaryJson,
  openListenCounter,
  renderListenEntry,
  renderListenSummary,
} from './render/webhook-listen.js';

export interface ListenLog {
  readonly begin: (ready: Readonly<Record<string, string | number | null>>) => void;
  /** Shows what has come. */
  readonly add: (entry: ListenEntry) => void;
  /** Records a delivery, in the store and in the file that was asked for. */
  readonly keep: (record: WebhookRecord) => void;
  /** Sums up. */
  readonly end: () => void;
}

/**
 * The log of `vk webhook listen`: deliveries on standard output, what is about the listener itself on
 * standard error. As JSON, all of it is on standard output.
 *
 * @throws VkError `file` where the file cannot be written
 */
export async function openListenLog(
  store: DeliveryStore,
  { logFile, isJson }: { readonly logFile: string | undefined; readonly isJson: boolean },
  { terminal, deps }: Context,
): Promise<ListenLog> {
  const { stdout, stderr } = terminal;
  const palette = await paletteFor(stdout);
  const errors = await paletteFor(stderr);
  const counter = openListenCounter();
  if (logFile !== undefined) {
    deps.files.append(logFile, new Uint8Array());
  }

  /** That something cannot be recorded is told of once; deliveries go on. */
  function unfailing(write: (line: string) => void): (line: string) => void {
    let hasFailed = false;
    return (line) => {
      try {
        write(line);
      } catch (error) {
        const shown = error instanceof VkError ? error : NOT_RECORDED;
        stderr.write(hasFailed ? '' : renderError(shown, isJson, errors));
        hasFailed = true;
      }
    };
  }

  const places = [
    unfailing(store.append),
    ...(logFile === undefined
      ? []
      : [
          unfailing((line) => {
            deps.files.append(logFile, Buffer.from(line));
          }),
        ]),
  ];

  return {
    begin: (ready) => {
      const { url, provider, forwardTo } = ready;
      const onwards = forwardTo === null ? '' : `, and passes them on to ${forwardTo}`;
      if (isJson) {
        stdout.write(`${JSON.stringify({ type: 'listening', ...ready })}\n`);
      } else {
        stderr.write(
          `vk takes the webhooks of ${provider} at ${errors.key(String(url))}${onwards}\n${errors.dim('Ctrl-C ends it.')}\n`,
        );
      }
    },
    add: (entry) => {
      counter.add(entry);
      stdout.write(isJson ? listenEntryJson(entry) : renderListenEntry(entry, palette));
    },
    keep: (record) => {
      const line = recordLine(record);
      for (const write of places) {
        write(line);
      }
    },
    end: () => {
      const summary = counter.summary();
      if (isJson) {
        stdout.write(listenSummaryJson(summary));
      } else {
        stderr.write(renderListenSummary(summary));
      }
    },
  };
}

const NOT_RECORDED = new VkError(
  'internal',
  'deliveries cannot be recorded',
  'They are shown and passed on all the same.',
);
