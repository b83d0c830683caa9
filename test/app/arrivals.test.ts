import { expect, it } from 'vitest';
import { openArrivals } from '../../src/app/arrivals.js';

it('keeps items in the order of arrival, as soon as all before them are settled', () => {
  const kept: string[] = [];
  const { arrive } = openArrivals<string>((item) => kept.push(item));
  const [a, b, c] = ['a', 'b', 'c'].map((item) => arrive(`${item} unfinished`));
  c?.settle('c');
  b?.settle('b');
  expect(kept).toEqual([]);
  a?.settle('a');
  expect(kept).toEqual(['a', 'b', 'c']);
  arrive('d').settle('d done');
  expect(kept.at(-1)).toBe('d done');
});

it('keeps what is not settled at the end as it was', () => {
  const kept: string[] = [];
  const arrivals = openArrivals<string>((item) => kept.push(item));
  const first = arrivals.arrive('first unfinished');
  arrivals.arrive('second unfinished').settle('second');
  arrivals.arrive('third unfinished');
  arrivals.close();
  first.settle('first, too late');
  expect(kept).toEqual(['first unfinished', 'second', 'third unfinished']);
});

it('counts the first time that something is settled', () => {
  const kept: string[] = [];
  const { arrive } = openArrivals<string>((item) => kept.push(item));
  const arrival = arrive('');
  arrival.settle('once');
  arrival.settle('twice');
  expect(kept).toEqual(['once']);
});
