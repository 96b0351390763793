import type { FindingClass } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';

/** A range of entries; both ends inclusive. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** What `add` was told: one fault over a range, or a run of neighbours with a fault of this class each. */
interface Mark {
  first: number;
  last: number;
  readonly class: FindingClass;
  readonly each: boolean;
}

/** The marks in the forms that questions need. */
interface Settled {
  /** Disjoint ranges, ascending, that faults of a class touch. */
  readonly byClass: ReadonlyMap<FindingClass, readonly RowRange[]>;
  /** Faults over several entries, by their first. */
  readonly wide: readonly RowRange[];
  /** Disjoint ranges, ascending, of entries at each of which a fault starts that touches it alone. */
  readonly runs: readonly RowRange[];
}

/**
 * Which entries are touched by which classes of fault, for the table, the filter and "next fault". Holds at most
 * LIMITS.markedEntries marks, neighbours with the same fault in one; beyond that `exactBefore` says how far it is exact.
 */
export class RowMarks {
  /** Every fault that touches an entry before this position is marked. */
  exactBefore = Number.POSITIVE_INFINITY;
  private readonly marks: Mark[] = [];
  /** For each class the run that the next neighbour would join. */
  private readonly open = new Map<FindingClass, Mark>();
  private settled: Settled | null = null;

  add(first: number, last: number, findingClass: FindingClass): void {
    const each = first === last;
    const run = each ? this.open.get(findingClass) : undefined;
    this.settled = null;
    if (run !== undefined && run.last + 1 === first) {
      run.last = first;
    } else if (this.marks.length >= LIMITS.markedEntries) {
      this.exactBefore = Math.min(this.exactBefore, first);
    } else {
      const mark = { first, last, class: findingClass, each };
      this.marks.push(mark);
      if (each) this.open.set(findingClass, mark);
    }
  }

  /** Takes back a range that turned out to be something else; nothing happens when it is not there. */
  remove(first: number, last: number, findingClass: FindingClass): void {
    const each = first === last;
    const holds = (mark: Mark) =>
      each ? mark.first <= first && last <= mark.last : mark.first === first && mark.last === last;
    const at = this.marks.findIndex((mark) => mark.class === findingClass && mark.each === each && holds(mark));
    const mark = this.marks[at];
    if (mark === undefined) return;
    const pieces = [
      { ...mark, last: first - 1 },
      { ...mark, first: last + 1 },
    ];
    this.marks.splice(at, 1, ...(each ? pieces.filter((piece) => piece.first <= piece.last) : []));
    if (this.open.get(findingClass) === mark) this.open.delete(findingClass);
    this.settled = null;
  }

  /** Classes of the faults that touch the entry at `position`, each once. */
  classesAt(position: number): FindingClass[] {
    const found: FindingClass[] = [];
    for (const [findingClass, ranges] of this.settle().byClass) {
      if (position <= (ranges[indexUpTo(ranges, position)]?.last ?? -1)) found.push(findingClass);
    }
    return found;
  }

  /** First entry of the nearest fault that starts after `position`; null when there is none. */
  nextAfter(position: number): number | null {
    const { wide, runs } = this.settle();
    const at = indexUpTo(runs, position);
    const inRun = (runs[at]?.last ?? -1) > position ? position + 1 : runs[at + 1]?.first;
    const start = wide[indexUpTo(wide, position) + 1]?.first;
    const nearest = Math.min(inRun ?? Number.POSITIVE_INFINITY, start ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(nearest) ? nearest : null;
  }

  /** First entry of the nearest fault that starts before `position`; null when there is none. */
  previousBefore(position: number): number | null {
    const { wide, runs } = this.settle();
    const inRun = Math.min(runs[indexUpTo(runs, position - 1)]?.last ?? -1, position - 1);
    const start = wide[indexUpTo(wide, position - 1)]?.first ?? -1;
    const nearest = Math.max(inRun, start);
    return nearest < 0 ? null : nearest;
  }

  /** Disjoint ranges, ascending, of all entries that a fault of one of the classes touches. */
  rangesOf(classes: ReadonlySet<FindingClass>): { first: number; last: number }[] {
    const wanted = [...this.settle().byClass].filter(([findingClass]) => classes.has(findingClass));
    return joined(wanted.flatMap(([, ranges]) => ranges).sort(byFirst));
  }

  private settle(): Settled {
    if (this.settled !== null) return this.settled;
    const sorted = this.marks.sort(byFirst);
    const classes = new Set(sorted.map((mark) => mark.class));
    const ofClass = (wanted: FindingClass) => joined(sorted.filter((mark) => mark.class === wanted));
    this.settled = {
      byClass: new Map([...classes].map((findingClass) => [findingClass, ofClass(findingClass)])),
      wide: sorted.filter((mark) => !mark.each),
      runs: joined(sorted.filter((mark) => mark.each)),
    };
    return this.settled;
  }
}

function byFirst(a: RowRange, b: RowRange): number {
  return a.first - b.first || a.last - b.last;
}

/** Joins ranges that touch or overlap; they come in the order of `first`. */
function joined(sorted: readonly RowRange[]): { first: number; last: number }[] {
  const ranges: { first: number; last: number }[] = [];
  for (const { first, last } of sorted) {
    const open = ranges.at(-1);
    if (open !== undefined && first <= open.last + 1) open.last = Math.max(open.last, last);
    else ranges.push({ first, last });
  }
  return ranges;
}

/** Index of the last range that starts up to `position`; -1 when there is none. */
function indexUpTo(ranges: readonly RowRange[], position: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.first ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
