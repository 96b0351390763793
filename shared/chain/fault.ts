import type { Finding, FindingClass } from '../base/finding.ts';

/** A finding about a range of entries, before it is counted. */
export interface ChainFault {
  readonly class: FindingClass;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly first: number;
  readonly last: number;
  readonly seq?: number | undefined;
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
  readonly equation?: string | undefined;
  readonly rule?: string | undefined;
  readonly byteOffset?: number | undefined;
}

/** Where the replay reports to. */
export interface FaultSink {
  /** Returns a handle for `amend`. */
  report(fault: ChainFault): number;
  /** Replaces what was reported under a handle: later entries showed what it really was. */
  amend(handle: number, fault: ChainFault): void;
}

/** Turns a fault into a finding of the report. */
export function toFinding(fault: ChainFault, file: string): Finding {
  return {
    class: fault.class,
    severity: fault.severity,
    message: fault.message,
    where: {
      file,
      position: fault.first,
      ...(fault.last > fault.first ? { lastPosition: fault.last } : {}),
      ...(fault.seq !== undefined ? { seq: fault.seq } : {}),
      ...(fault.byteOffset !== undefined ? { byteOffset: fault.byteOffset } : {}),
      ...(fault.rule !== undefined ? { rule: fault.rule } : {}),
    },
    ...(fault.expected !== undefined ? { expected: fault.expected } : {}),
    ...(fault.actual !== undefined ? { actual: fault.actual } : {}),
    ...(fault.equation !== undefined ? { equation: fault.equation } : {}),
  };
}
