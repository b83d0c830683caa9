import { EXIT, type ExitCode } from '../../app/errors.js';
import { VkError } from '../../core/error.js';
import type { Provider } from '../../core/provider.js';
import { findProvider, providers } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { PROVIDER_IDS } from '../flags.js';
import { paletteFor } from '../render/palette.js';
import { renderEvents } from '../render/reference.js';

interface EventsInput {
  readonly provider: string | undefined;
  readonly isJson: boolean;
}

const WITH_WEBHOOKS: readonly Provider[] = providers.filter(
  ({ webhook }: Provider) => webhook !== undefined,
);

export const eventsCommand = defineCommand<EventsInput>({
  arguments: [{ term: '[provider]', summary: 'all of them, if left out', choices: PROVIDER_IDS }],
  options: [{ heading: 'Options:', options: [{ flags: '--json', summary: 'one JSON document' }] }],
  examples: ['vk events', 'vk events kamiokash --json'],
  read: (words) => ({ provider: words.args[0], isJson: words.has('json') }),
  run,
});

async function run({ provider, isJson }: EventsInput, { terminal }: Context): Promise<ExitCode> {
  const { stdout } = terminal;
  const shown = provider === undefined ? WITH_WEBHOOKS : [sender(findProvider(provider))];
  if (isJson) {
    const events = shown.flatMap(({ id, webhook, sources }) =>
      (webhook?.events ?? []).map(({ name, summary }) => ({
        provider: id,
        name,
        summary,
        source: sources[webhook?.source ?? ''] ?? 'vk',
      })),
    );
    stdout.write(`${JSON.stringify({ events }, null, 2)}\n`);
  } else {
    stdout.write(renderEvents(shown, await paletteFor(stdout)));
  }
  return EXIT.done;
}

function sender(provider: Provider): Provider {
  if (provider.webhook === undefined) {
    throw new VkError(
      'usage',
      `${provider.name} documents no webhook`,
      `Those that do are ${WITH_WEBHOOKS.map(({ id }) => id).join(' and ')}.`,
    );
  }
  return provider;
}
