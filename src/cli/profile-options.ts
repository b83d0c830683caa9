import type { FieldName, Mode } from '../core/provider.js';
import type { OptionGroup, OptionSpec } from './command.js';
import { CODE_HEADERS, MODES, parseChoice, PROVIDER_IDS } from './flags.js';
import type { SecretSources } from './secret-input.js';
import type { Words } from './words.js';

/** What an account has, for commands that store one. */
export const ACCOUNT_OPTIONS: readonly OptionSpec[] = [
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
];

/** Where a secret comes from. */
export const SECRET_OPTIONS: OptionGroup = {
  heading: 'Secret (asked for on a terminal; never an argument):',
  options: [
    { flags: '--secret-stdin', summary: 'read it from standard input' },
    { flags: '--secret-env <name>', summary: 'take it from this variable' },
    { flags: '--secret-file <file>', summary: 'read it from this file' },
    {
      flags: '--secret-command <line>',
      summary: 'run this whenever it is needed, without a shell',
    },
    { flags: '--webhook-secret-env <name>', summary: 'the same for the webhook secret' },
    { flags: '--webhook-secret-file <file>', summary: 'the same for the webhook secret' },
    { flags: '--webhook-secret-command <line>', summary: 'the same for the webhook secret' },
    { flags: '--keep-newline', summary: "keep a line break at the secret's end" },
  ],
};

const STORES = ['keychain', 'file', 'command'] as const;

/** Where a secret goes. */
export const STORE_OPTION: OptionSpec = {
  flags: '--store <place>',
  summary: 'where secrets are kept (default: the keychain, if one answers)',
  choices: STORES,
};

/** What the command line says about a profile. */
export interface ProfileWords {
  readonly provider: string | undefined;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  readonly dialect: string | undefined;
  readonly baseUrl: string | undefined;
  readonly mode: Mode | undefined;
  readonly secret: SecretSources;
  readonly webhookSecret: SecretSources;
  readonly store: (typeof STORES)[number] | undefined;
  readonly keepNewline: boolean;
}

/** Reads {@link ACCOUNT_OPTIONS}, {@link SECRET_OPTIONS} and {@link STORE_OPTION}. */
export function readProfileWords(words: Words): ProfileWords {
  return {
    provider: words.text('provider'),
    fields: readFields(words),
    dialect: words.text('code-header'),
    baseUrl: words.text('base-url'),
    mode: parseChoice('--mode', words.text('mode'), MODES),
    secret: {
      fromStdin: words.has('secret-stdin'),
      fromVariable: words.text('secret-env'),
      fromFile: words.text('secret-file'),
      fromCommand: words.text('secret-command'),
    },
    webhookSecret: {
      fromStdin: false,
      fromVariable: words.text('webhook-secret-env'),
      fromFile: words.text('webhook-secret-file'),
      fromCommand: words.text('webhook-secret-command'),
    },
    store: parseChoice('--store', words.text('store'), STORES),
    keepNewline: words.has('keep-newline'),
  };
}

function readFields(words: Words): ProfileWords['fields'] {
  const apiKey = words.text('api-key');
  const code = words.text('code');
  const email = words.text('email');
  return {
    ...(apiKey !== undefined && { apiKey }),
    ...(code !== undefined && { code }),
    ...(email !== undefined && { email }),
  };
}
