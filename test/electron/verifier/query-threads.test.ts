import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEntryBytes } from '../../../electron/verifier/entry-bytes.ts';
import { LIMITS } from '../../../shared/base/limits.ts';
import type { RowQuery } from '../../../shared/ipc/model.ts';
import { caseBytes, fuzzCase } from '../../fuzz/chain.ts';
import {
  find,
  LINES,
  SearchFolder,
  SILENT,
  SMALL,
  THREADS,
  watched,
  withLines,
  withScanner,
} from '../../support/verifier/search-threads.ts';
import { type TestSearchedChain, withSearchedChain } from '../../support/verifier/searched-chain.ts';

const folder = new SearchFolder();
beforeAll(() => folder.makeWorker(), 60_000);
afterAll(() => folder.remove());

/** Entries of a generated chain. */
const CHAIN_ROWS = 250;

/** Where in a chain something to search for is taken from. */
interface Pick {
  readonly row: number;
  readonly at: number;
  readonly length: number;
  readonly ignoreCase: boolean;
}

/** Searches of every kind for something that stands in one of the entries. */
function queriesOf(rows: readonly Uint8Array[], { row, at, length, ignoreCase }: Pick): Record<string, RowQuery> {
  const line = Buffer.from(rows[row % rows.length] ?? []).toString('utf8');
  const from = line.length === 0 ? 0 : at % line.length;
  const text = line.slice(from, from + length) || 'a';
  const field = fieldOf(line, at);
  return {
    text: { text, ignoreCase },
    'any case': { text: text.toUpperCase(), ignoreCase: true },
    field: { field },
    'text and field': { text: '"', field },
    classes: { classes: ['payload-altered', 'malformed-entry'] },
    'text and classes': { text: '"', classes: ['payload-altered', 'malformed-entry', 'link-broken'] },
  };
}

/** A member of the payload of an entry with its value; any other where there is none. */
function fieldOf(line: string, at: number): { path: string; equals: string } {
  try {
    const members = Object.entries(JSON.parse(line).payload as object).filter(([name]) => /^[a-z]+$/.test(name));
    const [path, value] = members[at % members.length] ?? ['a', 1];
    return { path, equals: typeof value === 'string' ? value.slice(0, 1_000) : JSON.stringify(value).slice(0, 1_000) };
  } catch {
    return { path: 'a.b', equals: '' };
  }
}

/** What a search for a text means, entry by entry. */
async function plainPositions(
  { index, bytes }: TestSearchedChain,
  { text = '', ignoreCase }: RowQuery,
): Promise<number[]> {
  const positions: number[] = [];
  for (const [position, { offset, length }] of index.read(0, index.count).entries()) {
    const row = Buffer.from(await readEntryBytes(bytes, offset, length));
    const holds = ignoreCase ? row.toString('utf8').toLowerCase().includes(text.toLowerCase()) : row.includes(text);
    if (holds) positions.push(position);
  }
  return positions;
}

const positionsOf = (text: string) => LINES.flatMap((line, at) => (line.includes(text) ? [at] : []));

describe('a search on threads', () => {
  it('finds what one thread finds, in its order, however the entries are cut into blocks', async () => {
    const size = fc
      .record({ bytes: fc.integer({ min: 1, max: 9_000 }), rows: fc.integer({ min: 1, max: 90 }) })
      .map((chosen) => ({ ...chosen, slowRows: Math.ceil(chosen.rows / 3) }));
    const pick = fc.record({
      row: fc.nat(CHAIN_ROWS),
      at: fc.nat(400),
      length: fc.integer({ min: 1, max: 9 }),
      ignoreCase: fc.boolean(),
    });
    const matched = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1_000_000),
        size,
        fc.array(pick, { minLength: 2, maxLength: 3 }),
        async (seed, blocks, picks) => {
          const fuzz = fuzzCase(seed, CHAIN_ROWS);
          await withSearchedChain(caseBytes(fuzz), fuzz.form, folder.fresh(), async (chain) => {
            await withScanner(
              folder.worker,
              async (threads) => {
                for (const [kind, query] of picks.flatMap((one) => Object.entries(queriesOf(fuzz.rows, one)))) {
                  const plain = await withScanner(null, (scanner) => find(chain, query, scanner));
                  expect(plain.view).toMatchObject({ state: 'done', total: chain.index.count });
                  expect(await find(chain, query, threads)).toEqual(plain);
                  expect(await withScanner(null, (scanner) => find(chain, query, scanner), blocks)).toEqual(plain);
                  if (query.field === undefined && query.classes === undefined)
                    expect(plain.positions).toEqual(await plainPositions(chain, query));
                  matched.set(kind, (matched.get(kind) ?? 0) + plain.view.matches);
                }
              },
              blocks,
            );
          });
        },
      ),
      { numRuns: 25, seed: 20_261_128 },
    );
    // A search that never finds anything would show nothing.
    for (const [kind, matches] of matched) expect(matches, kind).toBeGreaterThan(20);
    expect(matched.size).toBe(6);
  }, 240_000);

  it('takes what was found in the order of the entries, whichever thread is first', async () => {
    const uneven = folder.workerOf(`
      let turn = 0;
      parentPort.on('message', ({ block }) => {
        turn += 1;
        setTimeout(() => parentPort.postMessage(Uint32Array.of(block.rows - 1)), (block.bytes * 7 + turn) % 5);
      });`);
    await withLines(folder, async (chain) => {
      await withScanner(
        uneven,
        async (scanner) => {
          const lasts: number[] = [];
          const { view, positions } = await find(chain, { text: 'any' }, scanner, (search) => {
            if (search.view.state === 'running') lasts.push(search.view.scanned - 1);
          });
          expect(view).toMatchObject({ state: 'done', scanned: LINES.length, matches: lasts.length });
          expect(lasts.length).toBeGreaterThan(20);
          expect(positions).toEqual(lasts);
        },
        SMALL,
      );
    });
  });

  it('counts exactly beyond what it keeps', async () => {
    const rows = LIMITS.queryMatches + 2;
    await withSearchedChain(Buffer.from('1\n'.repeat(rows)), 'lines', folder.fresh(), async (chain) => {
      const size = { bytes: 100_000, rows: 50_000, slowRows: 1 };
      const { view, positions } = await withScanner(
        folder.worker,
        (scanner) => find(chain, { text: '1' }, scanner),
        size,
      );
      expect(view).toMatchObject({ state: 'done', matches: rows, kept: LIMITS.queryMatches, scanned: rows });
      expect([positions[0], positions.at(-1)]).toEqual([0, LIMITS.queryMatches - 1]);
    });
  });

  it('looks at an entry that is larger than a block', async () => {
    const long = JSON.stringify({ payload: `${'x'.repeat(50_000)} here` });
    const text = [LINES[0], long, LINES[1], long].join('\n');
    await withSearchedChain(Buffer.from(text), 'lines', folder.fresh(), async (chain) => {
      expect(
        (await withScanner(folder.worker, (scanner) => find(chain, { text: ' here' }, scanner), SMALL)).positions,
      ).toEqual([1, 3]);
    });
  });
});

describe('searches that run together', () => {
  it('share the threads and find what each finds alone', async () => {
    await withLines(folder, async (chain) => {
      await withScanner(
        folder.worker,
        async (scanner) => {
          const texts = Array.from({ length: 7 }, (_, at) => `event-${at}`);
          const found = await Promise.all(texts.map((text) => find(chain, { text }, scanner)));
          expect(found.map(({ positions }) => positions)).toEqual(texts.map(positionsOf));
        },
        SMALL,
      );
    });
  });
});

describe('the memory of searches', () => {
  it('is two blocks a thread, however many searches run', async () => {
    await withLines(folder, async (chain) => {
      await withScanner(
        folder.workerOf(SILENT),
        async (scanner) => {
          let reads = 0;
          const bytes = watched(chain.bytes, () => {
            reads += 1;
          });
          const ended = ['event', 'seq', 'payload'].map((text) => find({ ...chain, bytes }, { text }, scanner));
          while (reads < 2 * THREADS) await new Promise((resolve) => setImmediate(resolve));
          await new Promise((resolve) => setTimeout(resolve, 20));
          expect(reads).toBe(2 * THREADS);
          scanner.close();
          expect((await Promise.all(ended)).map(({ view }) => view.scanned)).toEqual([0, 0, 0]);
        },
        SMALL,
      );
    });
  });
});
