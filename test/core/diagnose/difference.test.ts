import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDifference } from '../../../src/core/diagnose/difference.js';

/** Few values of a byte, so that beginnings agree often. */
const bytes = fc.uint8Array({ max: 3, maxLength: 12 });

describe('firstDifference', () => {
  it('is where the two part, and nowhere else', () => {
    fc.assert(
      fc.property(bytes, bytes, (documented, signed) => {
        const difference = firstDifference(documented, signed);
        if (difference === undefined) {
          expect(signed).toEqual(documented);
          return;
        }
        const { offset } = difference;
        expect(difference).toEqual({ offset, documented, signed });
        expect(signed.subarray(0, offset)).toEqual(documented.subarray(0, offset));
        expect(signed[offset]).not.toBe(documented[offset]);
      }),
    );
  });

  it('finds the byte that was changed', () => {
    fc.assert(
      fc.property(bytes, bytes, fc.uint8Array({ max: 3, maxLength: 3 }), (before, a, b) => {
        const first = Uint8Array.of(...before, 7, ...a);
        const second = Uint8Array.of(...before, 8, ...b);
        expect(firstDifference(first, second)?.offset).toBe(before.length);
      }),
    );
  });

  it('is at the end of the shorter one where that is the beginning of the other', () => {
    fc.assert(
      fc.property(bytes, bytes, (shorter, rest) => {
        fc.pre(rest.length > 0);
        const longer = Uint8Array.of(...shorter, ...rest);
        expect(firstDifference(shorter, longer)?.offset).toBe(shorter.length);
        expect(firstDifference(longer, shorter)?.offset).toBe(shorter.length);
      }),
    );
  });
});
