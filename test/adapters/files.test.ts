import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFile, readFileIfPresent, writeFile } from '../../src/adapters/files.js';
import { refusal } from '../app/refusal.js';
import { temporaryFolder } from './temporary.js';

describe('read', () => {
  it('gives the bytes', () => {
    const path = join(temporaryFolder(), 'a');
    writeFileSync(path, Buffer.from([0xff, 0, 0x0a]));
    expect([...readFile(path)]).toEqual([0xff, 0, 0x0a]);
    expect([...(readFileIfPresent(path) ?? [])]).toEqual([0xff, 0, 0x0a]);
  });

  it('says why it cannot', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(() => readFile(join(folder, 'x'))).toThrow(
      refusal('file', `cannot read ${join(folder, 'x')}: it does not exist`),
    );
    expect(() => readFile(folder)).toThrow(refusal('file', 'it is a directory'));
    expect(() => readFile(join(folder, 'file', 'x'))).toThrow(refusal('file', 'not a directory'));
  });

  it('takes it that a file may not be there, and nothing else', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(readFileIfPresent(join(folder, 'x'))).toBeUndefined();
    expect(readFileIfPresent(join(folder, 'file', 'x'))).toBeUndefined();
    expect(() => readFileIfPresent(folder)).toThrow(refusal('file', 'it is a directory'));
  });
});

describe('write', () => {
  it('replaces a file, for nobody else to read, and leaves nothing beside it', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a');
    writeFileSync(path, 'old and longer');
    chmodSync(path, 0o644);
    writeFile(path, Buffer.from('new'));
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('writes to what is no file, and leaves it there: a report may go to /dev/null', () => {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    // Opened for both, it takes what is written without somebody who reads at that moment, and nothing waits.
    const descriptor = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    writeFile(pipe, Buffer.from('new'));
    const bytes = Buffer.alloc(3);
    readSync(descriptor, bytes);
    closeSync(descriptor);
    expect(bytes.toString()).toBe('new');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('leaves nothing behind where it cannot', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a'));
    expect(() => {
      writeFile(join(folder, 'a'), Buffer.from('new'));
    }).toThrow(refusal('file', 'it is a directory'));
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('takes the place of a link, and leaves what it led to', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'target'), 'old');
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    writeFile(join(folder, 'link'), Buffer.from('new'));
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('old');
    expect(readFileSync(join(folder, 'link'), 'utf8')).toBe('new');
  });

  it('says why it cannot', () => {
    const folder = temporaryFolder();
    expect(() => writeFile(join(folder, 'no', 'x'), Buffer.from('x'))).toThrow(
      refusal('file', 'cannot write', 'permissions'),
    );
    mkdirSync(join(folder, 'd'));
    expect(() => writeFile(join(folder, 'd'), Buffer.from('x'))).toThrow(
      refusal('file', 'it is a directory'),
    );
  });
});
