import { addProfiles } from '../../app/change-profiles.js';
import { EXIT, type ExitCode } from '../../app/errors.js';
import type { ChosenStore } from '../../app/kept-secrets.js';
import type { KeptSecret, Profile } from '../../app/ports.js';
import { checkProfileName, makeProfile, refuseTaken } from '../../app/profiles.js';
import { Secret } from '../../core/credential.js';
import type { Provider } from '../../core/provider.js';
import { findProvider } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION, PROVIDER_IDS } from '../flags.js';
import { writeNotes } from '../notes.js';
import {
  ACCOUNT_OPTIONS,
  readProfileWords,
  SECRET_OPTIONS,
  STORE_OPTION,
  type ProfileWords,
} from '../profile-options.js';
import {
  askBaseUrl,
  askField,
  askMode,
  askSecret,
  noteOddFields,
  promptsFor,
  takeGiven,
} from '../profile-questions.js';
import {
  fallbackNote,
  profileTools,
  savedMembers,
  savedNotes,
  storeFor,
  storeNames,
} from '../profile-store.js';
import { report } from '../report.js';

interface AddInput extends ProfileWords {
  readonly name: string;
  readonly force: boolean;
  readonly isJson: boolean;
}

export const profileAddCommand = defineCommand<AddInput>({
  arguments: [{ term: '<name>', summary: 'letters, digits, dots, hyphens, underscores' }],
  options: [
    {
      heading: 'Account:',
      options: [
        ...ACCOUNT_OPTIONS,
        { flags: '--force', summary: 'replace a profile of that name' },
      ],
    },
    SECRET_OPTIONS,
    { heading: 'Store:', options: [STORE_OPTION] },
    JSON_OPTION,
  ],
  examples: [
    'vk profile add prod --provider vistarkriya',
    'vk profile add ci --provider kamiokash --api-key "$KEY" --secret-env SECRET',
    'vk profile add prod --provider kamiokash --api-key "$KEY" \\',
    "  --secret-command 'op read op://Private/kamiokash/secret'",
    'pass show api | vk profile add prod --provider vistarkriya \\',
    '  --api-key vk_live_abc --code 123456 --secret-stdin',
  ],
  read: (words) => ({
    ...readProfileWords(words),
    name: words.args[0] ?? '',
    force: words.has('force'),
    isJson: words.has('json'),
  }),
  run,
});

async function run(input: AddInput, context: Context): Promise<ExitCode> {
  checkProfileName(input.name);
  const { profiles } = context.deps;
  // Said before any question is asked; the store itself makes sure of it again. A file that nothing
  // can be made of will be put aside, so no name in it is taken.
  if (profiles.damage() === undefined) {
    refuseTaken(profiles.read(), input.name, input.force);
  }
  const { profile, chosen } = await gather(input, context);
  const added = new Map([[input.name, profile]]);
  const saved = await addProfiles(profileTools(context), added, chosen.store, input.force);
  const { path } = profiles;
  if (!input.isJson) {
    await writeNotes([...savedNotes(saved, path), fallbackNote(chosen, path)], context);
  }
  const document = {
    added: input.name,
    path,
    secret: secretStore(profile, chosen),
    ...savedMembers(saved),
  };
  report(context.terminal, input.isJson, document, sentence(input.name, profile, chosen, path));
  return EXIT.done;
}

interface Gathered {
  readonly profile: Profile;
  readonly chosen: ChosenStore;
}

/** Asks for what flags do not say. */
async function gather(input: AddInput, context: Context): Promise<Gathered> {
  const provider = findProvider(input.provider ?? (await askProvider(context)));
  const isGuided = context.terminal.isInteractive && isIncomplete(input, provider);
  if (!input.isJson) {
    await noteOddFields(provider, input.fields, context);
  }
  const fields = { ...input.fields };
  for (const field of provider.credential) {
    fields[field.id] ??= await askField(provider, field, context);
  }
  const asksBase = isGuided && provider.baseUrl === undefined;
  const baseUrl = input.baseUrl ?? (asksBase ? await askBaseUrl(provider, context) : undefined);
  const mode = input.mode ?? (isGuided ? await askMode(context) : undefined);
  const secret = await chooseSecret(input, context);
  const profile = makeProfile(provider, {
    fields,
    dialect: input.dialect,
    baseUrl,
    mode,
    secret,
    webhookSecret: await chooseWebhookSecret(input, provider, isGuided, context),
  });
  const given = [profile.secret, profile.webhookSecret];
  return { profile, chosen: await storeFor(given, input.store, context) };
}

/** Whether something has to be asked for: then what may be left out is asked for as well. */
function isIncomplete({ provider, fields, secret }: AddInput, { credential }: Provider): boolean {
  const { fromVariable, fromFile, fromCommand } = secret;
  return (
    provider === undefined ||
    credential.some(({ id }) => fields[id] === undefined) ||
    [fromVariable, fromFile, fromCommand].every((each) => each === undefined)
  );
}

async function askProvider(context: Context): Promise<string> {
  const prompts = await promptsFor('the provider', '--provider', context);
  return await prompts.choose('Provider', PROVIDER_IDS);
}

async function chooseSecret(input: AddInput, context: Context): Promise<KeptSecret> {
  const given = await takeGiven('secret', input.secret, input, context);
  if (given !== undefined) {
    return given;
  }
  const flags = '--secret-stdin, --secret-env, --secret-file or --secret-command';
  const prompts = await promptsFor('the API secret', flags, context);
  return Secret.of(await prompts.secret('API secret'));
}

async function chooseWebhookSecret(
  input: AddInput,
  { webhook }: Provider,
  isGuided: boolean,
  context: Context,
): Promise<KeptSecret | undefined> {
  const given = await takeGiven('webhook secret', input.webhookSecret, input, context);
  return given !== undefined || !isGuided || webhook?.key !== 'webhook'
    ? given
    : await askSecret('Webhook secret (may be left empty)', context);
}

/** Where the secret is now. */
function secretStore({ secret }: Profile, { store }: ChosenStore): string {
  return secret instanceof Secret ? store : (secret?.store ?? 'none');
}

function sentence(
  name: string,
  { secret, webhookSecret }: Profile,
  { store, keychain }: ChosenStore,
  path: string,
): string {
  const stored = `Profile ${name} is stored in ${path} (mode 0600)`;
  const kept = storeNames([secret, webhookSecret]);
  if (kept.includes('file') && store === 'keychain') {
    return `${stored}, its secret in the keychain (${keychain ?? ''}).`;
  }
  return kept.includes('command') && !kept.includes('file')
    ? `${stored}; a command prints its secret when it is needed.`
    : `${stored}.`;
}
