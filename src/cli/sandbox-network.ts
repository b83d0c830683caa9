import { isIP } from 'node:net';
import { parseWebhookUrl, type WebhookTarget } from '../app/webhooks.js';
import { isLoopback } from '../core/base-url.js';
import { VkError } from '../core/error.js';
import type { Provider } from '../core/provider.js';
import type { OptionGroup } from './command.js';
import type { Words } from './words.js';

/** Where a sandbox listens, and where it sends webhooks. */
export const SANDBOX_NETWORK_OPTIONS: OptionGroup = {
  heading: 'Network:',
  options: [
    { flags: '--webhook-url <url>', summary: 'send the signed webhooks of providers there' },
    { flags: '--listen <address>', summary: 'another address than 127.0.0.1; see --expose' },
    { flags: '--expose', summary: 'allow other machines: hints tell them how to sign' },
  ],
};

/**
 * The address to listen on; undefined where none is asked for.
 *
 * @throws VkError `exposed` for one that other machines reach, unless that is asked for
 */
export function readHost(words: Words): string | undefined {
  const text = words.text('listen');
  if (text === undefined) {
    return undefined;
  }
  const host = text === 'localhost' ? '127.0.0.1' : text;
  if (isIP(host) === 0) {
    throw new VkError(
      'usage',
      `--listen ${JSON.stringify(text)} is no IP address`,
      'Write an address of this machine, such as 127.0.0.1, ::1 or 0.0.0.0.',
    );
  }
  if (!isLoopback(host) && !words.has('expose')) {
    throw new VkError(
      'exposed',
      `${host} can be reached from other machines, and the sandbox's answers tell how to sign`,
      'Leave --listen out, or add --expose if that is meant.',
    );
  }
  return host;
}

/** @throws VkError `usage` or `bad-url` */
export function readWebhook(words: Words, served: readonly Provider[]): WebhookTarget | undefined {
  const url = words.text('webhook-url');
  if (url === undefined) {
    return undefined;
  }
  if (served.every(({ webhook }) => webhook === undefined)) {
    throw new VkError(
      'usage',
      `--webhook-url has no use: ${served.map(({ name }) => name).join(', ')} sends no webhooks`,
      'Serve a provider that does, such as --provider kamiokash.',
    );
  }
  return parseWebhookUrl(url);
}
