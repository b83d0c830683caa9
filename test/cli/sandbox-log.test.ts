import { expect, it } from 'vitest';
import type { AnswerEntry } from '../../src/app/sandbox-log.js';
import { openSandboxLog, type SandboxLog } from '../../src/cli/sandbox-log.js';
import { VkError } from '../../src/core/error.js';
import { fakeContext, fakeFiles } from './fakes.js';

interface Opened {
  readonly log: SandboxLog;
  readonly shown: () => string;
  /** What was added to the file, piece by piece. */
  readonly filed: readonly string[];
  readonly pauses: readonly number[];
  /** Lets the next pause be over. */
  readonly pass: () => void;
}

async function open(isJson: boolean, file?: string, isFull = false): Promise<Opened> {
  const filed: string[] = [];
  const pauses: number[] = [];
  const waiting: (() => void)[] = [];
  const files = fakeFiles(new Map());
  const context = fakeContext({
    deps: {
      later: (ms, work) => {
        pauses.push(ms);
        waiting.push(work);
        return () => undefined;
      },
      files: {
        ...files,
        append: (path, bytes) => {
          if (isFull && bytes.length > 0) {
            throw new VkError('file', `cannot write ${path}: the disk is full`, '');
          }
          filed.push(Buffer.from(bytes).toString());
        },
      },
    },
  });
  const log = await openSandboxLog({ file, isJson, hasSeveral: false }, context);
  return { log, shown: context.stderr.text, filed, pauses, pass: () => waiting.shift()?.() };
}

function entry(request: number): AnswerEntry {
  return {
    event: 'answer',
    request,
    timeMs: 0,
    provider: 'vistarkriya',
    method: 'GET',
    target: '/',
    status: 200,
    ms: 1,
  };
}

it('writes what has come within a moment at once, and then waits for more', async () => {
  const { log, shown, pauses, pass } = await open(false);
  log.add(entry(1));
  log.add(entry(2));
  expect([shown(), pauses]).toEqual(['', [10]]);
  pass();
  const two = '00:00:00  #1  200  GET /  1 ms\n00:00:00  #2  200  GET /  1 ms\n';
  expect(shown()).toBe(two);
  log.add(entry(3));
  expect([shown(), pauses]).toEqual([two, [10, 10]]);
  pass();
  expect(shown()).toBe(`${two}00:00:00  #3  200  GET /  1 ms\n`);
});

it('ends with all lines before the summary, each of them once', async () => {
  const { log, shown, filed, pass } = await open(true, 'log');
  log.add(entry(1));
  log.add(entry(2));
  log.end();
  pass();
  const lines = shown().trimEnd().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { event: 'answer', request: 1 },
    { event: 'answer', request: 2 },
    { event: 'summary', requests: 2 },
  ]);
  expect(filed.join('')).toBe(`${lines.slice(0, 2).join('\n')}\n`);
});

it('makes the file at once, and adds lines of JSON beside a log for people', async () => {
  const { log, shown, filed, pass } = await open(false, 'log');
  expect(filed).toEqual(['']);
  log.add(entry(1));
  log.add(entry(2));
  pass();
  expect(shown()).toContain('#2  200  GET /');
  expect(filed).toHaveLength(2);
  expect(filed[1]).toMatch(/^\{.*"request":1,.*\}\n\{.*"request":2,.*\}\n$/);
});

it('tells once of a file that is lost, and goes on', async () => {
  const { log, shown, pass } = await open(false, 'log', true);
  for (const request of [1, 2]) {
    log.add(entry(request));
    pass();
  }
  expect(shown().match(/the disk is full/g)).toHaveLength(1);
  expect(shown()).toContain('#2  200');
});
