import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../../src/app/errors.js';
import { VARIABLES } from '../../../src/cli/topics/environment.js';
import { exitCodes } from '../../../src/cli/topics/exit-codes.js';
import { requestItems } from '../../../src/cli/topics/request-items.js';
import { parseRequestItem } from '../../../src/cli/request-items.js';
import type { Block } from '../../../src/cli/topics.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const names = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => ('rows' in block ? block.rows.map(([name]) => name) : []));

it('exit-codes has every status, and no other', () => {
  expect(names(exitCodes)).toEqual(Object.values(EXIT).map(String));
});

it('docs/scripting.md has the same statuses', () => {
  const page = readFileSync(`${root}docs/scripting.md`, 'utf8');
  const rows = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, status]) => status);
  expect(rows).toEqual(names(exitCodes));
});

describe('environment', () => {
  const told = VARIABLES.flatMap(([list]) => list.split(', '));
  const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('topics'))
    .map((name) => readFileSync(`${root}src/${name}`, 'utf8'))
    .join('\n');

  it('has every VK_ variable that the sources name', () => {
    const named = new Set(sources.match(/\bVK_[A-Z]+(?:_[A-Z]+)*\b/g));
    expect([...named].filter((name) => !told.includes(name) && !OTHERS.has(name))).toEqual([]);
  });

  it('has every variable that the sources read', () => {
    const read = [
      ...sources.matchAll(/\benv\[['"](\w+)['"]\]/g),
      ...sources.matchAll(/\bvariable\([\w.]+, '(\w+)'\)/g),
    ].map(([, name = '']) => name.toUpperCase());
    expect([...new Set(read)].filter((name) => !told.includes(name) && !OTHERS.has(name))).toEqual(
      [],
    );
  });

  it('has no other', () => {
    const program = readFileSync(`${root}bin/vk.js`, 'utf8');
    expect(told.filter((name) => !`${sources}${program}`.includes(name))).toEqual([]);
  });
});

/** Replaced by the build; a file that names its writer; folders of platforms and shells; what others read. */
const OTHERS = new Set([
  'VK_VERSION',
  'VK_ORIGIN',
  'APPDATA',
  'LOCALAPPDATA',
  'HOME',
  'SHELL',
  'FPATH',
  'ZDOTDIR',
  'XDG_DATA_HOME',
  'BASH_COMPLETION_USER_DIR',
  'GITHUB_ACTIONS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
]);

it.each([
  ['name=value', 'string'],
  ['name:=1', 'json'],
  ['name==value', 'query'],
  ['Name:value', 'header'],
  ['name=@file', 'string-file'],
  ['name:=@file', 'json-file'],
])('request-items tells of %s', (word, kind) => {
  expect(parseRequestItem(word).kind).toBe(kind);
  const shape = word.replace('=1', '=json');
  expect(names(requestItems)).toContain(shape);
});
