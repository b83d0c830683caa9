import type { SandboxOptions } from '../app/serve-sandbox.js';
import { decodeUtf8 } from '../core/bytes.js';
import { VkError } from '../core/error.js';
import type { Provider } from '../core/provider.js';
import { providers } from '../providers/registry.js';
import { parseSeeds, type Seed } from '../sandbox/seed.js';
import type { Context, OptionGroup } from './command.js';
import { renderError } from './render/error.js';
import { paletteFor } from './render/palette.js';
import type { Words } from './words.js';

/** What the sandbox holds, and where it keeps that. */
export const SANDBOX_STATE_OPTIONS: OptionGroup = {
  heading: 'State:',
  options: [
    { flags: '--state <folder>', summary: 'keep state there across restarts (default: in memory)' },
    { flags: '--seed <file>', summary: 'what it holds at first, as JSON; kept state wins over it' },
  ],
};

export interface StateSettings {
  readonly folder: string | undefined;
  readonly seedFile: string | undefined;
}

/** @throws VkError `usage` */
export function readStateSettings(words: Words): StateSettings {
  const folder = words.text('state');
  if (folder === '') {
    throw new VkError('usage', '--state names no folder', 'Write it as --state ./vk-state');
  }
  return { folder, seedFile: words.text('seed') };
}

/** What of it concerns one provider. */
export type StateOf = (provider: Provider) => {
  readonly seed: { readonly seed?: Seed };
  readonly state: Pick<SandboxOptions, 'state'>;
};

/** @throws VkError `usage` for a seed that fits no provider, `file` where it cannot be read */
export async function openState(
  { folder, seedFile }: StateSettings,
  isJson: boolean,
  { terminal, deps }: Context,
): Promise<StateOf> {
  const seeds =
    seedFile === undefined
      ? new Map<string, Seed>()
      : parseSeeds(decodeUtf8(deps.files.read(seedFile)) ?? '', providers);
  const port = folder === undefined ? undefined : await deps.state();
  const palette = await paletteFor(terminal.stderr);
  const onLost = (error: VkError): void => {
    terminal.stderr.write(renderError(error, isJson, palette));
  };
  return ({ id }) => {
    const seed = seeds.get(id);
    return {
      seed: { ...(seed !== undefined && { seed }) },
      state: {
        ...(folder !== undefined && port !== undefined && { state: { port, folder, onLost } }),
      },
    };
  };
}
