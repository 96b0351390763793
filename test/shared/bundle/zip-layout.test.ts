import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../shared/bundle/zip-layout.ts';

const EXTENTS = fc.array(
  fc
    .record({ start: fc.nat(60), length: fc.integer({ min: 1, max: 12 }) })
    .map(({ start, length }) => ({ start, end: start + length })),
  { maxLength: 12 },
);

describe('layOut', () => {
  it('finds every extent that shares a byte with another', () => {
    fc.assert(
      fc.property(EXTENTS, (extents) => {
        const expected = extents.flatMap((one, position) =>
          extents.some((other, at) => at !== position && other.start < one.end && one.start < other.end)
            ? [position]
            : [],
        );
        expect([...layOut(extents, 80).overlapping].sort((a, b) => a - b)).toEqual(expected);
      }),
    );
  });

  it('finds every byte that no extent takes up', () => {
    fc.assert(
      fc.property(EXTENTS, fc.nat(80), (extents, until) => {
        const free = Array.from({ length: 80 }, (_, at) => at).filter(
          (at) =>
            at < Math.max(until, ...extents.map(({ start }) => start)) &&
            !extents.some(({ start, end }) => start <= at && at < end),
        );
        const gaps = layOut(extents, until).gaps.flatMap(({ start, end }) =>
          Array.from({ length: end - start }, (_, at) => start + at),
        );
        expect(gaps).toEqual(free);
      }),
    );
  });
});
