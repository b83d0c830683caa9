import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { manPages } from '../../scripts/man-pages.js';
import { commands } from '../../src/cli/commands.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = await manPages();
/** No overstriking, no underlining. */
const PLAIN = ['-P-c', '-P-b', '-P-u'];
const hasGroff = spawnSync('groff', ['--version']).status === 0;

it('man/ is current: npm run man writes it', () => {
  expect(readdirSync(`${root}/man`).toSorted()).toEqual(pages.map(({ file }) => file).toSorted());
  for (const { file, text } of pages) {
    expect(readFileSync(`${root}/man/${file}`, 'utf8'), file).toBe(text);
  }
});

it('npm installs all of them', () => {
  const settings: unknown = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  expect(settings).toMatchObject({ man: pages.map(({ file }) => `./man/${file}`) });
  expect(settings).toHaveProperty('files', expect.arrayContaining(['man']));
});

it.skipIf(!hasGroff).each(pages)('$file is what groff reads without a warning', ({ text }) => {
  const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', ...PLAIN, '-rLL=80n'], {
    input: text,
  });
  expect(stderr.toString()).toBe('');
  expect(stdout.toString()).toContain('SYNOPSIS');
});

it.skipIf(!hasGroff)(
  'shows a command with its flags, values and examples as they are typed',
  () => {
    const page = pages.find(({ file }) => file === 'vk-call.1');
    const plain = ['-man', '-Tascii', ...PLAIN, '-rLL=100n'];
    const text = execFileSync('groff', plain, { input: page?.text ?? '' }).toString();
    expect(text).toMatch(/^ +-d, --data text$/m);
    expect(text).toContain(
      `echo '{"pan": "ABCDE1234F"}' | vk call POST /verify/pan -d @- --sandbox`,
    );
    expect(text).toMatch(/^ +vk call \[options\] \[method\] \[path\] \[item\.\.\.\]$/m);
  },
);

it('names every command', () => {
  const all = pages.map(({ text }) => text).join('');
  for (const { name } of commands) {
    expect(all).toContain(`\\fBvk ${name}\\fR`);
  }
});
