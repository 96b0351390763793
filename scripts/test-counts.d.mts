export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
export function countReport(report: string | null, succeeded: boolean): Counts;
export function sumCounts(parts: readonly Counts[]): Counts;
export function closingLine(counts: Counts): string;
