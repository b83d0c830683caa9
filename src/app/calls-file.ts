import { decodeUtf8 } from '../core/bytes.js';
import { VkError } from '../core/error.js';
import { readHarCalls, type AssumedOwner } from './har-calls.js';
import { parseHistoryLine, type HistoryEntry } from './history.js';
import type { ProfileSet } from './ports.js';

/**
 * The calls of a file: lines as the history has them, or a HAR.
 *
 * @throws VkError `usage` where it is neither, or one of its lines is no call
 */
export function readCallsFile(
  name: string,
  bytes: Uint8Array,
  profiles: () => ProfileSet,
  assumed: AssumedOwner,
): readonly HistoryEntry[] {
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    throw noCalls(name, 'it is no text in UTF-8');
  }
  const lines = text.split('\n').map((line) => line.trim());
  const entries = lines.map((line) => parseHistoryLine(Buffer.from(line)));
  if (entries.every((entry) => entry === undefined)) {
    if (/^\ufeff?\s*\{/.test(text)) {
      return readHarCalls(text, profiles(), assumed);
    }
    throw noCalls(name, 'its first line is no recorded call');
  }
  return entries.flatMap((entry, index) => {
    if (entry === undefined && lines[index] !== '') {
      throw noCalls(name, `its line ${index + 1} is no recorded call`);
    }
    return entry === undefined ? [] : [entry];
  });
}

function noCalls(name: string, why: string): VkError {
  return new VkError(
    'usage',
    `${name} holds no calls that can be read: ${why}`,
    'vk replay --save and vk history export write such files; a HAR will do, too.',
  );
}
