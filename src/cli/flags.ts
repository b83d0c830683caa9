import { Option, type Command } from 'commander';
import type { SettingFlags } from '../app/value-sources.js';
import { VkError } from '../core/error.js';
import type { Mode, Provider } from '../core/provider.js';
import { providers } from '../providers/registry.js';
import type { RawRequest } from './request-words.js';

export const MODES = ['sandbox', 'live'] as const satisfies readonly Mode[];

export const PROVIDER_IDS: readonly string[] = providers.map(({ id }) => id);

/** The names that providers' dialects go by. */
export const CODE_HEADERS: readonly string[] = providers.flatMap((provider: Provider) =>
  provider.headers.auth.flatMap(({ dialects }) => Object.keys(dialects ?? {})),
);

/** An option that takes one of a few words; completions and errors know them. */
export function choice(flags: string, summary: string, choices: readonly string[]): Option {
  return new Option(flags, summary).choices(choices);
}

/** Declares METHOD PATH [ITEM...] and what belongs to a request. */
export function declareRequest(command: Command): void {
  command
    .argument('<method>', 'GET, POST, PUT, PATCH, DELETE, ...')
    .argument('<path>', '/wallet/balance, with or without base path and query')
    .argument('[item...]', 'name=value, name:=json, name==query, Name:header, name=@file')
    .optionsGroup('Request:')
    .option('-d, --data <text>', 'raw body, byte for byte; @FILE, or @- for standard input')
    .option('--timestamp <time>', "sign this time, in the provider's format, instead of now")
    .option('--request-id <id>', 'X-Request-ID, where the provider has it')
    .option('--idempotency-key <key>', 'X-Idempotency-Key, where the provider has it')
    .option('--external-event-id <id>', 'X-External-Event-Id, where the provider has it')
    .option('--override-headers', 'let Name:value replace a signing header');
}

/** Declares where the credential comes from. */
export function declareCredential(command: Command): void {
  command
    .optionsGroup('Credential:')
    .option('-p, --profile <name>', 'stored profile [VK_PROFILE]')
    .addOption(choice('--provider <id>', 'provider [VK_PROVIDER]', PROVIDER_IDS))
    .option('--base-url <url>', 'base URL [VK_BASE_URL]')
    .option('--code <digits>', '6-digit code [VK_CODE]')
    .addOption(choice('--code-header <name>', 'its header', CODE_HEADERS))
    .option('--email <address>', 'account email [VK_EMAIL]')
    .option('--allow-http', 'allow plain http to another machine')
    .option('--sandbox', 'use the sandbox inside vk; nothing to set up');
}

/** Declares how the result is shown. */
export function declareOutput(command: Command): void {
  command
    .optionsGroup('Output:')
    .option('--json', 'one JSON document')
    .option('-v, --verbose', 'what is sent, and where each value came from');
}

interface RequestFlags {
  readonly data?: string;
  readonly requestId?: string;
  readonly idempotencyKey?: string;
  readonly externalEventId?: string;
  readonly overrideHeaders?: boolean;
}

/** The request in raw words. */
export function readRequest(command: Command): RawRequest {
  const [method = '', path = '', ...rest] = command.processedArgs.flat().map(String);
  const flags = command.opts<RequestFlags>();
  return {
    method,
    path,
    items: rest.filter((item) => item !== 'undefined'),
    data: flags.data,
    options: {
      ...(flags.requestId !== undefined && { requestId: flags.requestId }),
      ...(flags.idempotencyKey !== undefined && { idempotencyKey: flags.idempotencyKey }),
      ...(flags.externalEventId !== undefined && { externalEventId: flags.externalEventId }),
    },
    overrideHeaders: flags.overrideHeaders === true,
  };
}

/** The credential flags. */
export function readCredentialFlags(command: Command): SettingFlags {
  const { profile, provider, baseUrl, code, codeHeader, email, allowHttp, sandbox } =
    command.opts<SettingFlags>();
  return {
    ...(profile !== undefined && { profile }),
    ...(provider !== undefined && { provider }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(code !== undefined && { code }),
    ...(codeHeader !== undefined && { codeHeader }),
    ...(email !== undefined && { email }),
    ...(allowHttp !== undefined && { allowHttp }),
    ...(sandbox !== undefined && { sandbox }),
  };
}

/**
 * Reads `30`, `30s`, `500ms` or `2m`.
 *
 * @returns milliseconds
 * @throws VkError `usage`
 */
export function parseDuration(flag: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text);
  const ms = Number(match?.[1]) * (UNITS[match?.[2] ?? 's'] ?? Number.NaN);
  // Timers overflow at 2^31 ms, and 0 would give up before it begins.
  if (Number.isNaN(ms) || ms < 1 || ms >= 2 ** 31) {
    throw new VkError(
      'usage',
      `${flag} ${JSON.stringify(text)} is no duration`,
      'Write 30 or 30s for seconds, 500ms, or 2m.',
    );
  }
  return ms;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** @throws VkError `usage` unless the text is one of the choices */
export function parseChoice<T extends string>(
  flag: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  const found = choices.find((choice) => choice === text);
  if (text !== undefined && found === undefined) {
    throw new VkError(
      'usage',
      `${flag} ${JSON.stringify(text)} is not one of its choices`,
      `The choices are ${choices.join(', ')}.`,
    );
  }
  return found;
}
