import { EXIT, type ExitCode } from '../../app/errors.js';
import type { Provider } from '../../core/provider.js';
import { providers } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION } from '../flags.js';
import { paletteFor } from '../render/palette.js';
import { renderProviders } from '../render/reference.js';

interface ListInput {
  readonly isJson: boolean;
}

export const providerListCommand = defineCommand<ListInput>({
  arguments: [],
  options: [JSON_OPTION],
  examples: ['vk provider list', 'vk provider list --json'],
  read: (words) => ({ isJson: words.has('json') }),
  run,
});

async function run({ isJson }: ListInput, { terminal }: Context): Promise<ExitCode> {
  const { stdout } = terminal;
  if (isJson) {
    const listed = providers.map(({ id, name, summary, ...provider }: Provider) => ({
      id,
      name,
      summary,
      baseUrl: provider.baseUrl ?? null,
    }));
    stdout.write(`${JSON.stringify({ providers: listed }, null, 2)}\n`);
  } else {
    stdout.write(renderProviders(providers, await paletteFor(stdout)));
  }
  return EXIT.done;
}
