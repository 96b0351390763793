import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  followScroll,
  scrollHeightOf,
  scrollOfTop,
  TALLEST,
  topOfScroll,
  topToReveal,
  visibleRows,
} from '../../../renderer/components/virtual-scroll.ts';

const ROW = 28;
const VIEW = 420;
const totals = fc.oneof(fc.integer({ min: 16, max: 300_000 }), fc.integer({ min: 300_000, max: 1_000_000_000 }));
const extentOf = (total: number) => ({ content: total * ROW, view: VIEW });
/** Chromium keeps layout lengths in 26 bits of whole device pixels; 4 of them are one CSS pixel at 400 % zoom. */
const CHROMIUM_LIMIT = 2 ** 25 / 4;

describe('the scrolling element', () => {
  it('never grows past what a browser can lay out, at 400 % zoom too', () => {
    expect(TALLEST).toBeLessThan(CHROMIUM_LIMIT);
    fc.assert(fc.property(totals, (total) => scrollHeightOf(extentOf(total)) <= TALLEST));
  });

  it('reaches the first and the last row exactly', () => {
    fc.assert(
      fc.property(totals, (total) => {
        const extent = extentOf(total);
        expect(topOfScroll(0, extent)).toBe(0);
        expect(topOfScroll(scrollHeightOf(extent) - VIEW, extent)).toBe(extent.content - VIEW);
      }),
    );
  });

  it('maps in one direction only, and back', () => {
    fc.assert(
      fc.property(
        totals,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (total, a, b) => {
          const extent = extentOf(total);
          const most = scrollHeightOf(extent) - VIEW;
          const [low, high] = [Math.min(a, b) * most, Math.max(a, b) * most];
          expect(topOfScroll(low, extent)).toBeLessThanOrEqual(topOfScroll(high, extent));
          expect(scrollOfTop(topOfScroll(low, extent), extent)).toBeCloseTo(low, 3);
        },
      ),
    );
  });
});

describe('followScroll', () => {
  it('moves pixel by pixel with a wheel, wherever it is', () => {
    const extent = extentOf(10_000_000);
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.integer({ min: -900, max: 900 }),
        (share, delta) => {
          const scrollTop = share * (scrollHeightOf(extent) - VIEW);
          const place = { scrollTop, top: topOfScroll(scrollTop, extent) };
          expect(followScroll(place, scrollTop + delta, extent).top - place.top).toBeCloseTo(delta, 3);
        },
      ),
    );
  });

  it('goes by proportion when the thumb is dragged, and reaches every part of the table', () => {
    const extent = extentOf(10_000_000);
    const most = scrollHeightOf(extent) - VIEW;
    const middle = followScroll({ scrollTop: 0, top: 0 }, most / 2, extent);
    expect(middle.top / (extent.content - VIEW)).toBeCloseTo(0.5, 2);
  });

  it('is plain scrolling while the table fits into an element', () => {
    const extent = extentOf(41_984);
    expect(followScroll({ scrollTop: 0, top: 0 }, 700_000, extent)).toEqual({ scrollTop: 700_000, top: 700_000 });
  });
});

describe('visibleRows and topToReveal', () => {
  it('bring any row into view, whole, moving nothing when it is there already', () => {
    fc.assert(
      fc.property(totals, fc.nat(), fc.nat(), fc.constantFrom('nearest', 'center'), (total, a, b, align) => {
        const extent = extentOf(total);
        const row = a % total;
        const top = Math.min((b % total) * ROW, extent.content - VIEW);
        const moved = topToReveal(row, align, top, extent, ROW);
        expect(moved).toBeGreaterThanOrEqual(0);
        expect(moved).toBeLessThanOrEqual(extent.content - VIEW);
        expect(row * ROW).toBeGreaterThanOrEqual(moved);
        expect((row + 1) * ROW).toBeLessThanOrEqual(moved + VIEW);
        const { first, last } = visibleRows(moved, extent, ROW, total);
        expect(first <= row && row <= last).toBe(true);
        expect(topToReveal(row, align, moved, extent, ROW)).toBe(moved);
      }),
    );
  });
});
