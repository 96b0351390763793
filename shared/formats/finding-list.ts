import type { Finding, FindingClass } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';

/** Collects findings up to LIMITS.findingsPerClass for each class and goes on counting exactly. */
export class FindingList {
  private readonly kept: Finding[] = [];
  private readonly totals = new Map<FindingClass, number>();

  add(finding: Finding): void {
    const total = (this.totals.get(finding.class) ?? 0) + 1;
    this.totals.set(finding.class, total);
    if (total <= LIMITS.findingsPerClass) this.kept.push(finding);
  }

  /** Whether a further finding of a class would only be counted: then its text need not be made. */
  isFull(findingClass: FindingClass): boolean {
    return (this.totals.get(findingClass) ?? 0) >= LIMITS.findingsPerClass;
  }

  /** Counts findings of a class that is full. */
  count(findingClass: FindingClass, more = 1): void {
    this.totals.set(findingClass, (this.totals.get(findingClass) ?? 0) + more);
  }

  get findings(): readonly Finding[] {
    return this.kept;
  }

  /** Exact number of findings of each class, with those that the list leaves out. */
  get counts(): ReadonlyMap<FindingClass, number> {
    return this.totals;
  }
}
