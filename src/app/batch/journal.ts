import { decodeUtf8 } from '../../core/bytes.js';
import { VkError } from '../../core/error.js';
import { membersOf, parseJson } from '../../core/parsed-json.js';
import type { StateFile } from '../ports.js';
import {
  NOTHING_DONE,
  openTracker,
  type CallState,
  type Snapshot,
  type Tracker,
} from './tracker.js';

/** What a batch is of: it can go on only with the same. */
export interface BatchIdentity {
  readonly bytes: number;
  /** Of the whole file, in hex. */
  readonly sha256: string;
  /** The provider's id. */
  readonly provider: string;
  /** Where the calls go: `https://api.example.com`, or `sandbox` for the one inside vk. */
  readonly origin: string;
}

/** What the idempotency keys of a batch are made of. */
export type KeySeed = string;

/** How far a batch has come, in a file where it outlives the process. */
export interface BatchJournal extends Pick<Tracker, 'stateOf' | 'mark' | 'snapshot'> {
  readonly keySeed: KeySeed;
  readonly close: () => void;
}

/** How far a batch has come, for as long as the process lives. */
export function journalInMemory(keySeed: KeySeed): BatchJournal {
  return { ...openTracker(), keySeed, close: () => undefined };
}

/** A journal that begins, or takes over from the memory. @throws VkError `file` or `state-file` */
export function beginJournal(
  file: StateFile,
  identity: BatchIdentity,
  keySeed: KeySeed,
  from: Snapshot = NOTHING_DONE,
): BatchJournal {
  return keepJournal(file, identity, keySeed, from);
}

/**
 * A journal that goes on. A last line that is torn is left out: the call that it speaks of was not
 * sent yet, or counts as sent without an answer.
 *
 * @throws VkError `state-file` where it is none, or one of another batch
 */
export function resumeJournal(file: StateFile, identity: BatchIdentity): BatchJournal {
  const { path } = file;
  const lines = (decodeUtf8(file.read()) ?? '').split('\n').slice(0, -1);
  const head = readHead(lines[0], path);
  refuseOther(head, identity, path);
  const tracker = openTracker();
  let past: Tracker = tracker;
  for (const [index, line] of lines.slice(1).entries()) {
    const entry = readEntry(parseJson(line));
    if (entry === undefined) {
      const remedy = 'It is damaged. See what was done before you send anything again.';
      throw new VkError(
        'state-file',
        `line ${index + 2} of ${path} is no line of a journal`,
        remedy,
      );
    }
    if ('upTo' in entry) {
      past = openTracker(entry);
    } else {
      past.mark(entry.call, entry.state);
    }
  }
  return keepJournal(file, identity, head.keySeed, past.snapshot());
}

function* journalLines(
  identity: BatchIdentity,
  keySeed: KeySeed,
  snapshot: Snapshot,
): Generator<string> {
  yield `${JSON.stringify({ vkBatch: VERSION, ...identity, keySeed })}\n`;
  yield `${JSON.stringify(snapshot)}\n`;
}

const VERSION = 1;

function keepJournal(
  file: StateFile,
  identity: BatchIdentity,
  keySeed: KeySeed,
  from: Snapshot,
): BatchJournal {
  const tracker = openTracker(from);
  const rewrite = (): void => {
    file.rewrite(journalLines(identity, keySeed, tracker.snapshot()));
  };
  rewrite();
  return {
    ...tracker,
    keySeed,
    mark: (call, state) => {
      tracker.mark(call, state);
      file.append(`{"${state}":${call}}\n`);
      if (file.isWorthRewriting()) {
        rewrite();
      }
    },
    close: file.close,
  };
}

interface Head extends BatchIdentity {
  readonly keySeed: KeySeed;
}

function readHead(line: string | undefined, path: string): Head {
  const { vkBatch, bytes, sha256, provider, origin, keySeed } = membersOf(parseJson(line ?? ''));
  if (typeof vkBatch === 'number' && vkBatch > VERSION) {
    throw new VkError(
      'state-file',
      `${path} was written by a newer vk`,
      'Go on with that one: this one does not know all that it says.',
    );
  }
  if (
    vkBatch !== VERSION ||
    typeof bytes !== 'number' ||
    typeof sha256 !== 'string' ||
    typeof provider !== 'string' ||
    typeof origin !== 'string' ||
    typeof keySeed !== 'string'
  ) {
    throw new VkError(
      'state-file',
      `${path} is no journal of a batch`,
      'Name the file that --journal has kept, or that Ctrl-C has left.',
    );
  }
  return { bytes, sha256, provider, origin, keySeed };
}

function refuseOther(head: Head, identity: BatchIdentity, path: string): void {
  const differs =
    head.bytes !== identity.bytes || head.sha256 !== identity.sha256
      ? 'another file, or the file has changed since'
      : head.provider !== identity.provider || head.origin !== identity.origin
        ? `calls to ${head.provider} at ${head.origin}, and these go to ${identity.provider} at ${identity.origin}`
        : undefined;
  if (differs !== undefined) {
    throw new VkError(
      'state-file',
      `${path} is of ${differs}`,
      'Nothing was sent. Go on with what it was begun with, or begin anew with another --journal.',
    );
  }
}

function readEntry(value: unknown): Snapshot | { call: number; state: CallState } | undefined {
  const { upTo, beyond, started, open, done } = membersOf(value);
  if (typeof upTo === 'number') {
    const lists = [beyond, started, open].map(numbers);
    const [first, second, third] = lists;
    return first === undefined || second === undefined || third === undefined
      ? undefined
      : { upTo, beyond: first, started: second, open: third };
  }
  const states = { open, started, done };
  for (const state of ['open', 'started', 'done'] as const) {
    const call = states[state];
    if (typeof call === 'number') {
      return { call, state };
    }
  }
  return undefined;
}

function numbers(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) && value.every((each) => typeof each === 'number')
    ? value
    : undefined;
}
