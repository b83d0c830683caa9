import { describe, expect, it } from 'vitest';
import { beginJournal, resumeJournal, type BatchIdentity } from '../../../src/app/batch/journal.js';
import type { StateFile } from '../../../src/app/ports.js';

const identity: BatchIdentity = { bytes: 5, sha256: 'ab', provider: 'x', origin: 'https://a' };

function memoryFile(text = ''): StateFile & { readonly text: () => string } {
  let held = text;
  return {
    path: '/j',
    text: () => held,
    read: () => Buffer.from(held),
    rewrite: (pieces) => {
      held = [...pieces].join('');
    },
    append: (line) => {
      held += line;
    },
    isWorthRewriting: () => held.length > 2000,
    close: () => undefined,
  };
}

describe('a journal', () => {
  it('goes on where it ended, with the same keys', () => {
    const file = memoryFile();
    const first = beginJournal(file, identity, 'seed');
    first.mark(1, 'started');
    first.mark(2, 'started');
    first.mark(1, 'done');
    first.mark(3, 'started');
    first.mark(3, 'open');
    const next = resumeJournal(memoryFile(file.text()), identity);
    expect([1, 2, 3, 4].map((call) => next.stateOf(call))).toEqual([
      'done',
      'started',
      'open',
      'open',
    ]);
    expect(next.keySeed).toBe('seed');
  });

  it('leaves out a line that is torn, and no other', () => {
    const file = memoryFile();
    const first = beginJournal(file, identity, 'seed');
    first.mark(1, 'started');
    first.mark(1, 'done');
    const torn = file.text().slice(0, -3);
    expect(resumeJournal(memoryFile(torn), identity).stateOf(1)).toBe('started');
    const damaged = file.text().replace('{"started":1}', '{"sta');
    expect(() => resumeJournal(memoryFile(damaged), identity)).toThrow('line 3 of /j is no line');
  });

  it('stays short', () => {
    const file = memoryFile();
    const journal = beginJournal(file, identity, 'seed');
    for (let call = 1; call <= 1000; call += 1) {
      journal.mark(call, 'started');
      journal.mark(call, 'done');
    }
    expect(file.text().length).toBeLessThan(2500);
    expect(resumeJournal(file, identity).snapshot().upTo).toBe(1000);
  });

  it.each<[name: string, change: Partial<BatchIdentity>, message: string]>([
    ['another size', { bytes: 6 }, '/j is of another file, or the file has changed since'],
    ['other content', { sha256: 'cd' }, '/j is of another file, or the file has changed since'],
    ['another provider', { provider: 'y' }, '/j is of calls to x at https://a'],
    ['another place', { origin: 'sandbox' }, '/j is of calls to x at https://a'],
  ])('is refused for %s', (_name, change, message) => {
    const file = memoryFile();
    beginJournal(file, identity, 'seed');
    expect(() => resumeJournal(file, { ...identity, ...change })).toThrow(message);
  });

  it.each([
    ['', 'is no journal of a batch'],
    ['{}\n', 'is no journal of a batch'],
    ['not json\n', 'is no journal of a batch'],
    ['{"vkBatch":2}\n', 'was written by a newer vk'],
  ])('refuses the file %j', (text, message) => {
    expect(() => resumeJournal(memoryFile(text), identity)).toThrow(message);
  });
});
