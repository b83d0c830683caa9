import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scriptFiles } from '../../src/adapters/script-files.js';
import { refusal } from '../app/refusal.js';
import { temporaryFolder } from './temporary.js';

it('puts a script in place, for all who may read what this user writes', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'new', '_vk');
  scriptFiles.write(path, 'é');
  scriptFiles.write(path, 'completé');
  writeFileSync(join(folder, 'usual'), '');

  expect(readFileSync(path, 'utf8')).toBe('completé');
  expect(scriptFiles.read(path)).toBe('completé');
  expect(statSync(path).mode).toBe(statSync(join(folder, 'usual')).mode);
  expect(readdirSync(join(folder, 'new'))).toEqual(['_vk']);
});

it('leaves nothing behind where it cannot', () => {
  const folder = temporaryFolder();
  const path = join(folder, '_vk');
  mkdirSync(path);

  expect(() => {
    scriptFiles.write(path, 'complete');
  }).toThrow(refusal('file', `cannot write ${path}: it is a directory`));
  expect(readdirSync(folder)).toEqual(['_vk']);
});

it('removes a script, and says why it cannot', () => {
  const folder = temporaryFolder();
  const path = join(folder, '_vk');
  writeFileSync(path, '');
  scriptFiles.remove(path);

  expect(readdirSync(folder)).toEqual([]);
  expect(scriptFiles.read(path)).toBeUndefined();
  expect(() => {
    scriptFiles.remove(path);
  }).toThrow(refusal('file', `cannot write ${path}: it does not exist`));
});
