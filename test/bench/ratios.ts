import type { BenchForm, BenchOrder } from './chains.ts';
import type { Implementation } from './implementations.ts';
import type { BenchResult } from './plan.ts';

/** Two implementations of one run set against each other. */
export interface Ratio {
  readonly name: string;
  readonly rows: number;
  readonly value: number;
  /** What was aimed at; `at least` or `at most`. */
  readonly target: string;
  readonly reached: boolean;
}

interface Wanted {
  readonly name: string;
  /** The ratio is the time of `over` divided by that of `under`. */
  readonly over: readonly [Implementation, BenchOrder, BenchForm];
  readonly under: readonly [Implementation, BenchOrder, BenchForm];
  readonly least?: number;
  readonly most?: number;
}

const WANTED: readonly Wanted[] = [
  wanted('all cores against the plain reference', 'reference', 'bathyscope', 'canonical', { least: 18 }),
  wanted('one thread against the plain reference', 'reference', 'kernel-one-thread', 'canonical', { least: 8 }),
  wanted('all cores against the plain reference, random order', 'reference', 'bathyscope', 'shuffled', { least: 11 }),
  wanted('all cores against an awaited digest a row', 'webcrypto', 'bathyscope', 'canonical', { least: 150 }),
  wanted('all cores against hashing alone', 'bathyscope', 'hash-alone', 'canonical', { most: 2 }),
  wanted('all cores against both digests alone, of rows and file', 'bathyscope', 'digests-alone', 'canonical', {
    most: 2,
  }),
  wanted("the engine's plain path against the reference", 'reference', 'plain-path', 'canonical', { least: 0.5 }),
  {
    name: 'a JSON array against lines',
    over: ['bathyscope', 'canonical', 'array'],
    under: ['bathyscope', 'canonical', 'ndjson'],
    most: 1.15,
  },
  {
    name: 'a deflated zip against inflating alone',
    over: ['bathyscope', 'canonical', 'zip'],
    under: ['inflate-alone', 'canonical', 'zip'],
    most: 1.3,
  },
];

function wanted(
  name: string,
  over: Implementation,
  under: Implementation,
  order: BenchOrder,
  target: Pick<Wanted, 'least' | 'most'>,
): Wanted {
  return { name, over: [over, order, 'ndjson'], under: [under, order, 'ndjson'], ...target };
}

/** Every ratio that the results allow, for each number of rows, smallest first. */
export function ratiosOf(results: readonly BenchResult[]): Ratio[] {
  const rowCounts = [...new Set(results.map(({ rows }) => rows))].sort((a, b) => a - b);
  const find = ([implementation, order, form]: Wanted['over'], rows: number) =>
    results.find(
      (one) => one.rows === rows && one.implementation === implementation && one.order === order && one.form === form,
    )?.seconds;
  return rowCounts.flatMap((rows) =>
    WANTED.flatMap(({ name, over, under, least, most }): Ratio[] => {
      const [above, below] = [find(over, rows), find(under, rows)];
      if (above === undefined || below === undefined) return [];
      const value = above / below;
      const reached = value >= (least ?? 0) && value <= (most ?? Number.POSITIVE_INFINITY);
      const target = least === undefined ? `at most ${most}` : `at least ${least}`;
      return [{ name, rows, value, target, reached }];
    }),
  );
}
