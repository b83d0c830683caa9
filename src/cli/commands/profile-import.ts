import { addProfiles } from '../../app/change-profiles.js';
import { EXIT, type ExitCode } from '../../app/errors.js';
import { SECRET_NAMES } from '../../app/kept-secrets.js';
import type { Profile } from '../../app/ports.js';
import { BUNDLE_PURPOSE, readBundle, readUnsealed } from '../../app/profile-bundle.js';
import { checkProfileName, refuseTaken } from '../../app/profiles.js';
import { Secret } from '../../core/credential.js';
import { VkError } from '../../core/error.js';
import type { Provider } from '../../core/provider.js';
import { unseal } from '../../core/sealed.js';
import { findProvider } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION, parseChoice } from '../flags.js';
import { writeNotes } from '../notes.js';
import {
  PASSPHRASE_OPTIONS,
  readPassphraseSources,
  takePassphrase,
  type PassphraseSources,
} from '../passphrase.js';
import {
  describeCommand,
  fallbackNote,
  profileTools,
  savedMembers,
  savedNotes,
  storeFor,
} from '../profile-store.js';
import { report } from '../report.js';

interface ImportInput {
  readonly source: string;
  readonly as: string | undefined;
  readonly force: boolean;
  readonly allowCommands: boolean;
  readonly store: 'keychain' | 'file' | undefined;
  readonly passphrase: PassphraseSources;
  readonly isJson: boolean;
}

const STORES = ['keychain', 'file'] as const;

export const profileImportCommand = defineCommand<ImportInput>({
  arguments: [{ term: '<file>', summary: 'what vk profile export wrote; - for standard input' }],
  options: [
    {
      heading: 'Profiles:',
      options: [
        { flags: '--as <name>', summary: 'import the only profile under this name' },
        { flags: '--force', summary: 'replace profiles of the same names' },
        { flags: '--allow-commands', summary: 'take programs that print secrets, without asking' },
      ],
    },
    {
      heading: 'Secrets:',
      options: [
        ...PASSPHRASE_OPTIONS,
        {
          flags: '--store <place>',
          summary: 'where secrets are kept (default: the keychain, if one answers)',
          choices: STORES,
        },
      ],
    },
    JSON_OPTION,
  ],
  examples: ['vk profile import profiles.json', 'vk profile import prod.json --as acme-prod'],
  read: (words) => ({
    source: words.args[0] ?? '',
    as: words.text('as'),
    force: words.has('force'),
    allowCommands: words.has('allow-commands'),
    store: parseChoice('--store', words.text('store'), STORES),
    passphrase: readPassphraseSources(words),
    isJson: words.has('json'),
  }),
  run,
});

async function run(input: ImportInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const found = renamed(await readProfiles(input, context), input.as);
  if (deps.profiles.damage() === undefined) {
    const present = deps.profiles.read();
    for (const name of found.keys()) {
      refuseTaken(present, name, input.force);
    }
  }
  if (!input.allowCommands) {
    await confirmCommands(found, context);
  }
  const held = [...found.values()].flatMap(({ secret, webhookSecret }) => [secret, webhookSecret]);
  const isHeld = held.some((each) => each instanceof Secret);
  const chosen = await storeFor(held, isHeld ? input.store : undefined, context);
  const saved = await addProfiles(profileTools(context), found, chosen.store, input.force);
  const { path } = deps.profiles;
  if (!input.isJson) {
    const notes = [...found].flatMap(([name, profile]) => profileNotes(name, profile));
    await writeNotes([...savedNotes(saved, path), fallbackNote(chosen, path), ...notes], context);
  }
  const imported = [...found.keys()];
  const done = `${imported.join(', ')}: imported into ${path}.`;
  report(terminal, input.isJson, { imported, path, ...savedMembers(saved) }, done);
  return EXIT.done;
}

async function readProfiles(
  { source, passphrase }: ImportInput,
  context: Context,
): Promise<ReadonlyMap<string, Profile>> {
  const { files } = context.deps;
  const bundle = readBundle(source === '-' ? await files.readStdin() : files.read(source));
  if ('open' in bundle) {
    return bundle.open;
  }
  const given = await takePassphrase(passphrase, false, context);
  return readUnsealed(unseal(bundle.sealed, given.reveal(), BUNDLE_PURPOSE));
}

function renamed(
  found: ReadonlyMap<string, Profile>,
  as: string | undefined,
): ReadonlyMap<string, Profile> {
  if (as === undefined) {
    return found;
  }
  checkProfileName(as);
  const [only, ...others] = found.values();
  if (only === undefined || others.length > 0) {
    throw new VkError(
      'usage',
      `--as names one profile, and the file has ${found.size}: ${[...found.keys()].join(', ')}`,
      'Import them under their own names, or export the one that is meant.',
    );
  }
  return new Map([[as, only]]);
}

/** A stranger's file could run programs of his choice, so each is shown first. */
async function confirmCommands(
  found: ReadonlyMap<string, Profile>,
  { terminal, deps }: Context,
): Promise<void> {
  const commands = [...found].flatMap(([name, profile]) =>
    commandsOf(profile).map((line) => `profile ${name} would run: ${line}`),
  );
  if (commands.length === 0) {
    return;
  }
  if (!terminal.isInteractive) {
    throw new VkError(
      'missing-value',
      `the file takes secrets from programs; ${commands.join('; ')}`,
      'If those are programs that you trust, say so with --allow-commands. Nothing was imported.',
    );
  }
  await writeNotes(commands, { terminal });
  const prompts = await deps.prompts();
  if (!(await prompts.confirm('Run these programs whenever their secret is needed?'))) {
    throw new VkError('usage', 'the programs were not confirmed', 'Nothing was imported.');
  }
}

function commandsOf(profile: Profile): readonly string[] {
  return SECRET_NAMES.flatMap((name) => {
    const kept = profile[name];
    return kept !== undefined && !(kept instanceof Secret) && kept.store === 'command'
      ? [describeCommand(kept.argv)]
      : [];
  });
}

/** What whoever imports should know of a profile. */
function profileNotes(name: string, { provider, baseUrl, mode, secret }: Profile): string[] {
  const known: Provider = findProvider(provider);
  return [
    ...(baseUrl !== undefined && baseUrl !== known.baseUrl
      ? [`profile ${name} sends to ${baseUrl}, which ${known.name} does not document`]
      : []),
    ...(mode === 'live' ? [`profile ${name} expects live: what it sends can cost money`] : []),
    ...(secret === undefined
      ? [`profile ${name} has no secret yet: vk profile edit ${name} --secret-stdin`]
      : []),
  ];
}
