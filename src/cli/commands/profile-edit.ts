import {
  editProfile,
  UNSETTABLE,
  type ProfileChange,
  type Unsettable,
} from '../../app/edit-profile.js';
import { EXIT, type ExitCode } from '../../app/errors.js';
import { chooseStore, storeOf, type ChosenStore } from '../../app/kept-secrets.js';
import type { KeptSecret, Profile } from '../../app/ports.js';
import { findProfile } from '../../app/profiles.js';
import { Secret } from '../../core/credential.js';
import { VkError } from '../../core/error.js';
import { findProvider } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { JSON_OPTION, parseChoice } from '../flags.js';
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
  askDialect,
  askField,
  askMode,
  askSecret,
  noteOddFields,
  takeGiven,
} from '../profile-questions.js';
import {
  fallbackNote,
  profileTools,
  savedMembers,
  savedNotes,
  storeFor,
} from '../profile-store.js';
import { report } from '../report.js';
import type { Words } from '../words.js';

interface EditInput extends ProfileWords {
  readonly name: string;
  readonly unset: readonly Unsettable[];
  readonly isJson: boolean;
}

export const profileEditCommand = defineCommand<EditInput>({
  arguments: [{ term: '<name>', summary: 'a stored profile', values: 'profiles' }],
  options: [
    {
      heading: 'Account (what is left out stays as it is):',
      options: [
        ...ACCOUNT_OPTIONS,
        {
          flags: '--unset <what>',
          summary: 'take it away; repeat',
          choices: UNSETTABLE,
          repeats: true,
        },
      ],
    },
    SECRET_OPTIONS,
    {
      heading: 'Store:',
      options: [{ ...STORE_OPTION, summary: 'move its secrets there, out of where they were' }],
    },
    JSON_OPTION,
  ],
  examples: [
    'vk profile edit prod',
    'vk profile edit prod --mode live --code-header admin',
    'vk profile edit prod --store keychain',
    'vk profile edit prod --unset base-url --secret-file new-secret.txt',
  ],
  read: (words) => ({
    ...readProfileWords(words),
    name: words.args[0] ?? '',
    unset: readUnset(words),
    isJson: words.has('json'),
  }),
  run,
});

function readUnset(words: Words): readonly Unsettable[] {
  return (words.list('unset') ?? []).flatMap((text) => {
    const what = parseChoice('--unset', text, UNSETTABLE);
    return what === undefined ? [] : [what];
  });
}

async function run(input: EditInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const present = findProfile(deps.profiles.read(), input.name);
  const change = isAnythingGiven(input)
    ? await readChange(input, present, context)
    : await askChange(input.name, present, context);
  const chosen = await chooseForNew(change, present, input, context);
  const saved = await editProfile(profileTools(context), input.name, change, chosen.store);
  const { path } = deps.profiles;
  if (!input.isJson) {
    await writeNotes([...savedNotes(saved, path), fallbackNote(chosen, path)], context);
  }
  const { moveTo } = change;
  const moved = moveTo && `; its secrets are ${moveTo === 'file' ? `in ${path}` : IN_KEYCHAIN}`;
  const document = { edited: input.name, path, ...savedMembers(saved) };
  report(terminal, input.isJson, document, `Profile ${input.name} is changed${moved ?? ''}.`);
  return EXIT.done;
}

const IN_KEYCHAIN = 'in the keychain, and no longer where they were';

function isAnythingGiven(input: EditInput): boolean {
  const { provider, dialect, baseUrl, mode, store, secret, webhookSecret } = input;
  const texts = [provider, dialect, baseUrl, mode, store, ...Object.values(input.fields)];
  const sources = [secret, webhookSecret].flatMap((each) => Object.values(each));
  return (
    input.unset.length > 0 ||
    [...texts, ...sources].some((each) => each !== undefined && each !== false)
  );
}

async function readChange(
  input: EditInput,
  present: Profile,
  context: Context,
): Promise<ProfileChange> {
  const { store, provider, fields, dialect, baseUrl, mode, unset } = input;
  if (!input.isJson) {
    await noteOddFields(findProvider(provider ?? present.provider), fields, context);
  }
  const secret = await takeGiven('secret', input.secret, input, context);
  const webhookSecret = await takeGiven('webhook secret', input.webhookSecret, input, context);
  refuseContradictions(input, [secret, webhookSecret]);
  const moveTo = store === 'command' ? undefined : store;
  return { provider, fields, dialect, baseUrl, mode, unset, secret, webhookSecret, moveTo };
}

function refuseContradictions(
  { store, unset, baseUrl, mode, dialect, fields }: EditInput,
  secrets: readonly [secret: KeptSecret | undefined, webhookSecret: KeptSecret | undefined],
): void {
  const given: Readonly<Record<Unsettable, unknown>> = {
    'api-key': fields.apiKey,
    code: fields.code,
    'code-header': dialect,
    email: fields.email,
    'base-url': baseUrl,
    mode,
    'webhook-secret': secrets[1],
  };
  const twice = unset.find((each) => given[each] !== undefined);
  if (twice !== undefined) {
    throw new VkError(
      'usage',
      `the ${twice} is both given and taken away`,
      'Leave one of them out.',
    );
  }
  const isNone = secrets.every((each) => each === undefined);
  if (store === 'command' && (isNone || secrets.some((each) => each instanceof Secret))) {
    throw new VkError(
      'usage',
      '--store command needs the command that prints the secret',
      'Give it with --secret-command or --webhook-secret-command.',
    );
  }
}

/** Field by field, with the present value for an empty answer. */
async function askChange(name: string, present: Profile, context: Context): Promise<ProfileChange> {
  if (!context.terminal.isInteractive) {
    throw new VkError(
      'missing-value',
      `nothing is said that should become different in profile ${name}`,
      'Give it by flags, such as --base-url URL or --unset base-url; see vk profile edit --help.',
    );
  }
  const provider = findProvider(present.provider);
  const fields: { apiKey?: string; code?: string; email?: string } = {};
  for (const field of provider.credential) {
    fields[field.id] = await askField(provider, field, context, present[field.id]);
  }
  const { dialect, baseUrl, mode } = present;
  return {
    fields,
    dialect: await askDialect(provider, context, dialect),
    baseUrl: await askBaseUrl(provider, context, baseUrl),
    mode: await askMode(context, mode),
    secret: await askSecret('API secret (empty: as it is)', context),
    webhookSecret:
      provider.webhook?.key === 'webhook'
        ? await askSecret('Webhook secret (empty: as it is)', context)
        : undefined,
    unset: [],
  };
}

/** Asks the keychain only where a secret may go there. */
async function chooseForNew(
  { moveTo, secret, webhookSecret }: ProfileChange,
  present: Profile,
  { store }: EditInput,
  context: Context,
): Promise<ChosenStore> {
  if (moveTo !== undefined) {
    return await chooseStore(moveTo, context.deps.secrets);
  }
  const homeless = [
    isHomeless(present.secret) ? secret : undefined,
    isHomeless(present.webhookSecret) ? webhookSecret : undefined,
  ];
  return homeless.some((each) => each instanceof Secret)
    ? await storeFor(homeless, store, context)
    : { store: 'file' };
}

/** Whether a new secret cannot go where the old one was. */
function isHomeless(old: KeptSecret | undefined): boolean {
  return old === undefined || storeOf(old) === 'command';
}
