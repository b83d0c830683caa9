import { EXIT, type ExitCode } from '../../app/errors.js';
import type { PromptPort } from '../../app/ports.js';
import {
  addProfile,
  checkProfileName,
  fieldFault,
  makeProfile,
  refuseTaken,
} from '../../app/profiles.js';
import { Secret } from '../../core/credential.js';
import { VkError } from '../../core/error.js';
import type { CredentialField, FieldName, Mode, Provider } from '../../core/provider.js';
import { findProvider } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { CODE_HEADERS, JSON_OPTION, MODES, parseChoice, PROVIDER_IDS } from '../flags.js';
import { renderNote } from '../render/error.js';
import { paletteFor } from '../render/palette.js';
import { report } from '../report.js';
import { takeSecret, type SecretSources } from '../secret-input.js';
import type { Words } from '../words.js';

interface AddInput {
  readonly name: string;
  readonly provider: string | undefined;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  readonly dialect: string | undefined;
  readonly baseUrl: string | undefined;
  readonly mode: Mode | undefined;
  readonly secret: SecretSources;
  readonly webhookSecret: SecretSources;
  readonly keepNewline: boolean;
  readonly force: boolean;
  readonly isJson: boolean;
}

export const profileAddCommand = defineCommand<AddInput>({
  arguments: [{ term: '<name>', summary: 'letters, digits, dots, hyphens, underscores' }],
  options: [
    {
      heading: 'Account:',
      options: [
        { flags: '--provider <id>', summary: 'whose account it is', choices: PROVIDER_IDS },
        { flags: '--api-key <key>', summary: 'API key, or PublicToken' },
        { flags: '--code <digits>', summary: '6-digit code' },
        { flags: '--code-header <name>', summary: 'its header', choices: CODE_HEADERS },
        { flags: '--email <address>', summary: 'account email' },
        { flags: '--base-url <url>', summary: 'where the API is, if not where its page says' },
        {
          flags: '--mode <mode>',
          summary: 'what you expect it to be (default: sandbox)',
          choices: MODES,
        },
        { flags: '--force', summary: 'replace a profile of that name' },
      ],
    },
    {
      heading: 'Secret (asked for on a terminal; never an argument):',
      options: [
        { flags: '--secret-stdin', summary: 'read it from standard input' },
        { flags: '--secret-env <name>', summary: 'take it from this variable' },
        { flags: '--secret-file <file>', summary: 'read it from this file' },
        { flags: '--webhook-secret-env <name>', summary: 'the same for the webhook secret' },
        { flags: '--webhook-secret-file <file>', summary: 'the same for the webhook secret' },
        { flags: '--keep-newline', summary: "keep a line break at the secret's end" },
      ],
    },
    JSON_OPTION,
  ],
  examples: [
    'vk profile add prod --provider vistarkriya',
    'vk profile add ci --provider kamiokash --api-key "$KEY" --secret-env SECRET',
    'pass show api | vk profile add prod --provider vistarkriya \\',
    '  --api-key vk_live_abc --code 123456 --secret-stdin',
  ],
  read: (words) => ({
    name: words.args[0] ?? '',
    provider: words.text('provider'),
    fields: readFields(words),
    dialect: words.text('code-header'),
    baseUrl: words.text('base-url'),
    mode: parseChoice('--mode', words.text('mode'), MODES),
    secret: {
      fromStdin: words.has('secret-stdin'),
      fromVariable: words.text('secret-env'),
      fromFile: words.text('secret-file'),
    },
    webhookSecret: {
      fromStdin: false,
      fromVariable: words.text('webhook-secret-env'),
      fromFile: words.text('webhook-secret-file'),
    },
    keepNewline: words.has('keep-newline'),
    force: words.has('force'),
    isJson: words.has('json'),
  }),
  run,
});

function readFields(words: Words): AddInput['fields'] {
  const apiKey = words.text('api-key');
  const code = words.text('code');
  const email = words.text('email');
  return {
    ...(apiKey !== undefined && { apiKey }),
    ...(code !== undefined && { code }),
    ...(email !== undefined && { email }),
  };
}

async function run(input: AddInput, context: Context): Promise<ExitCode> {
  checkProfileName(input.name);
  // Said before any question is asked; the store itself makes sure of it again.
  refuseTaken(context.deps.profiles.read(), input.name, input.force);
  const provider = findProvider(await chooseProvider(input, context));
  const fields = { ...input.fields };
  for (const field of provider.credential) {
    fields[field.id] ??= await askField(provider, field, context);
  }
  const profile = makeProfile(provider, {
    fields,
    dialect: input.dialect,
    baseUrl: input.baseUrl ?? (await askBaseUrl(provider, context)),
    mode: input.mode,
    secret: await chooseSecret(input, context),
    webhookSecret: await chooseWebhookSecret(input, context),
  });
  await addProfile(await context.deps.profileWriter(), input.name, profile, input.force);
  const { terminal, deps } = context;
  const { path } = deps.profiles;
  const done = `Profile ${input.name} is stored in ${path} (mode 0600).`;
  report(terminal, input.isJson, { added: input.name, path }, done);
  return EXIT.done;
}

async function chooseProvider({ provider }: AddInput, context: Context): Promise<string> {
  if (provider !== undefined) {
    return provider;
  }
  const prompts = await promptsFor('the provider', '--provider', context);
  return await prompts.choose('Provider', PROVIDER_IDS);
}

async function askField(
  provider: Provider,
  { id, label }: CredentialField,
  context: Context,
): Promise<string> {
  const flag = `--${id.replace('K', '-k')}`;
  const prompts = await promptsFor(`the ${label}`, flag, context);
  return await prompts.text(
    capitalised(label),
    (answer) => fieldFault(provider, id, answer) ?? true,
  );
}

async function askBaseUrl(provider: Provider, context: Context): Promise<string | undefined> {
  if (provider.baseUrl !== undefined || !context.terminal.isInteractive) {
    return undefined;
  }
  const prompts = await context.deps.prompts();
  const answer = await prompts.text('Base URL (the provider publishes none; may be left empty)');
  return answer === '' ? undefined : answer;
}

async function chooseSecret(input: AddInput, context: Context): Promise<Secret> {
  const taken = await takeSecret(input.secret, input.keepNewline, context);
  if (taken !== undefined) {
    await noteTrimmed('secret', taken.wasTrimmed && !input.isJson, context);
    return taken.secret;
  }
  const flags = '--secret-stdin, --secret-env or --secret-file';
  const prompts = await promptsFor('the API secret', flags, context);
  return Secret.of(await prompts.secret('API secret'));
}

async function chooseWebhookSecret(input: AddInput, context: Context): Promise<Secret | undefined> {
  const taken = await takeSecret(input.webhookSecret, input.keepNewline, context);
  const wasTrimmed = taken?.wasTrimmed === true && !input.isJson;
  await noteTrimmed('webhook secret', wasTrimmed, context);
  return taken?.secret;
}

async function noteTrimmed(
  what: string,
  wasTrimmed: boolean,
  { terminal }: Context,
): Promise<void> {
  if (wasTrimmed) {
    const note = `the line break at the end of the ${what} was left out (--keep-newline keeps it)`;
    terminal.stderr.write(renderNote(note, await paletteFor(terminal.stderr)));
  }
}

/** Prompts, where somebody can answer them. @throws VkError `missing-value` that names the flag */
async function promptsFor(what: string, flag: string, context: Context): Promise<PromptPort> {
  if (!context.terminal.isInteractive) {
    throw new VkError(
      'missing-value',
      `${what} is missing, and there is no terminal to ask on`,
      `Give it with ${flag}.`,
    );
  }
  return await context.deps.prompts();
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
