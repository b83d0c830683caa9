import { describe, expect, it } from 'vitest';
import { describeStage, stagesUpTo, weightOf } from '../../../src/core/diagnose/stages.js';

describe('stagesUpTo', () => {
  it.each([
    [0, ['as documented']],
    [1, ['as documented', '1 common difference', '1 rare difference']],
    [
      3,
      [
        'as documented',
        '1 common difference',
        '1 rare difference',
        '2 common differences',
        '1 common and 1 rare differences',
        '3 common differences',
        '2 rare differences',
        '2 common and 1 rare differences',
        '1 common and 2 rare differences',
        '3 rare differences',
      ],
    ],
  ])('%i differences: the simplest stories first', (most, stages) => {
    expect(stagesUpTo(most).map(describeStage)).toEqual(stages);
  });

  it('promises all single ones, all pairs, and beyond that the common ones', () => {
    const notPromised = stagesUpTo(4).filter(({ isPromised }) => !isPromised);
    expect(notPromised.map(describeStage)).toEqual([
      '2 common and 1 rare differences',
      '1 common and 2 rare differences',
      '3 common and 1 rare differences',
      '3 rare differences',
      '2 common and 2 rare differences',
      '1 common and 3 rare differences',
      '4 rare differences',
    ]);
  });

  it('never goes back to a lighter story', () => {
    const weights = stagesUpTo(7).map(weightOf);
    expect(weights).toEqual(weights.toSorted((a, b) => a - b));
    expect(weights).toHaveLength(36);
  });
});
