import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellOfPosition,
  placeGlyphs,
  rangeOfCell,
  rangesOf,
  stateOfCode,
} from '../../../renderer/components/strip-geometry.ts';

const shape = fc
  .tuple(fc.integer({ min: 1, max: 4_096 }), fc.integer({ min: 0, max: 10_000_000 }))
  .map(([cells, more]) => ({ cells, total: cells + more }));

describe('the ranges of cells', () => {
  it('cover every entry once, in order', () => {
    fc.assert(
      fc.property(shape, ({ cells, total }) => {
        let next = 0;
        for (let cell = 0; cell < cells; cell += 1) {
          const { from, to } = rangeOfCell(cell, cells, total);
          expect(from).toBe(next);
          expect(to).toBeGreaterThanOrEqual(from);
          next = to + 1;
        }
        expect(next).toBe(total);
      }),
      { numRuns: 50 },
    );
  });

  it('hold the position that a cell was asked for', () => {
    fc.assert(
      fc.property(shape, fc.nat(), ({ cells, total }, seed) => {
        const position = seed % total;
        const cell = cellOfPosition(position, cells, total);
        const { from, to } = rangeOfCell(cell, cells, total);
        expect(from <= position && position <= to).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('rangesOf', () => {
  it('joins neighbours of one state and loses no entry', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 200 }),
        fc.nat(10_000),
        (cells, more) => {
          const total = cells.length + more;
          const ranges = rangesOf(cells, total);
          expect(ranges[0]?.from).toBe(0);
          expect(ranges.at(-1)?.to).toBe(total - 1);
          ranges.slice(1).forEach((range, index) => {
            expect(range.from).toBe((ranges[index]?.to ?? -2) + 1);
            expect(range.state).not.toBe(ranges[index]?.state);
          });
          cells.forEach((code, cell) => {
            const { from } = rangeOfCell(cell, cells.length, total);
            expect(ranges.find((range) => range.from <= from && from <= range.to)?.state).toBe(stateOfCode(code));
          });
        },
      ),
    );
  });
});

describe('placeGlyphs', () => {
  const cellsOf = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 400 });

  it('keeps glyphs apart and never leaves out the worst state there is', () => {
    fc.assert(
      fc.property(cellsOf, fc.integer({ min: 40, max: 800 }), (cells, width) => {
        const glyphs = placeGlyphs(cells, width, 12);
        glyphs.slice(1).forEach((glyph, index) => {
          expect(glyph.x - (glyphs[index]?.x ?? 0)).toBeGreaterThanOrEqual(12 - 1e-9);
        });
        const worst = Math.max(...cells);
        if (worst >= 2) expect(glyphs.map((glyph) => glyph.state)).toContain(stateOfCode(worst));
        else expect(glyphs).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
