import { decodeUtf8 } from '../core/bytes.js';
import { VkError } from '../core/error.js';
import { membersOf, parseJson } from '../core/parsed-json.js';
import { parseChange } from './change.js';
import type { Change } from './memory.js';

/** The version of the journal's form that this vk writes. */
const VERSION = 1;
const KIND = 'sandbox state';

/**
 * A journal from its beginning, in pieces: a line that says what it is, and one that makes a memory.
 * Each further line is what one request has changed. A line is there as a whole or it does not count,
 * so that a journal that ends anywhere holds what some first requests have left.
 */
export function* startJournal(provider: string, changes: Iterable<Change>): Generator<string> {
  yield headerOf(provider);
  let separator = '[';
  for (const change of changes) {
    yield separator + JSON.stringify(change);
    separator = ',';
  }
  yield separator === '[' ? '[]\n' : ']\n';
}

/** The line of one request. */
export function journalLine(changes: readonly Change[]): string {
  return `${JSON.stringify(changes)}\n`;
}

/**
 * The changes that a journal holds. Its last line is left out where it is torn: a process that ended
 * while it was written had not answered that request yet.
 *
 * @param path for the errors
 * @throws VkError `state-file` for a journal of something else, or one that is damaged before its end
 */
export function* readJournal(bytes: Uint8Array, provider: string, path: string): Generator<Change> {
  const headerEnd = bytes.indexOf(NEWLINE);
  if (headerEnd === -1 && headerOf(provider).startsWith(decodeUtf8(bytes) ?? '?')) {
    return;
  }
  checkHeader(bytes.subarray(0, Math.max(headerEnd, 0)), provider, path);
  let line = 2;
  for (let start = headerEnd + 1; ; line += 1) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end === -1) {
      return;
    }
    const value = parseJson(bytes.subarray(start, end));
    if (value === undefined && end + 1 === bytes.length) {
      return;
    }
    yield* readChanges(value, () => damaged(path, line));
    start = end + 1;
  }
}

const NEWLINE = 0x0a;

function headerOf(provider: string): string {
  return `${JSON.stringify({ vk: KIND, version: VERSION, provider })}\n`;
}

function checkHeader(bytes: Uint8Array, provider: string, path: string): void {
  const header = membersOf(parseJson(bytes));
  if (header['vk'] !== KIND) {
    throw unusable(path, 'it holds something else', 'Move it away, or choose another folder.');
  }
  const { version } = header;
  if (typeof version === 'number' && version > VERSION) {
    const why = `it was written by a newer vk (version ${version})`;
    throw unusable(path, why, 'Update vk, or choose another folder.');
  }
  if (version !== VERSION) {
    throw unusable(path, 'its first line is damaged', START_ANEW);
  }
  if (header['provider'] !== provider) {
    throw unusable(path, 'it holds the state of another provider', START_ANEW);
  }
}

function* readChanges(value: unknown, fault: () => VkError): Generator<Change> {
  if (!Array.isArray(value)) {
    throw fault();
  }
  for (const each of value) {
    const change = parseChange(each);
    if (change === undefined) {
      throw fault();
    }
    yield change;
  }
}

const START_ANEW = 'Move it away to start anew.';

function damaged(path: string, line: number): VkError {
  return unusable(path, `line ${line} is damaged`, START_ANEW);
}

function unusable(path: string, why: string, remedy: string): VkError {
  const message = `the state in ${path} cannot be used: ${why}`;
  return new VkError('state-file', message, `${remedy} It was left as it is.`);
}
