import type { FindingClass } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import type { ChainFault, FaultSink } from './fault.ts';
import { RowMarks } from './row-marks.ts';
import { STRIP_CODES, Strip, type StripCode } from './strip.ts';

/**
 * Keeps what a replay reports: exact counts for each class, the first LIMITS.findingsPerClass of each with all details, and which
 * entries they touch.
 */
export class FaultCollector implements FaultSink {
  readonly marks = new RowMarks();
  readonly strip = new Strip();
  private readonly kept = new Map<number, ChainFault>();
  private readonly counts = new Map<FindingClass, number>();
  private nextHandle = 0;
  private failures = 0;

  report(fault: ChainFault): number {
    const handle = this.nextHandle;
    this.nextHandle += 1;
    if (this.count(fault, 1) <= LIMITS.findingsPerClass) this.kept.set(handle, fault);
    this.mark(fault);
    return handle;
  }

  /** A fault that is no longer kept in detail stays counted as it was first reported. */
  amend(handle: number, fault: ChainFault): void {
    const before = this.kept.get(handle);
    if (before === undefined) return;
    this.count(before, -1);
    this.count(fault, 1);
    this.kept.set(handle, fault);
    this.marks.remove(before.first, before.last, before.class);
    this.mark(fault);
  }

  /** Exact number of faults that contradict the chain. */
  get breaks(): number {
    return this.failures;
  }

  /** Exact numbers for each class. */
  get findingCounts(): ReadonlyMap<FindingClass, number> {
    return this.counts;
  }

  /** The faults kept with all details, by position. */
  get faults(): ChainFault[] {
    return [...this.kept.values()].sort((a, b) => a.first - b.first);
  }

  private count(fault: ChainFault, by: number): number {
    const count = (this.counts.get(fault.class) ?? 0) + by;
    if (count === 0) this.counts.delete(fault.class);
    else this.counts.set(fault.class, count);
    if (fault.severity === 'fail') this.failures += by;
    return count;
  }

  private mark(fault: ChainFault): void {
    this.marks.add(fault.first, fault.last, fault.class);
    this.strip.mark(fault.first, fault.last, stripCodeOf(fault));
  }
}

function stripCodeOf(fault: ChainFault): StripCode {
  if (fault.class === 'malformed-entry' || fault.class === 'limit-exceeded') return STRIP_CODES.malformed;
  return fault.severity === 'fail' ? STRIP_CODES.tampered : STRIP_CODES.warning;
}
