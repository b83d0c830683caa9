import type { ProjectFile } from '../app/project-file.js';
import type { SettingFlags } from '../app/value-sources.js';
import { VkError } from '../core/error.js';
import type { Mode, Provider } from '../core/provider.js';
import { providers } from '../providers/registry.js';
import type { ArgumentSpec, OptionGroup, OptionSpec } from './command.js';
import type { PasteSource } from './paste.js';
import type { RawRequest } from './request-words.js';
import type { Words } from './words.js';

export const MODES = ['sandbox', 'live'] as const satisfies readonly Mode[];

export const PROVIDER_IDS: readonly string[] = providers.map(({ id }) => id);

/** The names that providers' dialects go by. */
export const CODE_HEADERS: readonly string[] = providers.flatMap((provider: Provider) =>
  provider.headers.auth.flatMap(({ dialects }) => Object.keys(dialects ?? {})),
);

/** For commands that have nothing else to say about their output. */
export const JSON_OPTION: OptionGroup = {
  heading: 'Output:',
  options: [{ flags: '--json', summary: 'one JSON document' }],
};

/** METHOD PATH [ITEM...]; a pasted request takes their place. */
export const REQUEST_ARGUMENTS: readonly ArgumentSpec[] = [
  { term: '[method]', summary: 'GET, POST, PUT, PATCH, DELETE, ...' },
  { term: '[path]', summary: '/wallet/balance, with or without base path and query' },
  {
    term: '[item...]',
    summary: 'name=value, name:=json, name==query, Name:header, name=@file',
  },
];

/** What belongs to a request. */
export const REQUEST_OPTIONS: OptionGroup = {
  heading: 'Request:',
  options: [
    {
      flags: '-d, --data <text>',
      summary: 'raw body, byte for byte; @FILE, or @- for stdin',
    },
    {
      flags: '--timestamp <time>',
      summary: "sign this time, in the provider's format",
    },
    { flags: '--request-id <id>', summary: 'X-Request-ID, where the provider has it' },
    { flags: '--idempotency-key <key>', summary: 'X-Idempotency-Key, where the provider has it' },
    {
      flags: '--external-event-id <id>',
      summary: 'X-External-Event-Id, where the provider has it',
    },
    { flags: '--override-headers', summary: 'let Name:value replace a signing header' },
  ],
};

/** A request that was pasted from somewhere else. */
export const PASTE_OPTIONS: OptionGroup = {
  heading: 'Pasted request, instead of METHOD and PATH:',
  options: [
    { flags: '--curl <command>', summary: 'a curl command; - for standard input' },
    { flags: '--http <file>', summary: 'raw HTTP/1.1 text; - for standard input' },
    { flags: '--har <file>', summary: "a browser's HAR file" },
    { flags: '--entry <number>', summary: 'which entry of the HAR file, from 1' },
  ],
};

/** Where the credential comes from. */
export const CREDENTIAL_OPTIONS: OptionGroup = {
  heading: 'Credential:',
  options: [
    { flags: '-p, --profile <name>', summary: 'stored profile [VK_PROFILE]' },
    { flags: '--provider <id>', summary: 'provider [VK_PROVIDER]', choices: PROVIDER_IDS },
    { flags: '--base-url <url>', summary: 'base URL [VK_BASE_URL]' },
    { flags: '--code <digits>', summary: '6-digit code [VK_CODE]' },
    { flags: '--code-header <name>', summary: 'its header', choices: CODE_HEADERS },
    { flags: '--email <address>', summary: 'account email [VK_EMAIL]' },
    { flags: '--allow-http', summary: 'allow plain http to another machine' },
    { flags: '--sandbox', summary: 'use the sandbox inside vk; nothing to set up' },
  ],
};

/** How any result is shown. */
export const OUTPUT_OPTIONS: readonly OptionSpec[] = [
  { flags: '--json', summary: 'one JSON document' },
  { flags: '-v, --verbose', summary: 'what is sent, and where each value came from' },
];

/** The request in raw words. @throws VkError `usage` where there is none, or more than one */
export function readRequest(words: Words): RawRequest {
  const [method = '', path = '', ...items] = words.args;
  const paste = readPaste(words);
  if (paste === undefined && path === '') {
    throw new VkError(
      'usage',
      method === '' ? 'METHOD and PATH are missing' : 'the PATH is missing',
      'The method comes first, then the path: GET /wallet/balance. Or paste a request with --curl.',
    );
  }
  const requestId = words.text('request-id');
  const idempotencyKey = words.text('idempotency-key');
  const externalEventId = words.text('external-event-id');
  return {
    method,
    path,
    items,
    ...(paste !== undefined && { paste }),
    data: words.text('data'),
    options: {
      ...(requestId !== undefined && { requestId }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      ...(externalEventId !== undefined && { externalEventId }),
    },
    overrideHeaders: words.has('override-headers'),
  };
}

function readPaste(words: Words): PasteSource | undefined {
  const given = (['curl', 'http', 'har'] as const).flatMap((kind) => {
    const value = words.text(kind);
    return value === undefined ? [] : [{ kind, value }];
  });
  const [paste, second] = given;
  const entry = words.text('entry');
  if (entry !== undefined && (paste?.kind !== 'har' || !/^[1-9]\d{0,8}$/.test(entry))) {
    throw new VkError(
      'usage',
      `--entry ${JSON.stringify(entry)} is not the number of an entry of a HAR file`,
      'Write --har FILE --entry 1 for the first entry.',
    );
  }
  if (paste === undefined) {
    return undefined;
  }
  if (second !== undefined || words.args.length > 0 || words.text('data') !== undefined) {
    throw new VkError(
      'usage',
      `the request is given twice: by --${paste.kind} and by ${second === undefined ? 'words' : `--${second.kind}`}`,
      'Use one of them.',
    );
  }
  return { ...paste, ...(entry !== undefined && { entry: Number(entry) }) };
}

/** The credential flags. */
export function readCredentialFlags(words: Words): SettingFlags {
  const texts = SETTING_FLAGS.flatMap(([key, name]) => {
    const value = words.text(name);
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    ...Object.fromEntries(texts),
    ...(words.has('allow-http') && { allowHttp: true }),
    ...(words.has('sandbox') && { sandbox: true }),
  };
}

const SETTING_FLAGS = [
  ['profile', 'profile'],
  ['provider', 'provider'],
  ['baseUrl', 'base-url'],
  ['code', 'code'],
  ['codeHeader', 'code-header'],
  ['email', 'email'],
] as const satisfies readonly (readonly [keyof SettingFlags, string])[];

/** Two things that are not said together, in words, and what to do where both are. */
type Contradiction = readonly [isGiven: boolean, names: string, remedy?: string];

/** What `--sandbox` is not said with, for commands that send. */
export function sandboxContradictions(
  { sandbox = false, baseUrl }: SettingFlags,
  words: Words,
): readonly Contradiction[] {
  return [
    [sandbox && baseUrl !== undefined, '--sandbox and --base-url'],
    [sandbox && words.has('live'), '--sandbox and --live'],
  ];
}

/** @throws VkError `usage` for the first that is given */
export function refuseContradictions(pairs: readonly Contradiction[]): void {
  const [, names, remedy = 'Leave one of them out.'] = pairs.find(([isGiven]) => isGiven) ?? [];
  if (names !== undefined) {
    throw new VkError('usage', `${names} contradict each other`, remedy);
  }
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

/** How long an answer may take where no flag says it, in milliseconds: as `.vk.json` says, else 30 s. */
export function defaultTimeout(project: ProjectFile | undefined): number {
  const timeout = project?.defaults?.timeout;
  return timeout === undefined ? 30_000 : parseDuration("timeout of .vk.json's defaults", timeout);
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
