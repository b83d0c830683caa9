import { EXIT, type ExitCode } from '../../app/errors.js';
import type { Provider } from '../../core/provider.js';
import { findProvider } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION, PROVIDER_IDS } from '../flags.js';
import { paletteFor } from '../render/palette.js';
import { renderProvider } from '../render/reference.js';

interface ShowInput {
  readonly id: string;
  readonly isJson: boolean;
}

export const providerShowCommand = defineCommand<ShowInput>({
  arguments: [{ term: '<provider>', summary: 'whose pages', choices: PROVIDER_IDS }],
  options: [JSON_OPTION],
  examples: ['vk provider show vistarkriya', 'vk provider show payinout --json'],
  read: (words) => ({ id: words.args[0] ?? '', isJson: words.has('json') }),
  run,
});

async function run({ id, isJson }: ShowInput, { terminal }: Context): Promise<ExitCode> {
  const { stdout } = terminal;
  const provider = findProvider(id);
  stdout.write(isJson ? renderJson(provider) : renderProvider(provider, await paletteFor(stdout)));
  return EXIT.done;
}

/** The definition itself, but for the sandbox's rules. Patterns stand there as their source. */
function renderJson({ sandbox: _sandbox, ...documented }: Provider): string {
  const text = JSON.stringify(
    documented,
    (_key, value: unknown) => (value instanceof RegExp ? value.source : value),
    2,
  );
  return `${text}\n`;
}
