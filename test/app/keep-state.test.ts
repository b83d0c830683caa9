import { describe, expect, it } from 'vitest';
import { inMemory, keepState, type KeptState } from '../../src/app/keep-state.js';
import type { StatePort } from '../../src/app/ports.js';
import { VkError } from '../../src/core/error.js';
import { refusal } from './refusal.js';

interface FakeState {
  readonly port: StatePort;
  /** What was done to the journal, in order. */
  readonly done: string[];
  readonly told: VkError[];
  /** Fails from then on. */
  readonly fail: (error: Error) => void;
  readonly isLarge: { now: boolean };
}

function fakeState(past = ''): FakeState {
  const done: string[] = [];
  const isLarge = { now: false };
  let failure: Error | undefined;
  const may = (): void => {
    if (failure !== undefined) {
      throw failure;
    }
  };
  const port: StatePort = {
    open: (folder, name) => {
      done.push(`open ${folder} ${name}`);
      return {
        path: `${folder}/${name}.jsonl`,
        read: () => Buffer.from(past),
        rewrite: (pieces) => {
          may();
          isLarge.now = false;
          done.push(`rewrite ${[...pieces].join('')}`);
        },
        append: (line) => {
          may();
          done.push(`append ${line}`);
        },
        isWorthRewriting: () => isLarge.now,
        close: () => {
          done.push('close');
        },
      };
    },
  };
  const fail = (error: Error): void => {
    failure = error;
  };
  return { port, done, told: [], fail, isLarge };
}

function keep({ port, told }: FakeState): KeptState {
  return keepState('kamiokash', { port, folder: 'DIR', onLost: (error) => told.push(error) });
}

const HEADER = '{"vk":"sandbox state","version":1,"provider":"kamiokash"}\n';

describe('kept state', () => {
  it('is written anew at first, and is a line a request then', () => {
    const fake = fakeState(`${HEADER}[["number",1]]\n[["number",2]]\n[["numb`);
    const { memory, during, close } = keep(fake);
    const answer = during(() => {
      memory.numbers.next();
      memory.records.put('c', 'id', { a: '1' });
      return `answer ${memory.numbers.last()}`;
    });
    expect(answer).toBe('answer 3');
    during(() => undefined);
    during(() => memory.numbers.next());
    close();
    expect(fake.done).toEqual([
      'open DIR kamiokash',
      `rewrite ${HEADER}[["number",2]]\n`,
      'append [["number",3],["records","c","id",{"a":"1"}]]\n',
      'append [["number",4]]\n',
      'close',
    ]);
    expect(fake.told).toEqual([]);
  });

  it('is written anew while it runs, where that is worth it', () => {
    const fake = fakeState();
    const { memory, during } = keep(fake);
    fake.isLarge.now = true;
    during(() => memory.numbers.next());
    during(() => memory.numbers.next());
    expect(fake.done.slice(2)).toEqual([
      'append [["number",1]]\n',
      `rewrite ${HEADER}[["number",1]]\n`,
      'append [["number",2]]\n',
    ]);
  });

  it('holds what a request has done that failed, as the memory does', () => {
    const fake = fakeState();
    const { memory, during } = keep(fake);
    expect(() =>
      during(() => {
        memory.numbers.next();
        throw new Error('a fault');
      }),
    ).toThrow('a fault');
    expect(fake.done.slice(2)).toEqual(['append [["number",1]]\n']);
  });

  it.each([false, true])('that is lost is told of once; written anew: %s', (isLarge) => {
    const fake = fakeState();
    const { memory, during, close } = keep(fake);
    fake.isLarge.now = isLarge;
    fake.fail(new VkError('file', 'cannot write DIR/x: the disk is full', 'Check the path.'));
    const answers = [1, 2, 3].map(() => during(() => memory.numbers.next()));
    close();
    expect(answers).toEqual([1, 2, 3]);
    expect(fake.told).toEqual([
      refusal('file', 'cannot write DIR/x: the disk is full', 'its state is no longer kept. Check'),
    ]);
    expect(fake.done.slice(2)).toEqual(['close']);
  });

  it('that is damaged is refused, and given back', () => {
    const fake = fakeState(`${HEADER}x\n[]\n`);
    expect(() => keep(fake)).toThrow(refusal('state-file', 'DIR/kamiokash.jsonl', 'left as it is'));
    expect(fake.done).toEqual(['open DIR kamiokash', 'close']);
  });

  it('that cannot be written is refused, and given back', () => {
    const fake = fakeState();
    fake.fail(new VkError('file', 'no', ''));
    expect(() => keep(fake)).toThrow(refusal('file', 'no'));
    expect(fake.done).toEqual(['open DIR kamiokash', 'close']);
  });
});

it('state in memory is a memory', () => {
  const { memory, during, close } = inMemory();
  expect(during(() => memory.numbers.next())).toBe(1);
  close();
  expect(memory.numbers.last()).toBe(1);
});
