import { EXIT, type ExitCode } from '../../app/errors.js';
import { storeOf } from '../../app/kept-secrets.js';
import type { KeptSecret } from '../../app/ports.js';
import type { Provider } from '../../core/provider.js';
import { providers } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION } from '../flags.js';
import { paletteFor } from '../render/palette.js';
import { tableWithHead, visible } from '../render/text.js';

interface ListInput {
  readonly isJson: boolean;
}

export const profileListCommand = defineCommand<ListInput>({
  arguments: [],
  options: [JSON_OPTION],
  examples: ['vk profile list', "vk profile list --json | jq -r '.profiles[].name'"],
  read: (words) => ({ isJson: words.has('json') }),
  run,
});

async function run({ isJson }: ListInput, { terminal, deps }: Context): Promise<ExitCode> {
  const { current, profiles } = deps.profiles.read();
  const rows = [...profiles].map(([name, profile]) => ({
    name,
    current: name === current,
    provider: profile.provider,
    mode: profile.mode ?? 'sandbox',
    baseUrl: profile.baseUrl ?? documentedBase(profile.provider) ?? null,
    secret: placeOf(profile.secret),
    webhookSecret: placeOf(profile.webhookSecret),
  }));
  if (isJson) {
    terminal.stdout.write(`${JSON.stringify({ profiles: rows }, null, 2)}\n`);
    return EXIT.done;
  }
  if (rows.length === 0) {
    terminal.stderr.write('There is no profile yet. Add one with vk profile add NAME.\n');
    return EXIT.done;
  }
  const palette = await paletteFor(terminal.stdout);
  const lines = rows.map(({ name, current: isCurrent, provider, mode, baseUrl, secret }) => [
    isCurrent ? '*' : '',
    visible(name),
    visible(provider),
    mode,
    secret ?? '(none)',
    visible(baseUrl ?? '(none)'),
  ]);
  const head = ['', 'NAME', 'PROVIDER', 'MODE', 'SECRET', 'BASE URL'];
  terminal.stdout.write(tableWithHead([head, ...lines], palette.dim));
  return EXIT.done;
}

function placeOf(kept: KeptSecret | undefined): string | null {
  return kept === undefined ? null : storeOf(kept);
}

/** A profile of a provider that this vk does not know is listed all the same. */
function documentedBase(id: string): string | undefined {
  const known: readonly Provider[] = providers;
  return known.find((provider) => provider.id === id)?.baseUrl;
}
