import { decodeUtf8, utf8 } from '../core/bytes.js';
import type { Provider } from '../core/provider.js';
import { providers } from '../providers/registry.js';
import type { HistoryEntry, RecordedRequest, RecordedResponse } from './history.js';

/** What stands in the place of an API key. */
const MASK = '[api-key]';
/** A shorter one would be found in what has nothing to do with it. */
const SHORTEST = 8;

/** API keys that are somebody's own: the sandbox's are everybody's. */
export function ownKeys(keys: Iterable<string | undefined>): readonly string[] {
  const known = new Set(
    providers.flatMap(({ sandbox }: Provider) =>
      [sandbox.demo, ...sandbox.samples].map(({ apiKey }) => apiKey),
    ),
  );
  return [...new Set(keys)]
    .filter((key) => key !== undefined)
    .filter((key) => key.length >= SHORTEST && !known.has(key));
}

/** A call as it may leave this machine: an answer can repeat the API key. */
export function withoutKeys(entry: HistoryEntry, keys: readonly string[]): HistoryEntry {
  if (keys.length === 0) {
    return entry;
  }
  const { request, response } = entry;
  return {
    ...entry,
    request: { ...strikeOut(request, keys), target: maskKeys(request.target, keys) },
    ...(response !== undefined && { response: strikeOut(response, keys) }),
  };
}

/** Such an answer's bytes. */
export function maskBody(body: Uint8Array, keys: readonly string[]): Uint8Array {
  const text = decodeUtf8(body);
  return text === undefined || !keys.some((key) => text.includes(key))
    ? body
    : utf8(maskKeys(text, keys));
}

function strikeOut<Part extends RecordedRequest | RecordedResponse>(
  part: Part,
  keys: readonly string[],
): Part {
  return {
    ...part,
    headers: part.headers.map(([name, value]) => [name, maskKeys(value, keys)] as const),
    ...(part.body !== undefined && { body: maskBody(part.body, keys) }),
  };
}

function maskKeys(text: string, keys: readonly string[]): string {
  return keys.reduce((masked, key) => masked.replaceAll(key, MASK), text);
}
