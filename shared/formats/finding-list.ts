import type { Finding, FindingClass } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';

/** Findings that were kept, and how many there were of each class. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly counts: ReadonlyMap<FindingClass, number>;
}

/**
 * Collects findings up to LIMITS.findingsPerClass for each class and goes on counting exactly.
 *
 * SECURITY: what fails has room of its own. Verdicts follow from the findings that were kept, so that warnings of its class, of which a bundle can
 * make as many as it likes, must not leave a contradiction out (test: test/electron/verifier/packs.test.ts "a lie is not hidden behind warnings").
 */
export class FindingList {
  private readonly kept: Finding[] = [];
  private readonly keptFailing = new Map<FindingClass, number>();
  private readonly keptOthers = new Map<FindingClass, number>();
  private readonly totals = new Map<FindingClass, number>();

  add(finding: Finding): void {
    this.count(finding.class);
    const kept = this.keptOf(finding.severity);
    const before = kept.get(finding.class) ?? 0;
    if (before === LIMITS.findingsPerClass) return;
    kept.set(finding.class, before + 1);
    this.kept.push(finding);
  }

  /** Adds what another list kept, and counts what that left out. */
  addAll({ findings, counts }: Found): void {
    for (const [kind, total] of counts) {
      const kept = findings.filter((finding) => finding.class === kind).length;
      this.count(kind, total - kept);
    }
    for (const finding of findings) this.add(finding);
  }

  /** Whether a further finding of a class would only be counted: then its text need not be made. */
  isFull(findingClass: FindingClass, severity: Finding['severity'] = 'fail'): boolean {
    return this.keptOf(severity).get(findingClass) === LIMITS.findingsPerClass;
  }

  /** Counts findings of a class that are not kept. */
  count(findingClass: FindingClass, more = 1): void {
    this.totals.set(findingClass, (this.totals.get(findingClass) ?? 0) + more);
  }

  get findings(): readonly Finding[] {
    return this.kept;
  }

  private keptOf(severity: Finding['severity']): Map<FindingClass, number> {
    return severity === 'fail' ? this.keptFailing : this.keptOthers;
  }

  /** Exact number of findings of each class, with those that the list leaves out. */
  get counts(): ReadonlyMap<FindingClass, number> {
    return this.totals;
  }
}
