import { EXIT, type ExitCode } from '../../app/errors.js';
import type { Provider } from '../../core/provider.js';
import { findProvider, providers } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { PROVIDER_IDS } from '../flags.js';
import { paletteFor } from '../render/palette.js';
import { renderEndpoints } from '../render/reference.js';

interface EndpointsInput {
  readonly provider: string | undefined;
  readonly isJson: boolean;
}

export const endpointsCommand = defineCommand<EndpointsInput>({
  arguments: [{ term: '[provider]', summary: 'all of them, if left out', choices: PROVIDER_IDS }],
  options: [{ heading: 'Options:', options: [{ flags: '--json', summary: 'one JSON document' }] }],
  examples: ['vk endpoints', 'vk endpoints kamiokash --json'],
  read: (words) => ({ provider: words.args[0], isJson: words.has('json') }),
  run,
});

async function run({ provider, isJson }: EndpointsInput, { terminal }: Context): Promise<ExitCode> {
  const { stdout } = terminal;
  const shown: readonly Provider[] = provider === undefined ? providers : [findProvider(provider)];
  if (isJson) {
    const endpoints = shown.flatMap(({ id, basePath, sources, endpoints: each }) =>
      each.map(({ method, path, summary, source }) => ({
        provider: id,
        method,
        path,
        target: basePath + path,
        summary,
        source: sources[source] ?? source,
      })),
    );
    stdout.write(`${JSON.stringify({ endpoints }, null, 2)}\n`);
  } else {
    stdout.write(renderEndpoints(shown, await paletteFor(stdout)));
  }
  return EXIT.done;
}
