import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../shared/base/utf8.ts';
import { buildChain, linesOf } from '../support/chain/build-chain.ts';
import { testKernel } from '../support/kernel.ts';
import { caseBytes, fuzzCase } from './chain.ts';
import { difference } from './compare.ts';
import { failureText, searchDifference } from './search.ts';

/** The part of `npm run fuzz` that every test run does, always on the same chains. */
const SEED = 20_261_122;
const ROWS = 100_000;

describe('the replay of generated chains', () => {
  it('comes to the same by the kernel, by the plain path and by the reference', async () => {
    const plan = { module: await testKernel(), startPool: null };
    const { failure, rows } = await searchDifference(SEED, ROWS, plan, () => undefined);
    expect(failure === null ? null : failureText(failure)).toBeNull();
    expect(rows).toBeGreaterThanOrEqual(ROWS);
  }, 300_000);

  it('comes to the same wherever a segment and a chunk end', async () => {
    const plan = { module: await testKernel(), startPool: null };
    for (const form of ['lines', 'array'] as const) {
      const seed = Array.from({ length: 100 }, (_, at) => at).find((at) => fuzzCase(at, 9).form === form) ?? 0;
      const fuzz = fuzzCase(seed, 9);
      for (let at = 0; at < 400; at += 1) {
        const found = await difference({ ...fuzz, segmentBytes: 256 + at, chunkBytes: 8 + at }, plan);
        expect(found).toBeNull();
      }
    }
  }, 300_000);

  // What is kept of the entries before a break: LIMITS.resyncWindow, of which records and the kernel hand on more.
  it('comes to the same however far back an entry is that is repeated', async () => {
    const plan = { module: await testKernel(), startPool: null };
    const rows = linesOf(buildChain(1_300)).map((line) => encodeUtf8(line));
    const lines = { form: 'lines', head: '', between: '\n', tail: '\n' } as const;
    for (const back of [1, 255, 256, 257, 510, 511, 512, 513, 639, 640, 641, 1_023, 1_024, 1_025, 1_200]) {
      const repeated = rows.toSpliced(1_250, 0, rows[1_250 - back] ?? rows[0] ?? new Uint8Array());
      for (const [segmentBytes, chunkBytes] of [
        [1_000_000, 60_000],
        [20_000, 60_001],
      ] as const) {
        expect(await difference({ ...lines, rows: repeated, segmentBytes, chunkBytes }, plan)).toBeNull();
      }
    }
  }, 300_000);

  it('is the same case for the same seed', () => {
    expect(caseBytes(fuzzCase(7, 40))).toEqual(caseBytes(fuzzCase(7, 40)));
    expect(caseBytes(fuzzCase(7, 40))).not.toEqual(caseBytes(fuzzCase(8, 40)));
  });
});
