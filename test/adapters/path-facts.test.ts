import { chmodSync, linkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pathFacts } from '../../src/adapters/path-facts.js';
import { temporaryFolder } from './temporary.js';

it('tells kind and mode, through a link too', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'file');
  writeFileSync(path, '');
  chmodSync(path, 0o640);
  chmodSync(folder, 0o750);
  symlinkSync(path, join(folder, 'link'));
  const file = { kind: 'file', mode: 0o640, uid: process.getuid?.() };
  expect(pathFacts.look(path)).toEqual(file);
  expect(pathFacts.look(join(folder, 'link'))).toEqual(file);
  expect(pathFacts.look(folder)).toMatchObject({ kind: 'folder', mode: 0o750 });
  expect(pathFacts.look('/dev/null')).toMatchObject({ kind: 'other' });
});

it.each(['nothing', 'nothing/below'])('%s is nothing', (name) => {
  expect(pathFacts.look(join(temporaryFolder(), name))).toBeUndefined();
});

it('tells one file from two, by whatever name', () => {
  const folder = temporaryFolder();
  const [path, other] = [join(folder, 'file'), join(folder, 'other')];
  writeFileSync(path, 'a');
  writeFileSync(other, 'a');
  symlinkSync(path, join(folder, 'link'));
  linkSync(path, join(folder, 'hard'));
  for (const name of ['file', './file', 'link', 'hard']) {
    expect(pathFacts.isSame(path, `${folder}/${name}`)).toBe(true);
  }
  expect(pathFacts.isSame(path, other)).toBe(false);
  expect(pathFacts.isSame(path, join(folder, 'none'))).toBe(false);
  expect(pathFacts.isSame(join(folder, 'none'), `${folder}/./none`)).toBe(true);
  expect(pathFacts.isSame('/dev/null', '/dev/null')).toBe(false);
});
