import { EXIT, type ExitCode } from '../../app/errors.js';
import type { Profile } from '../../app/ports.js';
import { findProfile, shortenKey } from '../../app/profiles.js';
import { FIELD_VARIABLES, variable } from '../../app/value-sources.js';
import { VkError } from '../../core/error.js';
import { findProvider } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION } from '../flags.js';
import { renderNote } from '../render/error.js';
import { paletteFor } from '../render/palette.js';
import { fields } from '../render/text.js';

interface ShowInput {
  readonly name: string | undefined;
  readonly isJson: boolean;
}

export const profileShowCommand = defineCommand<ShowInput>({
  arguments: [{ term: '[name]', summary: 'the current profile, if left out' }],
  options: [JSON_OPTION],
  examples: ['vk profile show', 'vk profile show prod --json'],
  read: (words) => ({ name: words.args[0], isJson: words.has('json') }),
  run,
});

async function run({ name, isJson }: ShowInput, { terminal, deps }: Context): Promise<ExitCode> {
  const set = deps.profiles.read();
  const shown = name ?? variable(terminal.env, 'VK_PROFILE') ?? set.current;
  if (shown === undefined) {
    throw new VkError(
      'unknown-profile',
      'there is no current profile',
      'Add one with vk profile add NAME, or choose one with vk profile use NAME.',
    );
  }
  const profile = findProfile(set, shown);
  const summary = summarise(profile, deps.profiles.path);
  if (isJson) {
    const document = { name: shown, current: shown === set.current, ...summary };
    terminal.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return EXIT.done;
  }
  const palette = await paletteFor(terminal.stdout);
  const lines = Object.entries(summary).map(([key, value]) => [key, value ?? '(none)'] as const);
  terminal.stdout.write(fields([['name', shown], ...lines], palette.dim));
  const errors = await paletteFor(terminal.stderr);
  for (const each of overriding(terminal.env)) {
    terminal.stderr.write(renderNote(`${each} is set, and wins over this profile`, errors));
  }
  return EXIT.done;
}

/** What may be seen of a profile: keys shortened, secrets only as a place. */
function summarise(profile: Profile, path: string): Readonly<Record<string, string | null>> {
  const provider = findProvider(profile.provider);
  const where = `stored in ${path}`;
  return {
    provider: provider.id,
    mode: profile.mode ?? 'sandbox',
    baseUrl: profile.baseUrl ?? provider.baseUrl ?? null,
    apiKey: profile.apiKey === undefined ? null : shortenKey(profile.apiKey),
    ...(profile.code !== undefined && { code: profile.code }),
    ...(profile.dialect !== undefined && { codeHeader: profile.dialect }),
    ...(profile.email !== undefined && { email: profile.email }),
    secret: profile.secret === undefined ? null : where,
    ...(profile.webhookSecret && { webhookSecret: where }),
  };
}

function overriding(env: Context['terminal']['env']): string[] {
  return [
    ...Object.values(FIELD_VARIABLES),
    'VK_API_SECRET',
    'VK_WEBHOOK_SECRET',
    'VK_BASE_URL',
  ].filter((name) => variable(env, name) !== undefined);
}
