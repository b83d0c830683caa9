import { decodeUtf8, utf8 } from '../core/bytes.js';
import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import { isRecord, parseJson } from '../core/parsed-json.js';
import type { Sealed } from '../core/sealed.js';
import type { FieldName, Mode } from '../core/provider.js';
import { findProvider } from '../providers/registry.js';
import type { KeptSecret, Profile } from './ports.js';
import { checkProfileName, makeProfile } from './profiles.js';

/** What the encrypted part is authenticated as. */
export const BUNDLE_PURPOSE = 'vk-profiles 1';

/** A file of exported profiles: in the open without secrets, or encrypted as a whole. */
export type Bundle = { readonly open: ReadonlyMap<string, Profile> } | { readonly sealed: Sealed };

/**
 * Writes profiles for another machine. A command that prints a secret goes along; a secret itself does
 * not, unless `withSecrets`, and then what this gives has to be encrypted.
 *
 * @param profiles whose secrets the keychain does not hold
 * @returns JSON text that ends in a line break
 */
export function writeBundle(profiles: ReadonlyMap<string, Profile>, withSecrets: boolean): string {
  const entries = [...profiles].map(([name, { secret, webhookSecret, ...rest }]) => {
    const exported = {
      ...rest,
      ...writeSecret('secret', secret, withSecrets),
      ...writeSecret('webhookSecret', webhookSecret, withSecrets),
    };
    return [name, exported] as const;
  });
  return document({ profiles: Object.fromEntries(entries) });
}

/** The file with its profiles encrypted. */
export function writeSealedBundle(sealed: Sealed): string {
  return document({ sealed });
}

/** @throws VkError `file` for anything but a file that {@link writeBundle} has made */
export function readBundle(bytes: Uint8Array): Bundle {
  const data = parseDocument(bytes);
  const { profiles, sealed } = data;
  if (isRecord(sealed) && profiles === undefined) {
    const { header, ciphertext } = sealed;
    if (typeof header === 'string' && typeof ciphertext === 'string') {
      return { sealed: { header, ciphertext } };
    }
  }
  if (isRecord(profiles) && sealed === undefined) {
    return { open: readProfiles(profiles) };
  }
  throw refused('it holds neither profiles nor encrypted ones');
}

/** Reads what was encrypted. @throws VkError as {@link readBundle} */
export function readUnsealed(bytes: Uint8Array): ReadonlyMap<string, Profile> {
  const bundle = readBundle(bytes);
  if ('sealed' in bundle) {
    throw refused('what was encrypted is encrypted again');
  }
  return bundle.open;
}

const FORMAT = 'vk-profiles';
const VERSION = 1;

function document(content: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...content }, null, 2)}\n`;
}

function writeSecret(
  name: 'secret' | 'webhookSecret',
  kept: KeptSecret | undefined,
  withSecrets: boolean,
): Readonly<Record<string, unknown>> {
  if (kept instanceof Secret) {
    const bytes = kept.reveal();
    const text = decodeUtf8(bytes);
    const written =
      text === undefined ? { base64: Buffer.from(bytes).toString('base64') } : { utf8: text };
    return withSecrets ? { [name]: written } : {};
  }
  return kept?.store === 'command' ? { [name]: { command: kept.argv } } : {};
}

function parseDocument(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const data = parseJson(bytes);
  if (data === undefined) {
    throw refused('it is not JSON');
  }
  if (!isRecord(data) || data['format'] !== FORMAT) {
    throw refused('it was not made by vk profile export');
  }
  const { version } = data;
  if (version !== VERSION) {
    throw typeof version === 'number' && version > VERSION
      ? refused(`it was made by a newer vk (version ${version})`, 'Update vk.')
      : refused('it has no version that vk knows');
  }
  return data;
}

function readProfiles(profiles: Readonly<Record<string, unknown>>): ReadonlyMap<string, Profile> {
  const entries = Object.entries(profiles).map(([name, data]) => {
    checkProfileName(name);
    return [name, readProfile(name, data)] as const;
  });
  if (entries.length === 0) {
    throw refused('it holds no profile');
  }
  return new Map(entries);
}

/** Everything in it may be a stranger's, so it is checked as if it had been typed. */
function readProfile(name: string, data: unknown): Profile {
  if (!isRecord(data)) {
    throw refused(`profile ${name} is no JSON object`);
  }
  const odd = Object.keys(data).find((member) => !MEMBERS.has(member));
  if (odd !== undefined) {
    throw refused(`profile ${name} has an unknown member ${JSON.stringify(odd)}`);
  }
  const text = (member: string): string | undefined => {
    const value = data[member];
    if (value !== undefined && typeof value !== 'string') {
      throw refused(`${member} of profile ${name} is not a string`);
    }
    return value;
  };
  return makeProfile(findProvider(text('provider') ?? ''), {
    fields: readFields(text),
    dialect: text('dialect'),
    baseUrl: text('baseUrl'),
    mode: readMode(name, text('mode')),
    secret: readSecret(name, 'secret', data['secret']),
    webhookSecret: readSecret(name, 'webhookSecret', data['webhookSecret']),
  });
}

const FIELDS = ['apiKey', 'code', 'email'] as const satisfies readonly FieldName[];
const MEMBERS: ReadonlySet<string> = new Set([
  ...FIELDS,
  'provider',
  'dialect',
  'baseUrl',
  'mode',
  'secret',
  'webhookSecret',
]);

function readFields(
  text: (member: string) => string | undefined,
): Partial<Record<FieldName, string>> {
  const entries = FIELDS.flatMap((id) => {
    const value = text(id);
    return value === undefined ? [] : [[id, value] as const];
  });
  return Object.fromEntries(entries);
}

function readMode(name: string, mode: string | undefined): Mode | undefined {
  if (mode === undefined || mode === 'sandbox' || mode === 'live') {
    return mode;
  }
  throw refused(`the mode of profile ${name} is neither "sandbox" nor "live"`);
}

function readSecret(name: string, member: string, stored: unknown): KeptSecret | undefined {
  if (stored === undefined) {
    return undefined;
  }
  const entries = isRecord(stored) ? Object.entries(stored) : [];
  const [kind, value] = entries.length === 1 ? (entries[0] ?? []) : [];
  if (kind === 'utf8' && typeof value === 'string') {
    return new Secret(utf8(value));
  }
  if (kind === 'base64' && typeof value === 'string') {
    const bytes = Buffer.from(value, 'base64');
    if (bytes.toString('base64') === value) {
      return new Secret(bytes);
    }
  }
  if (kind === 'command' && Array.isArray(value)) {
    const words: readonly unknown[] = value;
    const [program, ...args] = words.map((word) => (isWord(word) ? word : undefined));
    const known = args.filter((word) => word !== undefined);
    if (program !== undefined && program !== '' && known.length === args.length) {
      return { store: 'command', argv: [program, ...known] };
    }
  }
  throw refused(`the ${member} of profile ${name} is not one that vk writes`);
}

function isWord(word: unknown): word is string {
  return typeof word === 'string' && !word.includes('\0');
}

function refused(
  why: string,
  remedy = 'Export the profiles again with vk profile export.',
): VkError {
  return new VkError('file', `the profiles cannot be imported: ${why}`, remedy);
}
