import type { ChainKind } from './chains.ts';
import type { Implementation } from './implementations.ts';
import type { Measurement } from './measure.ts';

/** A chain to make, and who replays it how often. */
export interface BenchCase extends ChainKind {
  readonly implementations: readonly Implementation[];
  readonly rounds: number;
}

/** Median over the rounds of one case. */
export interface BenchResult extends ChainKind {
  readonly implementation: Implementation;
  readonly rounds: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly entriesPerSecond: number;
  /** Largest of the rounds. */
  readonly peakMebibytes: number;
}

/** The async digest of each row is measured up to here: it would take all day. */
const WEBCRYPTO_ROWS = 100_000;
/** Compared in every respect up to here; above only what has to be flat and linear. */
const COMPARED_TO = 1_000_000;
const COMPARED_FROM = 100_000;
const ROUNDS = 5;

/**
 * The cases for some numbers of rows.
 *
 * @param full the slow implementations on the largest chains, too, and as many rounds there
 */
export function planCases(rowCounts: readonly number[], full: boolean): BenchCase[] {
  return rowCounts.flatMap((rows): BenchCase[] => {
    const rounds = rows <= COMPARED_TO || full ? ROUNDS : 1;
    const compared = rows >= COMPARED_FROM && rows <= COMPARED_TO;
    const slow: Implementation[] = rows <= COMPARED_TO || full ? ['reference'] : [];
    const webcrypto: Implementation[] = rows <= WEBCRYPTO_ROWS ? ['webcrypto'] : [];
    const apart: Implementation[] = compared ? ['plain-path', 'hash-alone', 'digests-alone'] : [];
    const lines: BenchCase = {
      rows,
      order: 'canonical',
      form: 'ndjson',
      implementations: [...slow, ...webcrypto, ...apart, 'kernel-one-thread', 'bathyscope'],
      rounds,
    };
    if (!compared) return [lines];
    return [
      lines,
      { ...lines, order: 'shuffled', implementations: ['reference', 'kernel-one-thread', 'bathyscope'] },
      { ...lines, form: 'array', implementations: ['bathyscope'] },
      { ...lines, form: 'zip', implementations: ['inflate-alone', 'bathyscope'] },
    ];
  });
}

/** Runs a case with its implementations taking turns, so that what disturbs the machine disturbs all alike. */
export async function runCase(
  { implementations, rounds, ...kind }: BenchCase,
  measure: (implementation: Implementation) => Promise<Measurement>,
): Promise<BenchResult[]> {
  const runs = new Map<Implementation, Measurement[]>(implementations.map((implementation) => [implementation, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [implementation, measured] of runs) measured.push(await measure(implementation));
  }
  return [...runs].map(([implementation, measured]) => {
    const seconds = median(measured.map((run) => run.seconds));
    return {
      rows: kind.rows,
      order: kind.order,
      form: kind.form,
      implementation,
      rounds,
      seconds,
      cpuSeconds: median(measured.map((run) => run.cpuSeconds)),
      entriesPerSecond: kind.rows / seconds,
      peakMebibytes: Math.max(...measured.map((run) => run.peakMebibytes)),
    };
  });
}

/** The middle value; the mean of both middle ones for an even number; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
