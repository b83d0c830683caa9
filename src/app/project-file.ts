import { decodeUtf8 } from '../core/bytes.js';
import { VkError } from '../core/error.js';
import type { Mode } from '../core/provider.js';

/** What a `.vk.json` may say for the folder that it is in, and those below. Never a secret. */
export interface ProjectFile {
  readonly profile?: string;
  readonly provider?: string;
  readonly baseUrl?: string;
  readonly codeHeader?: string;
  readonly mode?: Mode;
}

const TEXT_KEYS = ['profile', 'provider', 'baseUrl', 'codeHeader'] as const;

/**
 * Reads the text of a `.vk.json`.
 *
 * @throws VkError `project-file` where it is not JSON, has an unknown member, or holds a secret
 */
export function parseProjectFile(path: string, bytes: Uint8Array): ProjectFile {
  const data = parseObject(path, bytes);
  for (const key of Object.keys(data)) {
    if (/secret|password|token|key/i.test(key)) {
      throw refused(path, `${key} does not belong there`, SECRETS_ELSEWHERE);
    }
    if (key !== 'mode' && !TEXT_KEYS.some((known) => known === key)) {
      throw refused(path, `it has an unknown member ${JSON.stringify(key)}`, KNOWN_MEMBERS);
    }
  }
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
  return { ...Object.fromEntries(texts), ...(mode === undefined ? {} : { mode }) };
}

const SECRETS_ELSEWHERE = 'Keep keys and secrets in a profile (vk profile add) or the environment.';
const KNOWN_MEMBERS = `Its members are ${TEXT_KEYS.join(', ')} and mode.`;

function parseObject(path: string, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let data: unknown;
  try {
    data = JSON.parse(decodeUtf8(bytes) ?? '');
  } catch {
    throw refused(path, 'it is not JSON', 'Mend or remove it.');
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw refused(path, 'it is not a JSON object', KNOWN_MEMBERS);
  }
  return { ...data };
}

function refused(path: string, why: string, remedy: string): VkError {
  return new VkError('project-file', `${path} cannot be used: ${why}`, remedy);
}
