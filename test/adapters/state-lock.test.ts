import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { thisProcess } from '../../src/adapters/processes.js';
import { stateFile } from '../../src/adapters/state-file.js';
import { takeLock } from '../../src/adapters/state-lock.js';
import { refusal } from '../app/refusal.js';
import { temporaryFolder } from './temporary.js';

const hasProc = existsSync('/proc/self/stat');

function lockPath(): string {
  return join(temporaryFolder(), 'a.lock');
}

function take(path: string): () => void {
  const attempt = takeLock(path);
  if (!('release' in attempt)) {
    throw new Error(`process ${attempt.holder?.pid} has it`);
  }
  return attempt.release;
}

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync('true').pid;
}

function stat(pid: number | undefined): string {
  return readFileSync(`/proc/${pid}/stat`, 'latin1');
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await setImmediate();
  }
}

describe('a lock', () => {
  it('is taken once, until it is released', () => {
    const path = lockPath();
    const release = take(path);
    expect(takeLock(path)).toEqual({ holder: thisProcess() });
    release();
    expect(existsSync(path)).toBe(false);
    take(path)();
  });

  it('says whose it is, and leaves nothing beside it', () => {
    const path = lockPath();
    take(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(join(path, '..'))).toEqual(['a.lock']);
  });

  it.each<[name: string, held: () => string]>([
    ['a process that has ended', () => JSON.stringify({ pid: deadPid(), started: '1', id: 'x' })],
    ['one of which no start is known', () => JSON.stringify({ pid: deadPid() })],
    ['nobody: a disk lost power', () => ''],
  ])('of %s counts for nothing at once', (_name, held) => {
    const path = lockPath();
    writeFileSync(path, held());
    take(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(join(path, '..'))).toEqual(['a.lock']);
  });

  it.skipIf(!hasProc)('of an earlier process of the same number counts for nothing', () => {
    const path = lockPath();
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: '1', id: 'x' }));
    take(path);
  });

  it('of a process that runs holds, also where its start is not known', () => {
    const path = lockPath();
    writeFileSync(path, JSON.stringify({ pid: process.pid }));
    expect(takeLock(path)).toEqual({ holder: { pid: process.pid, started: undefined } });
  });

  it.skipIf(!hasProc)('of a killed process that its parent has not collected is free', async () => {
    // The shell starts one that ends when it is told to, and becomes another that never asks for it.
    const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    });
    onTestFinished(() => {
      parent.kill('SIGKILL');
    });
    const { stdout, stdio } = parent;
    const said: unknown = stdout && (await once(stdout, 'data'));
    const pid = Number(String(said));
    await until(() => stat(parent.pid).includes('(sleep)'));
    await until(() => stat(pid).includes('(cat)'));
    stdio[3]?.destroy();
    await until(() => stat(pid).includes(') Z '));
    const path = lockPath();
    writeFileSync(path, JSON.stringify({ pid, id: 'x' }));
    take(path);
  });

  it.each(['milk', '{}', '{"pid":"1"}', '{"pid":0}', '{"pid":-1}', '{"pid":1.5}', 'null'])(
    'that is none, %j, is left alone',
    (text) => {
      const path = lockPath();
      writeFileSync(path, text);
      expect(takeLock(path)).toEqual({});
      expect(readFileSync(path, 'utf8')).toBe(text);
      expect(() => stateFile.open(join(path, '..'), 'a')).toThrow(
        refusal('state-file', `${path} is no lock of a sandbox`, 'Move it away'),
      );
    },
  );

  it('that is a link to nowhere is left alone', () => {
    const path = lockPath();
    symlinkSync('nowhere', path);
    expect(takeLock(path)).toEqual({});
    expect(readdirSync(join(path, '..'))).toEqual(['a.lock']);
  });

  it('is not released by who has lost it', () => {
    const path = lockPath();
    const release = take(path);
    writeFileSync(path, 'of another');
    release();
    expect(readFileSync(path, 'utf8')).toBe('of another');
  });

  it('in a folder that is not there is an error', () => {
    expect(() => takeLock(join(temporaryFolder(), 'no', 'a.lock'))).toThrow('ENOENT');
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a.lock'));
    expect(() => takeLock(join(folder, 'a.lock'))).toThrow('EISDIR');
  });
});

it('says which process has a journal, and what to do', () => {
  const folder = temporaryFolder();
  const file = stateFile.open(folder, 'a');
  const path = join(folder, 'a.jsonl');
  const message = `another sandbox keeps its state in ${path}: process ${process.pid}`;
  expect(() => stateFile.open(folder, 'a')).toThrow(refusal('state-file', message, 'End it'));
  const other = stateFile.open(folder, 'b');
  file.close();
  stateFile.open(folder, 'a').close();
  other.close();
});
