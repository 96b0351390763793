import type { BenchOrder } from './chains.ts';
import type { Implementation } from './implementations.ts';
import type { Measurement } from './measure.ts';

/** A chain to make, and who replays it how often. */
export interface BenchCase {
  readonly rows: number;
  readonly order: BenchOrder;
  readonly implementations: readonly Implementation[];
  readonly rounds: number;
}

/** Median over the rounds of one case. */
export interface BenchResult {
  readonly rows: number;
  readonly order: BenchOrder;
  readonly implementation: Implementation;
  readonly rounds: number;
  readonly seconds: number;
  readonly entriesPerSecond: number;
  readonly mebibytesPerSecond: number;
  /** Largest of the rounds. */
  readonly peakMebibytes: number;
  /** Entries a second against the plain reference on the same chain. */
  readonly ratio: number;
}

const SHUFFLED_FROM = 100_000;
const SHUFFLED_TO = 1_000_000;
const WEBCRYPTO_ROWS = 100_000;
const MANY_ROUNDS_TO = 100_000;

/**
 * The cases for some numbers of rows: canonical rows throughout, shuffled ones in the middle, the hash that is awaited row by row once, where
 * it does not take all day. Five rounds up to a hundred thousand rows, one above.
 */
export function planCases(rowCounts: readonly number[]): BenchCase[] {
  return rowCounts.flatMap((rows): BenchCase[] => {
    const rounds = rows <= MANY_ROUNDS_TO ? 5 : 1;
    const canonical: BenchCase = {
      rows,
      order: 'canonical',
      implementations: rows <= WEBCRYPTO_ROWS ? ['reference', 'webcrypto', 'bathyscope'] : ['reference', 'bathyscope'],
      rounds,
    };
    const shuffled: BenchCase = { rows, order: 'shuffled', implementations: ['reference', 'bathyscope'], rounds };
    return rows >= SHUFFLED_FROM && rows <= SHUFFLED_TO ? [canonical, shuffled] : [canonical];
  });
}

/**
 * Runs a case with its implementations taking turns, so that what disturbs the machine disturbs all alike.
 * @param bytes size of the chain's file.
 */
export async function runCase(
  { rows, order, implementations, rounds }: BenchCase,
  bytes: number,
  measure: (implementation: Implementation) => Promise<Measurement>,
): Promise<BenchResult[]> {
  const runs = new Map<Implementation, Measurement[]>(implementations.map((implementation) => [implementation, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [implementation, measured] of runs) {
      measured.push(await measure(implementation));
    }
  }
  const seconds = new Map([...runs].map(([name, measured]) => [name, median(measured.map((run) => run.seconds))]));
  return [...runs].map(([implementation, measured]) => {
    const own = seconds.get(implementation) ?? Number.NaN;
    return {
      rows,
      order,
      implementation,
      rounds,
      seconds: own,
      entriesPerSecond: rows / own,
      mebibytesPerSecond: bytes / own / 1024 ** 2,
      peakMebibytes: Math.max(...measured.map((run) => run.peakMebibytes)),
      ratio: (seconds.get('reference') ?? Number.NaN) / own,
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
