import { parseScheme } from '../app/webhook-scheme.js';
import {
  checkedSecret,
  resolveWebhook,
  type SchemeByHand,
  type WebhookSecret,
  type WebhookSettings,
} from '../app/webhook-settings.js';
import { variable, type SettingFlags } from '../app/value-sources.js';
import { VkError } from '../core/error.js';
import type { Context, OptionGroup, OptionSpec } from './command.js';
import { PROVIDER_IDS, readCredentialFlags } from './flags.js';
import { fetchSecret } from './prepare.js';
import { takeFile, takeVariable } from './secret-input.js';
import type { Words } from './words.js';

export type { WebhookSecret, WebhookSettings } from '../app/webhook-settings.js';

/** Whose webhooks they are, and the secret. */
export const WEBHOOK_OPTIONS: OptionGroup = {
  heading: 'Webhook:',
  options: [
    {
      flags: '--provider <id>',
      summary: 'whose webhook [VK_PROVIDER] (default: kamiokash)',
      choices: PROVIDER_IDS,
    },
    { flags: '-p, --profile <name>', summary: 'stored profile [VK_PROFILE]' },
    {
      flags: '--secret-env <name>',
      summary: 'secret from this variable, else VK_WEBHOOK_SECRET; repeat',
      repeats: true,
    },
    { flags: '--secret-file <file>', summary: 'secret from a file; repeat', repeats: true },
    { flags: '--sandbox', summary: "the secret of the sandbox's demo credential" },
    {
      flags: '--scheme <text>',
      summary: "another scheme, such as '{timestamp}.{body}'",
    },
    { flags: '--signature-header <name>', summary: 'header that carries the signature' },
    { flags: '--timestamp-header <name>', summary: 'header that carries the timestamp' },
  ],
};

/** For commands that verify. {@link readWebhookSettings} reads it where it is declared. */
export const TOLERANCE_OPTION: OptionSpec = {
  flags: '--tolerance <seconds>',
  summary: 'how far the timestamp may be from now, either way',
};

/**
 * Reads {@link WEBHOOK_OPTIONS} with the environment, the project file and the profiles.
 *
 * @param owner the provider that shows in what was received; it counts where the user names none
 * @throws VkError `usage` for a provider without webhooks, `missing-credential` without a secret
 */
export async function readWebhookSettings(
  words: Words,
  context: Context,
  owner?: string,
): Promise<WebhookSettings> {
  const { terminal, deps } = context;
  const toleranceSeconds = readTolerance(words);
  const settings = await resolveWebhook(
    {
      flags: withOwner(readCredentialFlags(words), owner, context),
      env: terminal.env,
      project: deps.project(),
      profiles: deps.profiles.read,
      fetchSecret: fetchSecret(context),
    },
    readSchemeByHand(words),
    readSecrets(words, context),
  );
  for (const { secret } of settings.secrets) {
    terminal.redaction.register(secret);
  }
  return { ...settings, ...(toleranceSeconds !== undefined && { toleranceSeconds }) };
}

/** Whether the user has named the provider, or a profile that has one. */
export function isProviderNamed(words: Words, { terminal, deps }: Context): boolean {
  return namesProvider(readCredentialFlags(words), { terminal, deps });
}

function namesProvider({ provider, profile }: SettingFlags, { terminal, deps }: Context): boolean {
  const names = ['VK_PROVIDER', 'VK_PROFILE'];
  const project = deps.project();
  return (
    (provider ?? profile ?? project?.provider ?? project?.profile) !== undefined ||
    names.some((name) => variable(terminal.env, name) !== undefined)
  );
}

function withOwner(flags: SettingFlags, owner: string | undefined, context: Context): SettingFlags {
  return owner === undefined || namesProvider(flags, context)
    ? flags
    : { ...flags, provider: owner };
}

function readTolerance(words: Words): number | undefined {
  const text = words.text('tolerance');
  if (text !== undefined && !/^\d{1,9}$/.test(text)) {
    throw new VkError(
      'usage',
      `--tolerance ${JSON.stringify(text)} is no number of seconds`,
      'Write 300 for five minutes either way.',
    );
  }
  return text === undefined ? undefined : Number(text);
}

function readSchemeByHand(words: Words): SchemeByHand {
  const scheme = words.text('scheme');
  const signatureHeader = readHeaderName(words, 'signature-header');
  const timestampHeader = readHeaderName(words, 'timestamp-header');
  return {
    ...(scheme !== undefined && { scheme: parseScheme(scheme) }),
    ...(signatureHeader !== undefined && { signatureHeader }),
    ...(timestampHeader !== undefined && { timestampHeader }),
  };
}

function readHeaderName(words: Words, option: string): string | undefined {
  const name = words.text(option);
  // A token of RFC 9110, section 5.6.2.
  if (name !== undefined && !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
    throw new VkError(
      'bad-header',
      `--${option} ${JSON.stringify(name)} is no name of a header`,
      'Write it as X-Signature, without a colon.',
    );
  }
  return name;
}

function readSecrets(words: Words, context: Context): WebhookSecret[] {
  const variables = (words.list('secret-env') ?? []).map((name) => ({
    name: `environment ${name}`,
    ...takeVariable(name, false, context.terminal.env),
  }));
  const files = (words.list('secret-file') ?? []).map((path) => ({
    name: `file ${path}`,
    ...takeFile(path, false, context),
  }));
  return [...variables, ...files].map(({ name, secret }) => checkedSecret({ name, secret }));
}
