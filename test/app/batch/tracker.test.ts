import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTracker, type CallState } from '../../../src/app/batch/tracker.js';

describe('openTracker', () => {
  it('knows of each call what was said last, also from its snapshot, and holds few', () => {
    const marks = fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom<CallState>('open', 'started', 'done'),
      ),
    );
    fc.assert(
      fc.property(marks, (all) => {
        const tracker = openTracker();
        const last = new Map<number, CallState>();
        for (const [call, state] of all) {
          tracker.mark(call, state);
          last.set(call, state);
        }
        const again = openTracker(tracker.snapshot());
        for (let call = 1; call <= 31; call += 1) {
          expect(tracker.stateOf(call)).toBe(last.get(call) ?? 'open');
          expect(again.stateOf(call)).toBe(last.get(call) ?? 'open');
        }
      }),
    );
  });

  it('holds nothing of a long file but the exceptions', () => {
    const tracker = openTracker();
    for (let call = 1; call <= 10_000; call += 1) {
      tracker.mark(call, 'started');
      if (call !== 7) {
        tracker.mark(call, 'done');
      }
    }
    expect(tracker.snapshot()).toEqual({ upTo: 10_000, beyond: [], started: [7], open: [] });
  });
});
