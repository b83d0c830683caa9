import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../e2e/vk.js';

/** A fenced block of a page. */
export interface Block {
  /** From the project's root: `docs/batch.md`. */
  readonly page: string;
  /** Of its first line, from 1. */
  readonly line: number;
  /** What stands behind the fence. */
  readonly language: string;
  readonly text: string;
}

/** Something to type, and what is shown below it; no output where the page shows none. */
export interface Step {
  readonly command: string;
  readonly output?: string;
}

/** The pages that a person reads, from the project's root. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** All fenced blocks of a page, also those inside a list. */
export function readBlocks(page: string): readonly Block[] {
  const text = readPage(page);
  return [...text.matchAll(/^( *)```(.*)\n([\s\S]*?)^\1```$/gm)].map(
    ({ 1: indent = '', 2: language = '', 3: content = '', index }) => ({
      page,
      line: text.slice(0, index).split('\n').length + 1,
      language,
      text: content.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

/**
 * The sessions of a page: its blocks of commands. A block of `sh` whose output is the block of `text`
 * right below it has it as the output of its last command.
 */
export function readSessions(
  page: string,
): readonly (Block & { readonly steps: readonly Step[] })[] {
  const text = readPage(page);
  const blocks = readBlocks(page);
  return blocks.flatMap((block, index) => {
    if (block.language !== 'sh' && block.language !== 'console') {
      return [];
    }
    const steps = readSteps(block);
    const next = blocks[index + 1];
    const isOutput =
      block.language === 'sh' &&
      next?.language === 'text' &&
      text.includes(`${block.text}\`\`\`\n\n\`\`\`text\n${next.text}`);
    const last = steps.at(-1);
    return isOutput && last !== undefined
      ? [{ ...block, steps: [...steps.slice(0, -1), { ...last, output: next.text }] }]
      : [{ ...block, steps }];
  });
}

/**
 * What a block says to type. In `console`, a command stands behind `$ ` and its output below it; in `sh`,
 * each line is a command without its output. A line that ends in `\`, `|` or `&&` goes on with the next one.
 */
function readSteps({ language, text }: Block): readonly Step[] {
  if (language === 'sh') {
    return [...text.matchAll(/^(?!#)(?:.*(?:\\|\||&&)\n)*.+$/gm)].map(([command]) => ({ command }));
  }
  return [...text.matchAll(/^\$ ((?:.*(?:\\|\||&&)\n)*.*)\n((?:(?!\$ ).*\n)*)/gm)].map(
    ([, command = '', output = '']) => ({ command, output }),
  );
}
