import type { KeptSecret, PromptPort } from '../app/ports.js';
import { fieldFault, fieldRemark } from '../app/profiles.js';
import { parseBaseUrl } from '../core/base-url.js';
import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { CredentialField, FieldName, Mode, Provider } from '../core/provider.js';
import type { Context } from './command.js';
import { CODE_HEADERS, MODES } from './flags.js';
import { writeNotes } from './notes.js';
import { takeSecret, type SecretSources } from './secret-input.js';

/** Prompts, where somebody can answer them. @throws VkError `missing-value` that names the flag */
export async function promptsFor(
  what: string,
  flag: string,
  context: Context,
): Promise<PromptPort> {
  if (!context.terminal.isInteractive) {
    throw new VkError(
      'missing-value',
      `${what} is missing, and there is no terminal to ask on`,
      `Give it with ${flag}.`,
    );
  }
  return await context.deps.prompts();
}

/** Asks for a field of the credential; its shape is checked as it is typed. */
export async function askField(
  provider: Provider,
  { id, label }: CredentialField,
  context: Context,
  present?: string,
): Promise<string> {
  const flag = `--${id.replace('K', '-k')}`;
  const prompts = await promptsFor(`the ${label}`, flag, context);
  const check = (answer: string): string | true => fieldFault(provider, id, answer) ?? true;
  const answer = await prompts.text(capitalised(label), check, present);
  await writeNotes([fieldRemark(provider, id, answer)], context);
  return answer;
}

/** Says what is odd about fields that were given by flags. */
export async function noteOddFields(
  provider: Provider,
  fields: Readonly<Partial<Record<FieldName, string>>>,
  context: Context,
): Promise<void> {
  const notes = provider.credential.map(({ id }) => {
    const value = fields[id];
    return value === undefined ? undefined : fieldRemark(provider, id, value);
  });
  await writeNotes(notes, context);
}

/** Asks for a base URL; undefined where the answer is empty and there was none. */
export async function askBaseUrl(
  provider: Provider,
  { deps }: Context,
  present?: string,
): Promise<string | undefined> {
  const prompts = await deps.prompts();
  const without =
    provider.baseUrl === undefined
      ? 'the provider publishes none; may be left empty'
      : `empty for ${provider.baseUrl}`;
  const answer = await prompts.text(`Base URL (${without})`, baseUrlFault, present);
  return answer === '' ? undefined : answer;
}

function baseUrlFault(answer: string): string | true {
  try {
    if (answer !== '') {
      parseBaseUrl(answer);
    }
    return true;
  } catch (error) {
    if (error instanceof VkError) {
      return error.message;
    }
    throw error;
  }
}

/** Asks which mode the account is taken to be in. */
export async function askMode({ deps }: Context, present: Mode = 'sandbox'): Promise<Mode> {
  const prompts = await deps.prompts();
  const answer = await prompts.choose('Expected mode (writes cost money in live)', MODES, present);
  return answer === 'live' ? 'live' : 'sandbox';
}

/** Asks for the name of the code header, where a provider documents several. */
export async function askDialect(
  provider: Provider,
  { deps }: Context,
  present?: string,
): Promise<string | undefined> {
  const known = provider.headers.auth.flatMap(({ dialects }) => Object.entries(dialects ?? {}));
  const choices = known.map(([id]) => id).filter((id) => CODE_HEADERS.includes(id));
  if (choices.length === 0) {
    return undefined;
  }
  const names = known.map(([id, header]) => `${id}: ${header}`).join(', ');
  const prompts = await deps.prompts();
  return await prompts.choose(`Code header (${names})`, choices, present);
}

/** Takes a secret from where it is said to be; undefined where nothing is said. */
export async function takeGiven(
  what: 'secret' | 'webhook secret',
  sources: SecretSources,
  { keepNewline, isJson }: { readonly keepNewline: boolean; readonly isJson: boolean },
  context: Context,
): Promise<KeptSecret | undefined> {
  const taken = await takeSecret(sources, keepNewline, context);
  if (taken?.wasTrimmed === true && !isJson) {
    const note = `the line break at the end of the ${what} was left out (--keep-newline keeps it)`;
    await writeNotes([note], context);
  }
  return taken?.secret;
}

/** Asks for a secret; undefined where the answer is empty. */
export async function askSecret(question: string, { deps }: Context): Promise<Secret | undefined> {
  const answer = await (await deps.prompts()).secret(question);
  return answer === '' ? undefined : Secret.of(answer);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
