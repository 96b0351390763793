import type { KernelPlan } from '../../electron/verifier/kernel-feed.ts';
import { caseBytes, type FuzzCase, fuzzCase } from './chain.ts';
import { difference } from './compare.ts';

/** Entries of one chain: enough for the replay to settle after a fault several times over. */
const CASE_ROWS = 400;

/** What a search looked at. */
export interface Searched {
  readonly cases: number;
  readonly rows: number;
  readonly bytes: number;
  /** Null when every path agreed throughout. */
  readonly failure: Failure | null;
}

/** A case on which the paths disagree, as small as it could be made. */
export interface Failure {
  readonly seed: number;
  readonly difference: string;
  readonly smallest: FuzzCase;
}

/**
 * Tries cases of consecutive seeds until enough entries were replayed or one disagrees.
 *
 * @param onCase called after each case with the entries so far
 */
export async function searchDifference(
  seed: number,
  rowsWanted: number,
  plan: Omit<KernelPlan, 'segmentBytes'>,
  onCase: (rows: number) => void,
): Promise<Searched> {
  let [cases, rows, bytes] = [0, 0, 0];
  while (rows < rowsWanted) {
    const at = (seed + cases) >>> 0;
    const fuzz = fuzzCase(at, CASE_ROWS);
    const found = await difference(fuzz, plan);
    cases += 1;
    rows += fuzz.rows.length;
    bytes += caseBytes(fuzz).length;
    if (found !== null) {
      const smallest = await shrink(fuzz, (smaller) => difference(smaller, plan));
      const failure = { seed: at, difference: (await difference(smallest, plan)) ?? found, smallest };
      return { cases, rows, bytes, failure };
    }
    onCase(rows);
  }
  return { cases, rows, bytes, failure: null };
}

/** Leaves out whatever can be left out with the paths still disagreeing: halves of the rows first, single ones last. */
async function shrink(fuzz: FuzzCase, test: (fuzz: FuzzCase) => Promise<string | null>): Promise<FuzzCase> {
  let smallest = fuzz;
  for (let size = fuzz.rows.length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < smallest.rows.length; ) {
      const smaller = { ...smallest, rows: smallest.rows.toSpliced(from, size) };
      if ((await test(smaller)) === null) from += size;
      else smallest = smaller;
    }
  }
  const simpler: Partial<FuzzCase>[] = [{ chunkBytes: 1_000_000 }, { segmentBytes: 1_000_000 }];
  for (const change of simpler) {
    const changed = { ...smallest, ...change };
    if ((await test(changed)) !== null) smallest = changed;
  }
  return smallest;
}

/** A failure as a person needs it to see it again. */
export function failureText({ seed, difference: found, smallest }: Failure): string {
  const { form, segmentBytes, chunkBytes } = smallest;
  const bytes = Buffer.from(caseBytes(smallest));
  return [
    `seed ${seed}: ${found}`,
    `${form}, ${smallest.rows.length} rows, segments of ${segmentBytes} bytes, chunks of ${chunkBytes} bytes`,
    `text   ${JSON.stringify(bytes.toString('utf8'))}`,
    `base64 ${bytes.toString('base64')}`,
    '',
  ].join('\n');
}
