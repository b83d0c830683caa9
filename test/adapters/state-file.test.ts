import { spawnSync } from 'node:child_process';
import type * as fs from 'node:fs';
import {
  chmodSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { stateFile } from '../../src/adapters/state-file.js';
import { keepState } from '../../src/app/keep-state.js';
import type { StateFile } from '../../src/app/ports.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { handle } from '../../src/sandbox/handle.js';
import { changesOf } from '../../src/sandbox/memory.js';
import { newState } from '../../src/sandbox/state.js';
import { refusal } from '../app/refusal.js';
import { modeOf } from '../file-mode.js';
import { sandboxOf, START, vistarkriyaRequest } from '../sandbox/requests.js';
import { IS_THOROUGH } from '../thorough.js';
import { temporaryFolder } from './temporary.js';

// Waiting for the disk a thousand times would say nothing.
vi.mock('node:fs', async (original) => ({
  ...(await original<typeof fs>()),
  fsyncSync: vi.fn(),
}));

function textOf(folder: string): string {
  return readFileSync(join(folder, 'a.jsonl'), 'utf8');
}

/** Opened and written once. */
function openWith(folder: string, text: string): StateFile {
  const file = stateFile.open(folder, 'a');
  file.rewrite([text]);
  return file;
}

function onLost(error: Error): void {
  throw error;
}

describe('a journal', () => {
  it('is written anew in pieces, added to, and read again', () => {
    const folder = temporaryFolder();
    const file = stateFile.open(folder, 'a');
    expect([...file.read()]).toEqual([]);
    const waits = vi.mocked(fsyncSync).mock.calls.length;
    file.rewrite(['one', ' ', 'two\n', '\u20b9'.repeat(300_000), '\n']);
    file.append('three\n');
    file.append('four\n');
    // What takes the place of another journal is on the disk; what is added need not be.
    expect(vi.mocked(fsyncSync).mock.calls.length).toBe(waits + 1);
    const text = `one two\n${'\u20b9'.repeat(300_000)}\nthree\nfour\n`;
    expect(textOf(folder)).toBe(text);
    file.rewrite(['anew\n']);
    file.append('five\n');
    file.close();
    const again = stateFile.open(folder, 'a');
    expect(Buffer.from(again.read()).toString()).toBe('anew\nfive\n');
    expect(again.path).toBe(join(folder, 'a.jsonl'));
    again.close();
  });

  it('leaves nothing else behind, and takes away what a killed process has left', () => {
    const folder = temporaryFolder();
    const uuid = '3b241101-e2bb-4255-8caf-4136c566a962';
    for (const name of [`a.jsonl.${uuid}.tmp`, `a.lock.${uuid}.tmp`, `b.jsonl.${uuid}.tmp`]) {
      writeFileSync(join(folder, name), 'half');
    }
    writeFileSync(join(folder, 'a.jsonl.tmp'), 'of somebody');
    const file = openWith(folder, 'x\n');
    const others = ['a.jsonl.tmp', `b.jsonl.${uuid}.tmp`];
    expect(readdirSync(folder).toSorted()).toEqual(['a.jsonl', 'a.lock', ...others].toSorted());
    file.close();
    expect(readdirSync(folder).toSorted()).toEqual(['a.jsonl', ...others].toSorted());
  });

  it('is for its owner only, and so is a folder that is made for it', () => {
    const folder = join(temporaryFolder(), 'deep', 'state');
    openWith(folder, 'x\n').close();
    expect([modeOf(folder), modeOf(join(folder, '..'))]).toEqual(['700', '700']);
    expect(modeOf(join(folder, 'a.jsonl'))).toBe('600');
  });

  it('makes an open file private, and leaves the folder as it is', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'a.jsonl'), 'x\n', { mode: 0o644 });
    const file = openWith(folder, 'y\n');
    expect([modeOf(folder), modeOf(join(folder, 'a.jsonl'))]).toEqual(['755', '600']);
    expect(modeOf(join(folder, 'a.lock'))).toBe('600');
    file.close();
  });

  it('is left alone until it is written anew', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.jsonl'), 'somebody has written this', { mode: 0o644 });
    const file = stateFile.open(folder, 'a');
    file.read();
    file.close();
    expect(textOf(folder)).toBe('somebody has written this');
    expect(modeOf(join(folder, 'a.jsonl'))).toBe('644');
  });

  it('is worth writing anew where it is large and has grown fourfold', () => {
    const MIB = 1024 * 1024;
    const line = 'x'.repeat(MIB);
    const file = openWith(temporaryFolder(), line.repeat(3));
    const found: number[] = [];
    for (let mib = 3; mib <= 14; mib += 1) {
      if (file.isWorthRewriting()) {
        found.push(mib);
      }
      file.append(line);
    }
    expect(found).toEqual([13, 14]);
    file.rewrite([line]);
    expect(file.isWorthRewriting()).toBe(false);
    for (let mib = 1; mib < 8; mib += 1) {
      file.append(line);
    }
    expect(file.isWorthRewriting()).toBe(false);
    file.append('x');
    expect(file.isWorthRewriting()).toBe(true);
    file.close();
  });
});

describe('what cannot be', () => {
  it.each<[name: string, make: (folder: string) => string, message: string]>([
    [
      'a file for a folder',
      (folder) => {
        writeFileSync(join(folder, 'file'), '');
        return join(folder, 'file');
      },
      'there is a file in its place',
    ],
    [
      'a folder in a file',
      (folder) => {
        writeFileSync(join(folder, 'file'), '');
        return join(folder, 'file', 'x');
      },
      'a part of the path is not a directory',
    ],
  ])('%s', (_name, make, message) => {
    const place = make(temporaryFolder());
    expect(() => stateFile.open(place, 'a')).toThrow(
      refusal('file', `cannot write ${place}: ${message}`, 'permissions'),
    );
  });

  it.each<[name: string, make: (path: string) => void]>([
    [
      'a folder',
      (path) => {
        mkdirSync(path);
      },
    ],
    [
      'a link',
      (path) => {
        symlinkSync('elsewhere', path);
      },
    ],
    [
      'a pipe, which would be read for ever',
      (path) => {
        expect(spawnSync('mkfifo', [path]).status).toBe(0);
      },
    ],
  ])('%s for the journal', (_name, make) => {
    const folder = temporaryFolder();
    make(join(folder, 'a.jsonl'));
    expect(() => stateFile.open(folder, 'a')).toThrow(
      refusal('state-file', 'a.jsonl is no regular file', 'Move it away'),
    );
    expect(readdirSync(folder)).toEqual(['a.jsonl']);
  });

  it('a change to a journal that is gone', () => {
    const folder = temporaryFolder();
    const file = openWith(folder, 'x\n');
    rmSync(folder, { recursive: true });
    const gone = refusal('state-file', 'a.jsonl was removed, or replaced', 'of its own');
    expect(() => {
      file.append('y\n');
    }).toThrow(gone);
    expect(() => {
      file.rewrite(['z\n']);
    }).toThrow(gone);
    file.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('a change to one that another process has taken, whose journal stays whole', () => {
    const folder = temporaryFolder();
    const first = openWith(folder, 'first\n');
    rmSync(join(folder, 'a.lock'));
    const second = openWith(folder, 'second\n');
    const taken = refusal('state-file', 'replaced by another process', 'of its own');
    expect(() => {
      first.append('x\n');
    }).toThrow(taken);
    expect(() => {
      first.rewrite(['x\n']);
    }).toThrow(taken);
    first.close();
    second.append('third\n');
    expect(textOf(folder)).toBe('second\nthird\n');
    expect(() => stateFile.open(folder, 'a')).toThrow(refusal('state-file', 'another sandbox'));
    second.close();
  });
});

describe('a sandbox whose journal ends anywhere', () => {
  it(
    'holds what some first requests have left, and never half of one',
    { timeout: 120_000 },
    () => {
      const folder = temporaryFolder();
      const { state: first } = sandboxOf(vistarkriya, { mode: 'live' });
      const options = { port: stateFile, folder, onLost };
      const kept = keepState('vistarkriya', options);
      const state = newState(first.accounts, first.settings, kept.memory);
      const path = join(folder, 'vistarkriya.jsonl');

      /** What the memory holds, by how long the journal is from which it is whole. */
      const wholes = [{ bytes: 0, held: JSON.stringify([...changesOf(kept.memory)]) }];
      const methods = ['GET', 'POST', 'POST'];
      for (const [index, method] of methods.entries()) {
        const target = method === 'GET' ? '/api/v1/wallet/balance' : '/api/v1/verify/pan';
        const request = vistarkriyaRequest({ method, target, atMs: START + index });
        const { status } = kept.during(() => handle(request, vistarkriya, state, START + index));
        expect(status).toBe(200);
        const held = JSON.stringify([...changesOf(kept.memory)]);
        wholes.push({ bytes: statSync(path).size, held });
      }
      kept.close();
      const journal = readFileSync(path);
      expect(new Set(wholes.map(({ held }) => held)).size).toBe(methods.length + 1);

      const other = temporaryFolder();
      for (const length of cuts(journal.length, wholes)) {
        writeFileSync(join(other, 'vistarkriya.jsonl'), journal.subarray(0, length));
        const opened = keepState('vistarkriya', { ...options, folder: other });
        const expected = wholes.findLast(({ bytes }) => bytes <= length)?.held;
        expect([length, JSON.stringify([...changesOf(opened.memory)])]).toEqual([length, expected]);
        opened.close();
      }
    },
  );
});

/** Where a journal is cut: at its ends and around those of its lines, and at one in seven between. */
function cuts(all: number, ends: readonly { readonly bytes: number }[]): number[] {
  return Array.from({ length: all + 1 }, (_, length) => length).filter(
    (length) =>
      IS_THOROUGH ||
      length % 7 === 0 ||
      ends.some(({ bytes }) => bytes - 2 <= length && length <= bytes + 1),
  );
}
