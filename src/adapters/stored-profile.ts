import type { KeptSecret, Profile } from '../app/ports.js';
import { decodeUtf8 } from '../core/bytes.js';
import { Secret } from '../core/credential.js';
import { isRecord } from '../core/parsed-json.js';

/** How a profile is written. */
export interface StoredProfile {
  provider: string;
  apiKey?: string;
  code?: string;
  email?: string;
  dialect?: string;
  baseUrl?: string;
  mode?: string;
  secret?: StoredSecret;
  webhookSecret?: StoredSecret;
}

/** In the file as text where the bytes are UTF-8, so that a person can compare it; else as base64. */
export type StoredSecret =
  | { store: 'file'; utf8: string }
  | { store: 'file'; base64: string }
  | { store: 'keychain'; account: string }
  | { store: 'command'; argv: readonly string[] };

/** A profile in the form of the file. */
export function toStored({ secret, webhookSecret, ...profile }: Profile): StoredProfile {
  return {
    ...profile,
    ...(secret && { secret: storeSecret(secret) }),
    ...(webhookSecret && { webhookSecret: storeSecret(webhookSecret) }),
  };
}

function storeSecret(secret: KeptSecret): StoredSecret {
  if (!(secret instanceof Secret)) {
    return secret;
  }
  const bytes = secret.reveal();
  const text = decodeUtf8(bytes);
  return text === undefined
    ? { store: 'file', base64: Buffer.from(bytes).toString('base64') }
    : { store: 'file', utf8: text };
}

/** A profile from the file; a fault where something is in it that would be lost at the next write. */
export function fromStored(stored: unknown): Profile | { readonly fault: string } {
  if (!isRecord(stored) || typeof stored['provider'] !== 'string') {
    return { fault: 'has no provider' };
  }
  const odd = Object.entries(stored).find(([member, value]) => !isKnown(member, value));
  if (odd !== undefined) {
    return { fault: `has an odd ${JSON.stringify(odd[0])}` };
  }
  const { provider, mode } = stored;
  const secret = readSecret(stored['secret']);
  const webhookSecret = readSecret(stored['webhookSecret']);
  const texts = TEXT_MEMBERS.flatMap((member) => {
    const value = stored[member];
    return typeof value === 'string' ? [[member, value] as const] : [];
  });
  return {
    provider,
    ...Object.fromEntries(texts),
    ...((mode === 'sandbox' || mode === 'live') && { mode }),
    ...(secret && { secret }),
    ...(webhookSecret && { webhookSecret }),
  };
}

const TEXT_MEMBERS = ['apiKey', 'code', 'email', 'dialect', 'baseUrl'] as const;

function isKnown(member: string, value: unknown): boolean {
  if (member === 'secret' || member === 'webhookSecret') {
    return readSecret(value) !== undefined;
  }
  if (member === 'mode') {
    return value === 'sandbox' || value === 'live';
  }
  const isText = member === 'provider' || TEXT_MEMBERS.some((known) => known === member);
  return isText && typeof value === 'string';
}

function readSecret(stored: unknown): KeptSecret | undefined {
  if (!isRecord(stored)) {
    return undefined;
  }
  const { store, utf8, base64, account, argv } = stored;
  if (store === 'file') {
    return readOwn(utf8, base64);
  }
  if (store === 'keychain' && typeof account === 'string') {
    return { store, account };
  }
  return store === 'command' ? readCommand(argv) : undefined;
}

function readOwn(utf8: unknown, base64: unknown): Secret | undefined {
  if (typeof utf8 === 'string') {
    return Secret.of(utf8);
  }
  return typeof base64 === 'string' ? new Secret(Buffer.from(base64, 'base64')) : undefined;
}

function readCommand(argv: unknown): KeptSecret | undefined {
  const words: unknown[] = Array.isArray(argv) ? argv : [];
  const [program, ...rest] = words.filter((word) => typeof word === 'string');
  return program !== undefined && rest.length === words.length - 1
    ? { store: 'command', argv: [program, ...rest] }
    : undefined;
}

/** The form of version 1, which knew one store only, in that of version 2. */
export function fromVersion1(profiles: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(profiles).map(([name, stored]) => [
      name,
      isRecord(stored)
        ? {
            ...stored,
            ...movedToFile('secret', stored['secret']),
            ...movedToFile('webhookSecret', stored['webhookSecret']),
          }
        : stored,
    ]),
  );
}

function movedToFile(member: string, secret: unknown): Record<string, unknown> {
  return isRecord(secret) ? { [member]: { ...secret, store: 'file' } } : {};
}
