import { VkError } from '../core/error.js';
import { isRecord, parseJson } from '../core/parsed-json.js';
import type { Mode, Provider } from '../core/provider.js';
import { providers } from '../providers/registry.js';

/** What a `.vk.json` may say for the folder that it is in, and those below. Never a secret. */
export interface ProjectFile {
  readonly profile?: string;
  readonly provider?: string;
  readonly baseUrl?: string;
  readonly codeHeader?: string;
  readonly mode?: Mode;
  readonly defaults?: ProjectDefaults;
}

/**
 * Options that a command takes where they are not given. Only what can neither send a credential
 * elsewhere nor loosen a check: headers, a tolerance or a yes are not among them, because the file may
 * be a stranger's.
 */
export interface ProjectDefaults {
  /** As for `--timeout`: `10s`. */
  readonly timeout?: string;
}

const TEXT_KEYS = ['profile', 'provider', 'baseUrl', 'codeHeader'] as const;

/**
 * Reads the text of a `.vk.json`.
 *
 * @throws VkError `project-file` where it is not JSON, has an unknown member, or holds a secret
 */
export function parseProjectFile(path: string, bytes: Uint8Array): ProjectFile {
  const data = parseObject(path, bytes);
  refuseSecrets(path, data);
  refuseUnknown(path, data, MEMBERS);
  const texts = TEXT_KEYS.flatMap((key) => {
    const value = data[key];
    if (value !== undefined && typeof value !== 'string') {
      throw refused(path, `${key} is not a string`, KNOWN_MEMBERS);
    }
    return value === undefined ? [] : [[key, value] as const];
  });
  const mode = data['mode'];
  if (mode !== undefined && mode !== 'sandbox' && mode !== 'live') {
    throw refused(path, 'mode is neither "sandbox" nor "live"', KNOWN_MEMBERS);
  }
  const defaults = readDefaults(path, data['defaults']);
  return { ...Object.fromEntries(texts), ...(mode && { mode }), ...(defaults && { defaults }) };
}

const MEMBERS: readonly string[] = [...TEXT_KEYS, 'mode', 'defaults'];
const DEFAULTS: readonly string[] = ['timeout'];

const SECRETS_ELSEWHERE = 'Keep keys and secrets in a profile (vk profile add) or the environment.';
const KNOWN_MEMBERS = `Its members are ${TEXT_KEYS.join(', ')}, mode and defaults.`;
const KNOWN_DEFAULTS = `The members of defaults are: ${DEFAULTS.join(', ')}.`;

/** A name that a secret, or a part of a credential, goes by. */
const SECRET_NAME =
  /secret|passw|passphrase|token|key|credential|authorization|signature|^(?:code|email|pin)$/i;

/** Refuses secrets wherever they are, also where their place alone would be refused. */
function refuseSecrets(path: string, data: object): void {
  const found: (readonly [name: string, value: unknown])[] = Object.entries(data);
  // The list grows while it is walked: a file can be nested more deeply than a call stack.
  for (const [name, value] of found) {
    if (holdsKey(name) || (typeof value === 'string' && holdsKey(value))) {
      throw refused(path, 'it holds an API key', SECRETS_ELSEWHERE);
    }
    if (SECRET_NAME.test(name)) {
      throw refused(path, `${name} does not belong there`, SECRETS_ELSEWHERE);
    }
    for (const inner of typeof value === 'object' && value !== null ? Object.entries(value) : []) {
      found.push(inner);
    }
  }
}

/** Whether a word of it begins as a provider's keys do. */
function holdsKey(text: string): boolean {
  return text.split(/[^\w-]+/).some((word) => KEY_PATTERNS.some((pattern) => pattern.test(word)));
}

const KEY_PATTERNS = providers.flatMap(({ credential }: Provider) =>
  credential.flatMap(({ id, shape }) => (id === 'apiKey' && !shape.strict ? [shape.pattern] : [])),
);

function refuseUnknown(path: string, data: object, known: readonly string[]): void {
  const key = Object.keys(data).find((each) => !known.includes(each));
  if (key !== undefined) {
    const remedy = known === MEMBERS ? KNOWN_MEMBERS : KNOWN_DEFAULTS;
    throw refused(path, `it has an unknown member ${JSON.stringify(key)}`, remedy);
  }
}

function readDefaults(path: string, data: unknown): ProjectDefaults | undefined {
  if (data === undefined) {
    return undefined;
  }
  if (!isRecord(data)) {
    throw refused(path, 'defaults is not a JSON object', KNOWN_DEFAULTS);
  }
  refuseUnknown(path, data, DEFAULTS);
  const timeout = data['timeout'];
  if (timeout !== undefined && typeof timeout !== 'string') {
    throw refused(path, 'timeout is not a string', 'Write it as "10s".');
  }
  return timeout === undefined ? {} : { timeout };
}

function parseObject(path: string, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const data = parseJson(bytes);
  if (data === undefined) {
    throw refused(path, 'it is not JSON', 'Mend or remove it.');
  }
  if (!isRecord(data)) {
    throw refused(path, 'it is not a JSON object', KNOWN_MEMBERS);
  }
  return data;
}

function refused(path: string, why: string, remedy: string): VkError {
  return new VkError('project-file', `${path} cannot be used: ${why}`, remedy);
}
