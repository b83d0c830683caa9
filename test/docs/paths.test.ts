import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../e2e/vk.js';
import { PAGES, readPage } from './pages.js';

const FOLDERS = ['.ci', 'bench', 'bin', 'completions', 'docs', 'man', 'scripts', 'src', 'test'];

/** From the project's root, folders included. */
const paths = [
  ...readdirSync(ROOT),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      posix.join(folder, name.replaceAll('\\', '/')),
    ),
  ),
];

/** Pages that name files of the source, also without the folders above them. */
const ABOUT_THE_SOURCE = new Set(['CONTRIBUTING.md', 'docs/architecture.md']);

describe.each(PAGES)('%s', (page) => {
  const text = readPage(page);
  const spans = [...text.matchAll(/`([\w./-]+)`/g)].map(([, span = '']) => span);

  it('names files of the source that are there', () => {
    const named = ABOUT_THE_SOURCE.has(page)
      ? spans.filter((span) => /^[^-].*(?:\.(?:[cm]?[jt]s|md|py|sh)|\/)$/.test(span))
      : spans.filter((span) => /^(?:src|test|scripts|bench)\//.test(span));
    expect(named.filter((span) => !isPlaceholder(span) && !isThere(span))).toEqual([]);
  });

  it('links to files and headings that are there', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter(
      (link) => !link.startsWith('https:') && !leadsSomewhere(page, link),
    );
    expect(broken).toEqual([]);
  });

  it('names nothing that only its authors have', () => {
    expect(text).not.toMatch(/\/work\/|issues show/);
  });
});

/** `src/providers/ID.ts` stands for any provider. */
function isPlaceholder(span: string): boolean {
  return /\b(?:ID|NAME|VERB|AXIS)\b/.test(span);
}

function isThere(span: string): boolean {
  const wanted = span.replace(/\/$/, '');
  return paths.some((path) => path === wanted || path.endsWith(`/${wanted}`));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [file = '', heading] = link.split('#');
  const target = file === '' ? page : posix.join(posix.dirname(page), file);
  if (!paths.includes(target.replace(/\/$/, ''))) {
    return false;
  }
  return heading === undefined || headingsOf(target).includes(heading);
}

/** As GitHub names them. */
function headingsOf(page: string): string[] {
  return [...readPage(page).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
