import type { Finding } from '../base/finding.ts';

/** Thrown while bytes of evidence are read and can not be trusted or had: the finding says which file and why. Never a fault of the tool. */
export class EvidenceError extends Error {
  /** What goes into the report. */
  readonly finding: Finding;

  /**
   * @param finding the finding to report; its message becomes the message of the error.
   * @param options `cause`, when another error led to this one.
   */
  constructor(finding: Finding, options?: { cause?: unknown }) {
    super(finding.message, options);
    this.name = 'EvidenceError';
    this.finding = finding;
  }
}
