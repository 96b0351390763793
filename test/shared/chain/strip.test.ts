import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STRIP_CODES, Strip, type StripCode } from '../../../shared/chain/strip.ts';

const CODES = [STRIP_CODES.warning, STRIP_CODES.malformed, STRIP_CODES.tampered] as const;
/** Entries up to which the strip keeps each one by itself. */
const EXACT = 16_384;

function marksUpTo(total: number) {
  return fc.array(
    fc.record({
      first: fc.nat(total - 1),
      length: fc.oneof(fc.constant(1), fc.nat(total)),
      code: fc.constantFrom(...CODES),
    }),
    { maxLength: 12 },
  );
}

function build(total: number, marks: readonly { first: number; length: number; code: StripCode }[]) {
  const strip = new Strip();
  const truth = new Uint8Array(total).fill(STRIP_CODES.recomputed);
  for (const { first, length, code } of marks) {
    const last = Math.min(total - 1, first + Math.max(1, length) - 1);
    strip.mark(first, last, code);
    for (let at = first; at <= last; at += 1) truth[at] = Math.max(truth[at] ?? 0, code);
  }
  strip.grow(total);
  return { strip, truth };
}

function worstOf(truth: Uint8Array, from: number, to: number): number {
  return truth
    .subarray(Math.max(0, from), to + 1)
    .reduce((worst, code) => Math.max(worst, code), STRIP_CODES.recomputed);
}

function cellRange(cell: number, count: number, total: number): [number, number] {
  const first = Math.floor((cell * total) / count);
  return [first, Math.max(first, Math.ceil(((cell + 1) * total) / count) - 1)];
}

describe('strip', () => {
  it('shows the worst state of each range exactly while it keeps every entry', () => {
    const sized = fc.integer({ min: 1, max: 300 }).chain((total) => fc.tuple(fc.constant(total), marksUpTo(total)));
    fc.assert(
      fc.property(sized, fc.integer({ min: 1, max: 400 }), ([total, marks], count) => {
        const { strip, truth } = build(total, marks);
        const expected = Array.from({ length: count }, (_, cell) => worstOf(truth, ...cellRange(cell, count, total)));
        expect(strip.cells(count)).toEqual(expected);
        expect(strip.length).toBe(total);
      }),
    );
  });

  it('never loses a fault, and blurs it to no more than its neighbourhood, whatever the length', () => {
    const sized = fc
      .integer({ min: EXACT, max: 10 * EXACT })
      .chain((total) => fc.tuple(fc.constant(total), marksUpTo(total)));
    fc.assert(
      fc.property(sized, fc.integer({ min: 1, max: 700 }), ([total, marks], count) => {
        const { strip, truth } = build(total, marks);
        const blur = 2 ** Math.ceil(Math.log2(total / EXACT));
        for (const [cell, code] of strip.cells(count).entries()) {
          const [first, last] = cellRange(cell, count, total);
          expect(code).toBeGreaterThanOrEqual(worstOf(truth, first, last));
          expect(code).toBeLessThanOrEqual(worstOf(truth, first - blur, last + blur));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('says "not read" while nothing was read', () => {
    expect(new Strip().cells(3)).toEqual([0, 0, 0]);
  });

  it('keeps one fault in ten million entries', () => {
    const strip = new Strip();
    strip.mark(7_654_321, 7_654_321, STRIP_CODES.tampered);
    strip.grow(10_000_000);
    const cells = strip.cells(1_000);
    expect(cells[765]).toBe(STRIP_CODES.tampered);
    expect(cells.filter((code) => code !== STRIP_CODES.recomputed)).toHaveLength(1);
  });
});
