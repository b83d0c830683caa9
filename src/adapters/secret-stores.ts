import { join } from 'node:path';
import { execPath } from 'node:process';
import type { KeychainState, SecretPlace, SecretPort } from '../app/ports.js';
import { withoutFinalLineBreaks } from '../core/bytes.js';
import { Secret } from '../core/credential.js';
import { VkError } from '../core/error.js';
import { parseAnswer, type KeychainAnswer, type KeychainRequest } from './keychain-talk.js';
import { runProgram, type Environment, type ProgramResult } from './run-program.js';

/** The process that asks for secrets. */
export interface SecretStoreOptions {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** Where the build has put `keychain.cjs`. */
  readonly programFolder: string;
  /** How long something may take that a person may have to unlock, in milliseconds. */
  readonly patienceMs?: number;
}

/** Secrets in the system's keychain, and secrets that a program prints. */
export function secretStores(options: SecretStoreOptions): SecretPort {
  return {
    fetch: async (place) =>
      place.store === 'command'
        ? await runCommand(place.argv, options)
        : await readKeychain(place, options),
    keychain: async () => await askKeychain(options),
    keep: async (account, secret) => {
      const text = Buffer.from(secret.reveal()).toString('base64');
      await useKeychain({ verb: 'set', account, secret: text }, options);
    },
    forget: async (account) => {
      await useKeychain({ verb: 'delete', account }, options);
    },
  };
}

const PATIENCE_MS = 60_000;
const SIGN_OF_LIFE_MS = 1000;
const MAX_SECRET_BYTES = 64 * 1024;

async function runCommand(
  argv: readonly [string, ...string[]],
  { env, patienceMs = PATIENCE_MS }: SecretStoreOptions,
): Promise<Secret> {
  const result = await runProgram({
    argv,
    env: withoutSecrets(env),
    input: '',
    stderr: 'inherit',
    timeoutMs: patienceMs,
    maxBytes: MAX_SECRET_BYTES,
  });
  const fault = faultOf(result);
  if (fault !== undefined || result.kind !== 'ended') {
    throw commandFault(argv, fault ?? '');
  }
  const secret = withoutFinalLineBreaks(result.stdout);
  if (secret.length === 0) {
    throw commandFault(argv, 'it printed nothing');
  }
  return new Secret(secret);
}

/** Only the program's name is said: its arguments may hold what is nobody's business. */
function commandFault([program]: readonly [string, ...string[]], why: string): VkError {
  return new VkError(
    'secret-store',
    `the command of the secret, ${program}, gave none: ${why}`,
    'Run it by hand. It has to print the secret, and nothing else, and end with 0.',
  );
}

function faultOf(result: ProgramResult): string | undefined {
  switch (result.kind) {
    case 'ended':
      return result.exitCode === 0 ? undefined : `it ended with ${result.exitCode}`;
    case 'signal':
      return `it was stopped by ${result.signal}`;
    case 'not-started':
      return result.errno === 'ENOENT'
        ? 'there is no such program'
        : `it cannot be started (${result.errno})`;
    case 'timeout':
      return 'it took too long';
    case 'too-much':
      return `it printed more than ${MAX_SECRET_BYTES / 1024} KiB`;
  }
}

/** A child needs its user's environment, but for the secrets that are vk's own. */
function withoutSecrets(env: Environment): Environment {
  const { VK_API_SECRET: _secret, VK_WEBHOOK_SECRET: _webhookSecret, ...others } = env;
  return others;
}

async function askKeychain(options: SecretStoreOptions): Promise<KeychainState> {
  const name = keychainName(options.platform);
  const { fault } = await talk({ verb: 'probe' }, SIGN_OF_LIFE_MS, options);
  return { name, ...(fault !== undefined && { fault }) };
}

async function readKeychain(
  { account }: Extract<SecretPlace, { store: 'keychain' }>,
  options: SecretStoreOptions,
): Promise<Secret> {
  const { secret } = await useKeychain({ verb: 'get', account }, options);
  if (secret === undefined) {
    throw new VkError(
      'secret-store',
      `the ${keychainName(options.platform)} has no entry ${account} of vk`,
      'Store the secret again: vk profile edit NAME --secret-stdin.',
    );
  }
  return new Secret(Buffer.from(secret, 'base64'));
}

async function useKeychain(
  request: KeychainRequest,
  options: SecretStoreOptions,
): Promise<KeychainAnswer> {
  const answer = await talk(request, options.patienceMs ?? PATIENCE_MS, options);
  if (answer.fault !== undefined) {
    throw new VkError(
      'secret-store',
      `the ${keychainName(options.platform)} cannot be used: ${answer.fault}`,
      'Unlock it and try again; or set VK_API_SECRET, or store the secret elsewhere with --store file.',
    );
  }
  return answer;
}

/** In a process of its own: a keychain that does not answer would hold this one for ever. */
async function talk(
  request: KeychainRequest,
  timeoutMs: number,
  { env, programFolder }: SecretStoreOptions,
): Promise<KeychainAnswer> {
  const result = await runProgram({
    argv: [execPath, join(programFolder, 'keychain.cjs')],
    env: { ...withoutSecrets(env), NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: '' },
    input: JSON.stringify(request),
    stderr: 'ignore',
    timeoutMs,
    maxBytes: 2 * MAX_SECRET_BYTES,
  });
  if (result.kind === 'timeout') {
    return { fault: `it did not answer within ${timeoutMs / 1000} s` };
  }
  return answerOf(result);
}

function answerOf(result: ProgramResult): KeychainAnswer {
  const fault = faultOf(result);
  if (fault === undefined && result.kind === 'ended') {
    try {
      return parseAnswer(result.stdout);
    } catch {
      return { fault: 'what its program says is not understood' };
    }
  }
  return { fault: `its program failed: ${fault ?? ''}` };
}

function keychainName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') {
    return 'Keychain';
  }
  return platform === 'win32' ? 'Credential Manager' : 'Secret Service';
}
