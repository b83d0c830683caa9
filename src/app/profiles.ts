import { parseBaseUrl } from '../core/base-url.js';
import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { FieldName, Mode, Provider } from '../core/provider.js';
import { checkedDialect } from './credential.js';
import type { KeptSecret, Profile, ProfileSet, ProfileWriter } from './ports.js';
import { unknownProfile } from './settings.js';

/** What a new profile is made from. */
export interface ProfileValues {
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  readonly secret: KeptSecret | undefined;
  readonly webhookSecret: KeptSecret | undefined;
  readonly dialect: string | undefined;
  readonly baseUrl: string | undefined;
  readonly mode: Mode | undefined;
}

/** Letters, digits, dot, hyphen and underscore: safe in shells, file names and completions. */
const PROFILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** @throws VkError `usage` */
export function checkProfileName(name: string): void {
  if (!PROFILE_NAME.test(name)) {
    throw new VkError(
      'usage',
      `${JSON.stringify(name.slice(0, 80))} cannot name a profile`,
      'Use up to 64 letters, digits, dots, hyphens and underscores, a letter or digit first.',
    );
  }
}

/** Why a value cannot be a credential field's, or undefined. */
export function fieldFault(provider: Provider, id: FieldName, value: string): string | undefined {
  const field = provider.credential.find((each) => each.id === id);
  if (field === undefined) {
    return `${provider.name} has no ${id}`;
  }
  // It travels in a header or a signature, where a stray character is a mismatch without a trace.
  if (value === '' || value !== value.trim() || /\p{Cc}/u.test(value)) {
    return `the ${field.label} is empty, or has white space or control characters around it`;
  }
  return field.shape.strict && !field.shape.pattern.test(value)
    ? `the ${field.label} has to be ${field.shape.expected}`
    : undefined;
}

/** What is odd about a value that is taken all the same: a provider may change the shape of its keys. */
export function fieldRemark(provider: Provider, id: FieldName, value: string): string | undefined {
  const field = provider.credential.find((each) => each.id === id);
  return field === undefined || field.shape.strict || field.shape.pattern.test(value)
    ? undefined
    : `the ${field.label} is not ${field.shape.expected}, as ${provider.name} documents it`;
}

/**
 * Makes a profile from values, each checked.
 *
 * @throws VkError `bad-credential`, `usage`, `bad-url` or `plain-http`
 */
export function makeProfile(provider: Provider, values: ProfileValues): Profile {
  for (const id of ['apiKey', 'code', 'email'] as const) {
    const value = values.fields[id];
    const fault = value === undefined ? undefined : fieldFault(provider, id, value);
    if (fault !== undefined) {
      throw new VkError('bad-credential', fault, `Nothing was stored. Mend the value of ${id}.`);
    }
  }
  if (
    [values.secret, values.webhookSecret].some((kept) => kept instanceof Secret && kept.isEmpty)
  ) {
    throw new VkError('bad-credential', 'a secret is empty', 'Nothing was stored.');
  }
  if (values.baseUrl !== undefined) {
    parseBaseUrl(values.baseUrl);
  }
  const { baseUrl, mode, secret, webhookSecret } = values;
  const dialect = checkedDialect(provider, values.dialect);
  return {
    provider: provider.id,
    ...values.fields,
    ...(secret && { secret }),
    ...(webhookSecret && { webhookSecret }),
    ...(dialect !== undefined && { dialect }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(mode !== undefined && { mode }),
  };
}

/** @throws VkError `profile-exists` where a profile would be replaced that may not be */
export function refuseTaken(set: ProfileSet, name: string, mayReplace: boolean): void {
  if (set.profiles.has(name) && !mayReplace) {
    throw new VkError(
      'profile-exists',
      `there is a profile ${name} already`,
      'Choose another name, or replace it with --force.',
    );
  }
}

/** Makes a profile the current one. @throws VkError `unknown-profile` */
export async function useProfile(writer: ProfileWriter, name: string): Promise<void> {
  await writer.update((set) => {
    findProfile(set, name);
    return { ...set, current: name };
  });
}

/**
 * Gives a profile another name, in the same place of the list. Its entries in the keychain stay.
 *
 * @throws VkError `unknown-profile`, `profile-exists`
 */
export async function renameProfile(
  writer: ProfileWriter,
  from: string,
  to: string,
): Promise<void> {
  checkProfileName(to);
  await writer.update((set) => {
    findProfile(set, from);
    refuseTaken(set, to, false);
    const renamed = [...set.profiles].map(
      ([name, profile]) => [name === from ? to : name, profile] as const,
    );
    return {
      ...(set.current !== undefined && { current: set.current === from ? to : set.current }),
      profiles: new Map(renamed),
    };
  });
}

/** @throws VkError `unknown-profile` */
export function findProfile(set: ProfileSet, name: string): Profile {
  const profile = set.profiles.get(name);
  if (profile === undefined) {
    throw unknownProfile(name, [...set.profiles.keys()]);
  }
  return profile;
}

/** A key that can be recognised but not used. */
export function shortenKey(key: string): string {
  const head = Math.min(10, Math.floor(key.length / 3));
  const tail = Math.min(4, Math.floor(key.length / 6));
  return `${key.slice(0, head)}…${key.slice(key.length - tail)}`;
}
