import { EXIT, type ExitCode } from '../../app/errors.js';
import { storeOf } from '../../app/kept-secrets.js';
import type { Profile, ProfileSet } from '../../app/ports.js';
import { traceValues, type TracedValue } from '../../app/profile-origins.js';
import { findProfile, shortenKey } from '../../app/profiles.js';
import { FIELD_VARIABLES, variable } from '../../app/value-sources.js';
import { findProvider } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { writeNotes } from '../notes.js';
import { fetchSecret } from '../prepare.js';
import { chosenName, describeKept } from '../profile-store.js';
import { paletteFor } from '../render/palette.js';
import { fields, tableWithHead, visible } from '../render/text.js';

interface ShowInput {
  readonly name: string | undefined;
  readonly isOrigin: boolean;
  readonly isJson: boolean;
}

export const profileShowCommand = defineCommand<ShowInput>({
  arguments: [{ term: '[name]', summary: 'the current profile, if left out', values: 'profiles' }],
  options: [
    {
      heading: 'Output:',
      options: [
        { flags: '--origin', summary: 'what a command here would use, and where it is from' },
        { flags: '--json', summary: 'one JSON document' },
      ],
    },
  ],
  examples: ['vk profile show', 'vk profile show prod --json', 'vk profile show --origin'],
  read: (words) => ({
    name: words.args[0],
    isOrigin: words.has('origin'),
    isJson: words.has('json'),
  }),
  run: async (input, context) =>
    input.isOrigin ? await showOrigins(input, context) : await showProfile(input, context),
});

async function showProfile({ name, isJson }: ShowInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const set = deps.profiles.read();
  const shown = chosenName(name, set, terminal.env);
  const profile = findProfile(set, shown);
  const summary = summarise(profile, deps.profiles.path);
  if (isJson) {
    const stores = { secretStore: profile.secret ? storeOf(profile.secret) : null };
    const document = { name: shown, current: shown === set.current, ...summary, ...stores };
    terminal.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return EXIT.done;
  }
  const palette = await paletteFor(terminal.stdout);
  const lines = Object.entries(summary).map(
    ([key, value]) => [key, visible(value ?? '(none)')] as const,
  );
  terminal.stdout.write(fields([['name', shown], ...lines], palette.dim));
  const notes = overriding(terminal.env).map(
    (each) => `${each} is set, and wins over this profile`,
  );
  await writeNotes(notes, context);
  return EXIT.done;
}

/** What may be seen of a profile: keys shortened, secrets only as a place. */
function summarise(profile: Profile, path: string): Readonly<Record<string, string | null>> {
  const provider = findProvider(profile.provider);
  const { secret, webhookSecret } = profile;
  return {
    provider: provider.id,
    mode: profile.mode ?? 'sandbox',
    baseUrl: profile.baseUrl ?? provider.baseUrl ?? null,
    apiKey: profile.apiKey === undefined ? null : shortenKey(profile.apiKey),
    ...(profile.code !== undefined && { code: profile.code }),
    ...(profile.dialect !== undefined && { codeHeader: profile.dialect }),
    ...(profile.email !== undefined && { email: profile.email }),
    secret: secret === undefined ? null : describeKept(secret, path),
    ...(webhookSecret && { webhookSecret: describeKept(webhookSecret, path) }),
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

/** What a command in this folder would use; a name counts as `--profile` does. */
async function showOrigins({ name, isJson }: ShowInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const { path } = deps.profiles;
  let set: ProfileSet | undefined;
  const { profile, values } = traceValues(
    {
      flags: name === undefined ? {} : { profile: name },
      env: terminal.env,
      project: deps.project(),
      profiles: () => (set ??= deps.profiles.read()),
      fetchSecret: fetchSecret(context),
    },
    (kept) => describeKept(kept, path),
  );
  if (isJson) {
    const rows = values.map(({ name: valueName, taken, overridden }) => ({
      name: valueName,
      value: taken?.value ?? null,
      origin: taken?.origin ?? null,
      overridden,
    }));
    const document = { profile: profile ?? null, values: rows };
    terminal.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return EXIT.done;
  }
  const { dim } = await paletteFor(terminal.stdout);
  const rows = values.flatMap(originRows);
  terminal.stdout.write(tableWithHead([['NAME', 'VALUE', 'FROM'], ...rows], dim));
  return EXIT.done;
}

/** A row for what is taken, and one for each that it wins over. */
function originRows({ name, taken, overridden }: TracedValue): readonly string[][] {
  const [first, ...rest] = [
    [visible(taken?.value ?? '(none)'), visible(taken?.origin ?? '')],
    ...overridden.map(({ value, origin }) => [visible(value), `overridden: ${visible(origin)}`]),
  ];
  return [[name, ...(first ?? [])], ...rest.map((row) => ['', ...row])];
}
