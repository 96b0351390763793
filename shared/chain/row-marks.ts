import type { FindingClass } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';

/** A range of entries that one fault touches; both ends inclusive. */
export interface MarkedRange {
  readonly first: number;
  readonly last: number;
  readonly class: FindingClass;
}

/**
 * Which entries are touched by which classes of fault, for the table, the filter and "next fault". Holds at most
 * LIMITS.markedEntries ranges; `complete` says whether that was enough.
 */
export class RowMarks {
  complete = true;
  private ranges: MarkedRange[] = [];
  /** Largest `last` of all ranges up to and including each, in order of `first`. */
  private reach: number[] = [];
  private sorted = true;

  add(first: number, last: number, findingClass: FindingClass): void {
    if (this.ranges.length >= LIMITS.markedEntries) {
      this.complete = false;
      return;
    }
    this.ranges.push({ first, last, class: findingClass });
    this.sorted = false;
  }

  /** Takes back a range that turned out to be something else; nothing happens when it is not there. */
  remove(first: number, last: number, findingClass: FindingClass): void {
    const at = this.ranges.findIndex(
      (range) => range.first === first && range.last === last && range.class === findingClass,
    );
    if (at === -1) return;
    this.ranges.splice(at, 1);
    this.sorted = false;
  }

  /** Classes of the faults that touch the entry at `position`, each once. */
  classesAt(position: number): FindingClass[] {
    this.sort();
    const found = new Set<FindingClass>();
    for (let at = this.lastStartingUpTo(position); at >= 0; at -= 1) {
      if ((this.reach[at] ?? -1) < position) break;
      const range = this.ranges[at];
      if (range !== undefined && range.last >= position) found.add(range.class);
    }
    return [...found];
  }

  /** First entry of the nearest range that starts after `position`; null when there is none. */
  nextAfter(position: number): number | null {
    this.sort();
    return this.ranges[this.lastStartingUpTo(position) + 1]?.first ?? null;
  }

  /** First entry of the nearest range that starts before `position`; null when there is none. */
  previousBefore(position: number): number | null {
    this.sort();
    return this.ranges[this.lastStartingUpTo(position - 1)]?.first ?? null;
  }

  /** Disjoint ranges, ascending, of all entries that a fault of one of the classes touches. */
  rangesOf(classes: ReadonlySet<FindingClass>): { first: number; last: number }[] {
    this.sort();
    const merged: { first: number; last: number }[] = [];
    for (const range of this.ranges) {
      if (!classes.has(range.class)) continue;
      const open = merged.at(-1);
      if (open !== undefined && range.first <= open.last + 1) open.last = Math.max(open.last, range.last);
      else merged.push({ first: range.first, last: range.last });
    }
    return merged;
  }

  private sort(): void {
    if (this.sorted) return;
    this.ranges.sort((a, b) => a.first - b.first || a.last - b.last);
    let reach = -1;
    this.reach = this.ranges.map((range) => {
      reach = Math.max(reach, range.last);
      return reach;
    });
    this.sorted = true;
  }

  private lastStartingUpTo(position: number): number {
    let low = 0;
    let high = this.ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ranges[middle]?.first ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
