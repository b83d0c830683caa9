import { describe, expect, it } from 'vitest';
import { mulberry32, seededDraw, type Draw } from '../../src/sandbox/random.js';

function numbers(draw: Draw, stream: string, count: number): number[] {
  return Array.from({ length: count }, () => draw(stream));
}

// Of another implementation, in Python.
it.each([
  [0, [1144304738, 1416247, 958946056, 627933444]],
  [1, [2693262067, 11749833, 2265367787, 4213581821]],
  [4_294_967_295, [3850105811, 813802916, 3073704848, 4054706436]],
] as const)('mulberry32 from %i', (seed, expected) => {
  const next = mulberry32(seed);
  expect(expected.map(() => next() * 2 ** 32)).toEqual(expected);
});

describe('seededDraw', () => {
  it('gives the same with the same seed and scope, and something else with others', () => {
    const first = numbers(seededDraw(1, 'a'), 'x', 20);
    expect(numbers(seededDraw(1, 'a'), 'x', 20)).toEqual(first);
    expect(numbers(seededDraw(2, 'a'), 'x', 20)).not.toEqual(first);
    expect(numbers(seededDraw(1, 'b'), 'x', 20)).not.toEqual(first);
    expect(numbers(seededDraw(1, 'a'), 'y', 20)).not.toEqual(first);
  });

  it('keeps streams apart: drawing from one does not move another', () => {
    const alone = numbers(seededDraw(7, 'a'), 'x', 20);
    const draw = seededDraw(7, 'a');
    const beside = alone.map(() => {
      draw('y');
      return draw('x');
    });
    expect(beside).toEqual(alone);
  });
});
