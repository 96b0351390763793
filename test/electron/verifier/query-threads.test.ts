import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EntryBytes, readEntryBytes } from '../../../electron/verifier/entry-bytes.ts';
import { Query, type SearchedChain } from '../../../electron/verifier/query.ts';
import type { BlockSize } from '../../../electron/verifier/query-block.ts';
import { QueryScanner, queryPlan } from '../../../electron/verifier/query-scanner.ts';
import { LIMITS } from '../../../shared/base/limits.ts';
import type { QueryView, RowQuery } from '../../../shared/ipc/model.ts';
import { caseBytes, fuzzCase } from '../../fuzz/chain.ts';
import { bundleModule } from '../../support/bundle-module.ts';
import { type TestSearchedChain, withSearchedChain } from '../../support/verifier/searched-chain.ts';

const folder = mkdtempSync(join(tmpdir(), 'bathyscope-query-'));
const workerFile = join(folder, 'query-worker.mjs');
const THREADS = 2;
const SMALL: BlockSize = { bytes: 2_000, rows: 16, slowRows: 4 };

beforeAll(() => bundleModule('electron/verifier/query-worker.ts', workerFile), 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
const freshFolder = () => mkdtempSync(join(folder, 'chain-'));

/** A worker of a test's own, which answers or fails as its text says. */
function workerOf(text: string): string {
  made += 1;
  const file = join(folder, `worker-${made}.mjs`);
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${text}`);
  return file;
}

/** Takes blocks and never answers. */
const SILENT = "parentPort.on('message', () => undefined);";

async function withScanner<T>(
  use: (scanner: QueryScanner) => Promise<T>,
  size: BlockSize = SMALL,
  file: string | null = workerFile,
): Promise<T> {
  const plan = file === null ? null : { entry: pathToFileURL(file), threads: THREADS, inlineBytes: 0 };
  const scanner = new QueryScanner(plan, size);
  try {
    return await use(scanner);
  } finally {
    scanner.close();
  }
}

interface Found {
  readonly view: QueryView;
  readonly positions: readonly number[];
}

/** Runs a search to its end and holds at each step what must hold at each step. */
async function find(
  chain: SearchedChain & { readonly index: { readonly count: number } },
  query: RowQuery,
  scanner: QueryScanner,
  onStep: (search: Query, step: number) => void = () => undefined,
): Promise<Found> {
  const search = new Query('query', chain.index.count);
  let [scanned, step] = [0, 0];
  await search.run(chain, query, [], scanner, () => {
    const { view } = search;
    step += 1;
    expect(view.scanned).toBeGreaterThanOrEqual(scanned);
    scanned = view.scanned;
    if (view.state === 'running') expect(search.page(0, view.kept).every((at) => at < scanned)).toBe(true);
    onStep(search, step);
  });
  return { view: search.view, positions: search.page(0, search.view.kept) };
}

/** Searches of every kind for something that stands in one of the entries. */
function queriesOf(
  rows: readonly Uint8Array[],
  {
    part: [row, at, length, ignoreCase],
    path,
    event,
  }: { part: [number, number, number, boolean]; path: string; event: string },
): RowQuery[] {
  const line = Buffer.from(rows[row % rows.length] ?? []).toString('utf8');
  const from = line.length === 0 ? 0 : at % line.length;
  const text = line.slice(from, from + length) || 'a';
  const field = { path, equals: event };
  return [
    { text, ignoreCase },
    { text: text.toUpperCase(), ignoreCase: true },
    { field },
    { text: 'e', field },
    { classes: ['payload-altered', 'malformed-entry'] },
    { text, classes: ['payload-altered', 'malformed-entry', 'link-broken', 'not-fully-committed'] },
  ];
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

/** Entries as lines, so many that a search of small blocks has many of them. */
const LINES = Array.from({ length: 600 }, (_, at) =>
  JSON.stringify({ seq: at, payload: { event: `event-${at % 7}` } }),
);
const withLines = (use: (chain: Parameters<typeof find>[0] & { readonly bytes: EntryBytes }) => Promise<void>) =>
  withSearchedChain(Buffer.from(LINES.join('\n')), 'lines', freshFolder(), use);
const positionsOf = (text: string) => LINES.flatMap((line, at) => (line.includes(text) ? [at] : []));

describe('a search on threads', () => {
  it('finds what one thread finds, in its order, however the entries are cut into blocks', async () => {
    const size = fc
      .record({ bytes: fc.integer({ min: 1, max: 9_000 }), rows: fc.integer({ min: 1, max: 90 }) })
      .map((chosen) => ({ ...chosen, slowRows: Math.ceil(chosen.rows / 3) }));
    const part = fc.tuple(fc.nat(250), fc.nat(400), fc.integer({ min: 1, max: 9 }), fc.boolean());
    const event = fc.constantFrom('a', 'login', 'user', '1', 'null', '');
    const kinds = fc.array(fc.record({ part, path: fc.constantFrom('event', 'a', 'actor.name', '0'), event }), {
      minLength: 2,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), size, kinds, async (seed, blocks, wanted) => {
        const fuzz = fuzzCase(seed, 250);
        await withSearchedChain(caseBytes(fuzz), fuzz.form, freshFolder(), async (chain) => {
          await withScanner(async (threads) => {
            for (const query of wanted.flatMap((one) => queriesOf(fuzz.rows, one))) {
              const plain = await withScanner((scanner) => find(chain, query, scanner), undefined, null);
              expect(plain.view).toMatchObject({ state: 'done', total: chain.index.count });
              expect(await find(chain, query, threads)).toEqual(plain);
              expect(await withScanner((scanner) => find(chain, query, scanner), blocks, null)).toEqual(plain);
              if (query.field === undefined && query.classes === undefined)
                expect(plain.positions).toEqual(await plainPositions(chain, query));
            }
          }, blocks);
        });
      }),
      { numRuns: 25 },
    );
  }, 240_000);

  it('takes what was found in the order of the entries, whichever thread is first', async () => {
    const uneven = workerOf(`
      let turn = 0;
      parentPort.on('message', ({ block }) => {
        turn += 1;
        setTimeout(() => parentPort.postMessage(Uint32Array.of(block.rows - 1)), (block.bytes * 7 + turn) % 5);
      });`);
    await withLines(async (chain) => {
      await withScanner(
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
        uneven,
      );
    });
  });

  it('counts exactly beyond what it keeps', async () => {
    const rows = LIMITS.queryMatches + 2;
    await withSearchedChain(Buffer.from('1\n'.repeat(rows)), 'lines', freshFolder(), async (chain) => {
      const size = { bytes: 100_000, rows: 50_000, slowRows: 1 };
      const { view, positions } = await withScanner((scanner) => find(chain, { text: '1' }, scanner), size);
      expect(view).toMatchObject({ state: 'done', matches: rows, kept: LIMITS.queryMatches, scanned: rows });
      expect([positions[0], positions.at(-1)]).toEqual([0, LIMITS.queryMatches - 1]);
    });
  });

  it('looks at an entry that is larger than a block', async () => {
    const long = JSON.stringify({ payload: `${'x'.repeat(50_000)} here` });
    const text = [LINES[0], long, LINES[1], long].join('\n');
    await withSearchedChain(Buffer.from(text), 'lines', freshFolder(), async (chain) => {
      expect((await withScanner((scanner) => find(chain, { text: ' here' }, scanner))).positions).toEqual([1, 3]);
    });
  });
});

describe('a search on threads that is cancelled', () => {
  it('ends with what was found before, reads no more, and leaves each thread at most the block that it has', async () => {
    const counting = workerOf(`
      parentPort.on('message', ({ query, block }) => {
        Atomics.add(new Int32Array(query.counter), 0, 1);
        parentPort.postMessage(Uint32Array.of(0));
      });`);
    await withLines(async (chain) => {
      await withScanner(
        async (scanner) => {
          const counter = new Int32Array(new SharedArrayBuffer(4));
          let reads = 0;
          let then = { scans: 0, reads: 0, matches: 0 };
          const bytes: EntryBytes = {
            readInto: (target, offset) => {
              reads += 1;
              return chain.bytes.readInto(target, offset);
            },
            close: () => Promise.resolve(),
          };
          const query = { text: 'any', counter: counter.buffer } as RowQuery;
          const { view, positions } = await find({ ...chain, bytes }, query, scanner, (search, step) => {
            if (step !== 5) return;
            then = { scans: Atomics.load(counter, 0), reads, matches: search.view.matches };
            search.cancel();
          });
          expect(view).toMatchObject({ state: 'cancelled', matches: then.matches, kept: positions.length });
          expect(view.scanned).toBeLessThan(LINES.length);
          expect(reads).toBe(then.reads);
          await new Promise((resolve) => setTimeout(resolve, 50));
          // Two threads, and what each may have taken between the count and the word to stop.
          expect(Atomics.load(counter, 0) - then.scans).toBeLessThanOrEqual(THREADS);
          expect(reads).toBe(then.reads);
        },
        SMALL,
        counting,
      );
    });
  });

  it('gives its memory back for the next one', async () => {
    await withLines(async (chain) => {
      await withScanner(async (scanner) => {
        for (let turn = 0; turn < 12; turn += 1) {
          const stopped = await find(chain, { text: 'event' }, scanner, (search) => search.cancel());
          expect(stopped.view.state).toBe('cancelled');
        }
        expect((await find(chain, { text: 'event-3' }, scanner)).positions).toEqual(positionsOf('event-3'));
      });
    });
  });

  it('ends when the threads are ended in the middle of it', async () => {
    await withLines(async (chain) => {
      await withScanner(
        async (scanner) => {
          const search = new Query('query', chain.index.count);
          const ended = search.run(chain, { text: 'event' }, [], scanner, () => undefined);
          await new Promise((resolve) => setTimeout(resolve, 20));
          expect(search.view.state).toBe('running');
          scanner.close();
          await ended;
          expect(search.view).toMatchObject({ state: 'cancelled', scanned: 0, matches: 0 });
        },
        SMALL,
        workerOf(SILENT),
      );
    });
  });
});

describe('searches that run together', () => {
  it('share the threads and find what each finds alone', async () => {
    await withLines(async (chain) => {
      await withScanner(async (scanner) => {
        const texts = Array.from({ length: 7 }, (_, at) => `event-${at}`);
        const found = await Promise.all(texts.map((text) => find(chain, { text }, scanner)));
        expect(found.map(({ positions }) => positions)).toEqual(texts.map(positionsOf));
      });
    });
  });
});

describe('the memory of searches', () => {
  it('is two blocks a thread, however many searches run', async () => {
    await withLines(async (chain) => {
      await withScanner(
        async (scanner) => {
          let reads = 0;
          const bytes: EntryBytes = {
            readInto: (target, offset) => {
              reads += 1;
              return chain.bytes.readInto(target, offset);
            },
            close: () => Promise.resolve(),
          };
          const ended = ['event', 'seq', 'payload'].map((text) => find({ ...chain, bytes }, { text }, scanner));
          while (reads < 2 * THREADS) await new Promise((resolve) => setImmediate(resolve));
          await new Promise((resolve) => setTimeout(resolve, 20));
          expect(reads).toBe(2 * THREADS);
          scanner.close();
          expect((await Promise.all(ended)).map(({ view }) => view.scanned)).toEqual([0, 0, 0]);
        },
        SMALL,
        workerOf(SILENT),
      );
    });
  });
});

describe('a search whose thread fails', () => {
  const failures: Readonly<Record<string, string>> = {
    'throws at its start': "throw new Error('no worker today');",
    'throws at a block': answering("throw new Error('no answer today');"),
    'ends without a word': answering('process.exit(0);'),
  };

  /** Answers three blocks of a search for the word boom, then does something else; answers all blocks of other searches. */
  function answering(then: string): string {
    return `
      let blocks = 0;
      parentPort.on('message', ({ query }) => {
        blocks += 1;
        if (query.text === 'boom' && blocks > 3) ${then}
        else parentPort.postMessage(new Uint32Array(0));
      });`;
  }

  it.each(Object.keys(failures))('ends with an error and never looks whole, when a thread %s', async (name) => {
    await withLines(async (chain) => {
      await withScanner(
        async (scanner) => {
          const { view } = await find(chain, { text: 'boom' }, scanner);
          expect(view.state).toBe('error');
          expect(view.scanned).toBeLessThan(LINES.length);
        },
        SMALL,
        workerOf(failures[name] ?? ''),
      );
    });
  });

  it('leaves the next search with other threads', async () => {
    await withLines(async (chain) => {
      await withScanner(
        async (scanner) => {
          expect((await find(chain, { text: 'boom' }, scanner)).view.state).toBe('error');
          const { view } = await find(chain, { text: 'event' }, scanner);
          expect(view).toMatchObject({ state: 'done', scanned: LINES.length });
        },
        SMALL,
        workerOf(failures['throws at a block'] ?? ''),
      );
    });
  });

  it('ends with an error, too, where the file or the index can not be read as they were', async () => {
    await withLines(async (chain) => {
      const failing = async (readInto: EntryBytes['readInto']) => {
        const bytes = { readInto, close: () => Promise.resolve() };
        return (await withScanner((scanner) => find({ ...chain, bytes }, { text: 'event' }, scanner))).view;
      };
      const changed = await failing((target, offset) =>
        offset > 9_000 ? Promise.reject(new Error('changed')) : chain.bytes.readInto(target, offset),
      );
      const shorter = await failing((target, offset) =>
        chain.bytes.readInto(offset > 9_000 ? target.subarray(1) : target, offset),
      );
      for (const view of [changed, shorter]) {
        expect(view.state).toBe('error');
        expect(view.scanned).toBeLessThan(LINES.length);
        expect(view.matches).toBe(view.scanned);
      }
      const rows = chain.index.count;
      const search = new Query('query', rows + 1);
      await withScanner((scanner) => search.run(chain, { text: 'event' }, [], scanner, () => undefined));
      expect(search.view).toMatchObject({ state: 'error', total: rows + 1, matches: search.view.scanned });
    });
  });
});

describe('the threads of searches', () => {
  it('have no environment, no arguments and no flags', async () => {
    const asking = workerOf(`
      const given = [Object.keys(process.env), process.argv.slice(2), process.execArgv];
      if (given.flat().length > 0) throw new Error('something was given');
      parentPort.on('message', () => parentPort.postMessage(new Uint32Array(0)));`);
    await withLines(async (chain) => {
      const { view } = await withScanner((scanner) => find(chain, { text: 'event' }, scanner), SMALL, asking);
      expect(view.state).toBe('done');
    });
  });

  it('are not started for a search that is over before they are', async () => {
    const none = pathToFileURL(workerOf("throw new Error('this thread was not needed');"));
    const bytes = Buffer.byteLength(LINES.join('\n'));
    await withLines(async (chain) => {
      for (const [inlineBytes, state] of [
        [bytes, 'done'],
        [bytes / 2, 'error'],
      ] as const) {
        const scanner = new QueryScanner({ entry: none, threads: THREADS, inlineBytes }, SMALL);
        expect((await find(chain, { text: 'event' }, scanner)).view.state).toBe(state);
        scanner.close();
      }
    });
  });

  it('are not planned where the built worker is missing', () => {
    expect(queryPlan(pathToFileURL(`${folder}/`))).toBeNull();
  });
});
