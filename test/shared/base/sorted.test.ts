import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedSteps } from '../../../shared/base/sorted.ts';
import { finished, STEP } from '../../../shared/base/steps.ts';

describe('sorting in pieces', () => {
  it('orders as the language does, and leaves equal items in their order', () => {
    const lengths = fc.constantFrom(0, 1, 2, STEP - 1, STEP, STEP + 1, 2 * STEP, 3 * STEP + 7, 5 * STEP);
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: 1, max: 1_000_003 }),
        fc.integer({ min: 1, max: 100_000 }),
        (length, factor, keys) => {
          const items = Array.from({ length }, (_none, at) => ({ at, key: (at * factor) % keys }));
          const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
          const sorted = finished(sortedSteps(items, compare));
          const plain = [...items].sort(compare);
          // Compared by hand: a report on a hundred thousand items helps nobody.
          expect(sorted.length).toBe(length);
          expect(sorted.findIndex((item, at) => item !== plain[at])).toBe(-1);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes no more than a piece of work at a time', () => {
    const items = Array.from({ length: 4 * STEP }, (_none, at) => -at);
    let compared = 0;
    let most = 0;
    const steps = sortedSteps(items, (a, b) => {
      compared += 1;
      return a - b;
    });
    for (let next = steps.next(); next.done !== true; next = steps.next()) {
      most = Math.max(most, compared);
      compared = 0;
    }
    // A run is sorted by the language: n log n compares at most.
    expect(most).toBeLessThanOrEqual(STEP * Math.ceil(Math.log2(STEP)));
  });
});
