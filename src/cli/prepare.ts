import {
  missingOptions,
  optionFlag,
  planRequest,
  type PlannedRequest,
  type RequestWords,
} from '../app/request.js';
import { resolveSettings, type Settings } from '../app/settings.js';
import type { SettingFlags } from '../app/value-sources.js';
import { VkError } from '../core/error.js';
import type { OptionHeader } from '../core/provider.js';
import type { Context } from './command.js';
import { readRequestWords, type RawRequest } from './request-words.js';

/** Finds out who calls what, from everything that this process knows. */
export function readSettings(flags: SettingFlags, { terminal, deps }: Context): Settings {
  return resolveSettings({
    flags,
    env: terminal.env,
    project: deps.project(),
    profiles: deps.profiles.read,
  });
}

/** Reads the request's words and files; asks a person for a header that its path needs. */
export async function readPlannedRequest(
  raw: RawRequest,
  settings: Settings,
  context: Context,
): Promise<PlannedRequest> {
  const words = await readRequestWords(raw, context.deps.files);
  const request = planRequest(settings.provider, settings.base, settings.basePath, words);
  refuseUnknownOptions(settings, words);
  const options = { ...request.options };
  for (const header of missingOptions(settings.provider, settings.basePath, request)) {
    options[header.option] = await askFor(header, context);
  }
  return { ...request, options };
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

function refuseUnknownOptions({ provider }: Settings, { options }: RequestWords): void {
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
