import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInstalled, ROOT } from '../e2e/vk.js';
import { placeOf, PLACES } from './given.js';
import { comparable } from './masks.js';
import { INSTEAD, NOT_RUN } from './not-run.js';
import { PAGES, readBlocks, readPage, readSessions, type Step } from './pages.js';
import { runSession } from './session.js';

/** Every line that a page shows to be typed is typed here, and what it shows below is compared. */

const sessions = PAGES.flatMap(readSessions);

describe('the blocks of the pages', () => {
  it.each(PAGES)('%s: each says what it is, and hides no line to type', (page) => {
    const faults = readBlocks(page)
      .filter(({ language, text }) => CHECKS[language]?.(text) !== true)
      .map(({ line, language, text }) => `${page}:${line} (${language}) ${text.split('\n')[0]}`);
    expect(faults).toEqual([]);
  });

  it.each(PAGES)('%s is read whole: no fence is left over', (page) => {
    const fences = readPage(page).match(/^ *```/gm)?.length ?? 0;
    expect(readBlocks(page)).toHaveLength(fences / 2);
  });
});

/** What a block of each language must be, so that no line to type escapes. */
const CHECKS: Readonly<Record<string, (text: string) => boolean>> = {
  console: (text) => text.startsWith('$ '),
  sh: (text) => !/^(?:\$ |#!)/m.test(text),
  bash: isExample,
  yaml: isExample,
  text: hasNoCommand,
  json: hasNoCommand,
  jsonl: isExample,
  js: hasNoCommand,
  ts: hasNoCommand,
};

/** Whole files are in docs/examples, and other tests run them there. */
function isExample(text: string): boolean {
  return EXAMPLES.has(text);
}

const EXAMPLES = new Set(
  readdirSync(join(ROOT, 'docs/examples'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
);

function hasNoCommand(text: string): boolean {
  return !/^\s*(?:\$ |(?:vk|npm|npx|curl|node) )/m.test(text);
}

describe('the list of what is not run', () => {
  const commands = sessions.flatMap(({ steps }) => steps.map(({ command }) => command));

  it.each(Object.entries({ ...NOT_RUN, ...INSTEAD }))(
    'has a line that a page shows: %s',
    (line, why) => {
      expect(commands).toContain(line);
      expect(why).toMatch(/\w/);
    },
  );
});

it.each(PLACES)('there is such a block: $page $text', (place) => {
  expect(sessions.map(placeOf)).toContain(place);
});

/** What else the lines of a page may start. */
const TOOLS = ['jq', 'curl'] as const;
const missing = await missingTools(['bash', 'python3', ...TOOLS]);

describe.concurrent('what the pages show', () => {
  it.for(sessions.map((session) => [`${session.page}:${session.line}`, session] as const))(
    '%s (needs bash, python3 and what it uses)',
    async ([, session], { skip }) => {
      const { text, steps } = session;
      const needed = ['bash', 'python3', ...TOOLS.filter((tool) => text.includes(tool))];
      if (needed.some((tool) => missing.has(tool))) {
        skip();
      }
      const isTimeGiven = /--timestamp|--at/.test(text);
      const typed = steps.filter(({ command }) => NOT_RUN[command] === undefined);
      const shown = await runSession(typed.map(replaced), placeOf(session));
      const pairs = typed.map(({ command, output: page }, index) => {
        const { exitCode = Number.NaN, output = '', home = '' } = shown[index] ?? {};
        const [wanted, seen] =
          page === undefined
            ? [undefined, exitCode === 0 ? undefined : output]
            : comparable(page, output, { home, isTimeGiven });
        return [
          { command, output: wanted, exitCode: 0 },
          { command, output: seen, exitCode },
        ] as const;
      });
      expect(pairs.map(([, seen]) => seen)).toEqual(pairs.map(([wanted]) => wanted));
    },
  );
});

async function missingTools(names: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await Promise.all(names.map((name) => isInstalled(name, '--version')));
  return new Set(names.filter((_, index) => found[index] !== true));
}

function replaced(step: Step): Step {
  return { ...step, command: INSTEAD[step.command] ?? step.command };
}
