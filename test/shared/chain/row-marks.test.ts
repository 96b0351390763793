import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FindingClass } from '../../../shared/base/finding.ts';
import { LIMITS } from '../../../shared/base/limits.ts';
import { RowMarks } from '../../../shared/chain/row-marks.ts';

interface Step {
  readonly kind: 'add' | 'remove';
  readonly first: number;
  readonly last: number;
  readonly class: FindingClass;
}

/** The plainest thing that could hold marks: a list. */
class NaiveMarks {
  private list: Step[] = [];

  apply(step: Step): void {
    if (step.kind === 'add') {
      this.list.push(step);
      return;
    }
    const at = this.list.findIndex(
      ({ first, last, class: of }) => first === step.first && last === step.last && of === step.class,
    );
    if (at !== -1) this.list.splice(at, 1);
  }

  classesAt(position: number): Set<FindingClass> {
    return new Set(this.touching(position).map((mark) => mark.class));
  }

  next(position: number): number | null {
    return Math.min(...this.list.map(({ first }) => first).filter((first) => first > position), Infinity);
  }

  previous(position: number): number | null {
    return Math.max(...this.list.map(({ first }) => first).filter((first) => first < position), -Infinity);
  }

  positionsOf(classes: ReadonlySet<FindingClass>): number[] {
    const positions = Array.from({ length: 60 }, (_, at) => at);
    return positions.filter((position) => this.touching(position).some((mark) => classes.has(mark.class)));
  }

  private touching(position: number): Step[] {
    return this.list.filter(({ first, last }) => first <= position && position <= last);
  }
}

const CLASSES: readonly FindingClass[] = ['payload-altered', 'reordered', 'entry-missing'];

const steps = fc.array(
  fc
    .tuple(fc.constantFrom('add' as const, 'add' as const, 'add' as const, 'remove' as const), fc.nat(40), fc.nat(6))
    .chain(([kind, first, length]) =>
      fc
        .constantFrom(...CLASSES)
        .map((of): Step => ({ kind, first, last: first + (length > 3 ? 0 : length), class: of })),
    ),
  { maxLength: 40 },
);

/** A mark is only ever taken back when it is there, and the same fault is never reported twice at one place. */
function sensible(list: readonly Step[]): Step[] {
  const held = new Set<string>();
  return list.filter((step) => {
    const key = `${step.first}-${step.last}-${step.class}`;
    const wanted = step.kind === 'add' ? !held.has(key) : held.has(key);
    if (wanted && step.kind === 'add') held.add(key);
    if (wanted && step.kind === 'remove') held.delete(key);
    return wanted;
  });
}

describe('row marks', () => {
  it('answer every question as a plain list would', () => {
    fc.assert(
      fc.property(steps, fc.subarray([...CLASSES]), (list, wanted) => {
        const marks = new RowMarks();
        const naive = new NaiveMarks();
        for (const [at, step] of sensible(list).entries()) {
          if (step.kind === 'add') marks.add(step.first, step.last, step.class);
          else marks.remove(step.first, step.last, step.class);
          naive.apply(step);
          // Questions in between must not fix the answers to later ones.
          if (at % 3 === 0) marks.classesAt(at);
        }
        for (let position = 0; position < 50; position += 1) {
          expect(new Set(marks.classesAt(position))).toEqual(naive.classesAt(position));
          expect(marks.nextAfter(position) ?? Infinity).toBe(naive.next(position));
          expect(marks.previousBefore(position) ?? -Infinity).toBe(naive.previous(position));
        }
        const ranges = marks.rangesOf(new Set(wanted));
        const positions = ranges.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, at) => first + at),
        );
        expect(positions).toEqual(naive.positionsOf(new Set(wanted)));
        expect(ranges.every((range, at) => at === 0 || (ranges[at - 1]?.last ?? 0) + 1 < range.first)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  it('hold a chain of which every entry is broken, exactly', () => {
    const marks = new RowMarks();
    const rows = LIMITS.markedEntries * 2;
    for (let position = 0; position < rows; position += 1) marks.add(position, position, 'payload-altered');
    expect(marks.exactBefore).toBe(Infinity);
    expect(marks.classesAt(rows - 1)).toEqual(['payload-altered']);
    expect(marks.nextAfter(rows - 2)).toBe(rows - 1);
    expect(marks.nextAfter(rows - 1)).toBeNull();
    expect(marks.previousBefore(5)).toBe(4);
    expect(marks.rangesOf(new Set(['payload-altered']))).toEqual([{ first: 0, last: rows - 1 }]);
  });

  it('say how far they are exact when there are more than they hold', () => {
    const marks = new RowMarks();
    for (let at = 0; at < LIMITS.markedEntries; at += 1) marks.add(2 * at, 2 * at, 'payload-altered');
    expect(marks.exactBefore).toBe(Infinity);
    marks.add(9_000_000, 9_000_000, 'reordered');
    marks.add(8_000_000, 8_500_000, 'reordered');
    expect(marks.exactBefore).toBe(8_000_000);
    expect(marks.classesAt(2 * LIMITS.markedEntries - 2)).toEqual(['payload-altered']);
  });
});
