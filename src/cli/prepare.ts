import { missingOptions, optionFlag, planRequest, type PlannedRequest } from '../app/request.js';
import type { PastedRequest } from '../app/paste/pasted-request.js';
import { resolveSettings, type Settings } from '../app/settings.js';
import type { SettingFlags, SettingSources } from '../app/value-sources.js';
import type { Credential } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { OptionHeader } from '../core/provider.js';
import type { Context } from './command.js';
import { writeNotes } from './notes.js';
import { readPasted, type PasteSource } from './paste.js';
import { readRequestWords, type RawRequest } from './request-words.js';

/** Whose API a request is for, and where that is. */
type Place = Pick<Settings, 'provider' | 'base' | 'basePath'>;

/** Finds out who calls what, from everything that this process knows. */
export async function readSettings(flags: SettingFlags, context: Context): Promise<Settings> {
  const { terminal, deps } = context;
  const { env } = terminal;
  const sources = { flags, env, project: deps.project(), profiles: deps.profiles.read };
  return await resolveHere(sources, context);
}

/** The settings from these sources. Their secrets are kept out of whatever is written from now on. */
export async function resolveHere(
  sources: Omit<SettingSources, 'fetchSecret'>,
  context: Context,
): Promise<Settings> {
  const settings = await resolveSettings({ ...sources, fetchSecret: fetchSecret(context) });
  registerCredential(settings.credential, context);
  return settings;
}

/** What gets a secret that a profile keeps outside of its file. */
export function fetchSecret({ deps }: Pick<Context, 'deps'>): SettingSources['fetchSecret'] {
  return async (place) => await (await deps.secrets()).fetch(place);
}

/** Keeps a credential's secrets out of whatever is written from now on. */
export function registerCredential(
  credential: Credential | undefined,
  { terminal }: Pick<Context, 'terminal'>,
): void {
  for (const secret of [credential?.secret, credential?.webhookSecret]) {
    if (secret !== undefined) {
      terminal.redaction.register(secret);
    }
  }
}

/**
 * Reads the request's words and files, or a pasted request; asks a person for a header that its path
 * needs.
 *
 * @param isSent whether the request goes out: then a pasted one has to be for the credential's host
 */
export async function readPlannedRequest(
  raw: RawRequest,
  settings: Settings,
  context: Context,
  isSent = false,
): Promise<PlannedRequest> {
  const request = await readRequestAsGiven(raw, settings, context, isSent);
  const options = { ...request.options };
  for (const header of missingOptions(settings.provider, settings.basePath, request)) {
    options[header.option] = await askFor(header, context);
  }
  return { ...request, options };
}

/** The same without a header that its path needs and nobody gave: no signature covers it. */
export async function readRequestAsGiven(
  raw: RawRequest,
  settings: Place,
  context: Context,
  isSent = false,
): Promise<PlannedRequest> {
  const request =
    raw.paste === undefined
      ? await planWords(raw, settings, context)
      : await planPaste(raw, raw.paste, settings, context, isSent);
  refuseUnknownOptions(settings, raw);
  return request;
}

async function planWords(
  raw: RawRequest,
  { provider, base, basePath }: Place,
  { deps }: Context,
): Promise<PlannedRequest> {
  return planRequest(provider, base, basePath, await readRequestWords(raw, deps.files));
}

async function planPaste(
  raw: RawRequest,
  paste: PasteSource,
  { provider, base }: Place,
  context: Context,
  isSent: boolean,
): Promise<PlannedRequest> {
  const { planPasted } = await import('../app/paste/plan-pasted.js');
  const pasted = await readPastedWithNotes(paste, context);
  return planPasted(provider, isSent ? base : undefined, pasted, raw.options);
}

/** Reads a pasted request, and says on standard error what could not be carried over. */
export async function readPastedWithNotes(
  paste: PasteSource,
  context: Context,
): Promise<PastedRequest> {
  const pasted = await readPasted(paste, context.deps.files);
  await writeNotes(pasted.notes, context);
  return pasted;
}

async function askFor({ name, option, summary }: OptionHeader, context: Context): Promise<string> {
  if (!context.terminal.isInteractive) {
    throw new VkError(
      'missing-value',
      `this path needs ${name}, and none was given`,
      `Give it with ${optionFlag(option)} (${summary}).`,
    );
  }
  const prompts = await context.deps.prompts();
  return await prompts.text(`${name} (${summary})`, (answer) => answer !== '' || 'Give a value.');
}

function refuseUnknownOptions({ provider }: Place, { options }: RawRequest): void {
  for (const option of ['requestId', 'idempotencyKey', 'externalEventId'] as const) {
    const isKnown = provider.headers.options.some((header) => header.option === option);
    if (options[option] !== undefined && !isKnown) {
      throw new VkError(
        'usage',
        `${provider.name} documents no header for ${optionFlag(option)}`,
        'Leave it out, or write the header itself: Name:value.',
      );
    }
  }
}
