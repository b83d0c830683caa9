import { parseBaseUrl } from '../core/base-url.js';
import { VkError } from '../core/error.js';
import { isRecord, parseJson } from '../core/parsed-json.js';
import type { ConnectionPort } from './ports.js';

export interface WaitPorts {
  readonly connection: ConnectionPort;
  readonly nowMs: () => number;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Waits until something takes connections at each of the addresses. It sends nothing, so nothing is
 * counted and nothing is logged there.
 *
 * @param find the addresses; asked before each try, and may throw while they are not known yet
 * @returns the addresses
 * @throws VkError `timeout`, which says what was missing last
 */
export async function waitUntilReady(
  find: () => readonly string[],
  timeoutMs: number,
  ports: WaitPorts,
): Promise<readonly string[]> {
  const endMs = ports.nowMs() + timeoutMs;
  for (;;) {
    try {
      const urls = find();
      for (const url of urls) {
        const leftMs = Math.max(endMs - ports.nowMs(), PAUSE_MS);
        await ports.connection.connect(parseBaseUrl(url, true), Math.min(leftMs, LONGEST_TRY_MS));
      }
      return urls;
    } catch (error) {
      if (!(error instanceof VkError)) {
        throw error;
      }
      if (ports.nowMs() + PAUSE_MS > endMs) {
        throw tooLate(error, timeoutMs);
      }
    }
    await ports.pause(PAUSE_MS);
  }
}

/** Short enough for nobody to notice, and long enough to leave the machine to what is starting. */
const PAUSE_MS = 50;

/** A packet that was lost while a network came up should not cost all of the time. */
const LONGEST_TRY_MS = 2000;

function tooLate(reason: VkError, timeoutMs: number): VkError {
  return new VkError(
    'timeout',
    `not ready after ${timeoutMs / 1000} s: ${reason.message}`,
    'See what the program that should be ready has said, or give it longer with --timeout.',
    { cause: reason },
  );
}

/**
 * The addresses in what `--ready-file` writes.
 *
 * @throws VkError `file` where it holds none
 */
export function readReadyFile(path: string, bytes: Uint8Array): readonly string[] {
  const data = parseJson(bytes);
  const urls = isRecord(data)
    ? [data['url'], ...(Array.isArray(data['servers']) ? data['servers'].map(baseUrlOf) : [])]
    : [];
  const found = urls.filter((url) => typeof url === 'string');
  if (found.length === 0) {
    throw new VkError(
      'file',
      `${path} holds no address`,
      'It has to be what vk sandbox --ready-file or vk webhook listen --ready-file writes.',
    );
  }
  return found;
}

function baseUrlOf(server: unknown): unknown {
  return isRecord(server) ? server['baseUrl'] : undefined;
}
