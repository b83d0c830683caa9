import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ansiToSvg } from '../../scripts/ansi-to-svg.mjs';
import { drawPicture } from '../../scripts/picture.mjs';
import { isInstalled, ROOT } from '../e2e/vk.js';

const hasPython = await isInstalled('python3', '--version');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

describe('docs/terminal.svg', () => {
  it.skipIf(!hasPython)('is current: npm run picture draws it (needs python3)', () => {
    expect(drawPicture()).toBe(read('docs/terminal.svg'));
  });

  it('is in the README, with words for who cannot see it', () => {
    expect(read('README.md')).toMatch(/!\[[^\]]{20,}\]\(docs\/terminal\.svg\)/);
  });
});

describe('ansiToSvg', () => {
  it('draws colours, and what XML has other uses for', () => {
    const svg = ansiToSvg('a\u001b[36m<b>\u001b[39m &\n\n\u001b[2mc\u001b[22m', 'T');
    expect(svg).toContain('>a<tspan class="cyan">&lt;b&gt;</tspan> &amp;</text>');
    expect(svg.match(/<text /g)).toHaveLength(2);
    expect(svg).toContain('<tspan class="dim">c</tspan>');
  });

  it.each([
    ['a sequence that is not in the palette', '\u001b[44mx'],
    ['a control character', 'a\u0007'],
    ['a row that is too long', 'x'.repeat(81)],
  ])('refuses %s', (_what, text) => {
    expect(() => ansiToSvg(text, 'T')).toThrow(/palette|cannot draw|81 columns/);
  });
});
