import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cancelled, CancelToken } from '../../../electron/verifier/cancel.ts';
import type { EntryBytes } from '../../../electron/verifier/entry-bytes.ts';
import { Query } from '../../../electron/verifier/query.ts';
import { QueryPool } from '../../../electron/verifier/query-pool.ts';
import { QueryScanner, queryPlan } from '../../../electron/verifier/query-scanner.ts';
import type { RowQuery } from '../../../shared/ipc/model.ts';
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

const folder = new SearchFolder();
beforeAll(() => folder.makeWorker(), 60_000);
afterAll(() => folder.remove());

/** Answers each block, and counts it in memory that comes with the search. */
const COUNTING = `
  parentPort.on('message', ({ query }) => {
    Atomics.add(new Int32Array(query.counter), 0, 1);
    parentPort.postMessage(Uint32Array.of(0));
  });`;
const countedBy = (counter: Int32Array<SharedArrayBuffer>) => ({ text: 'any', counter: counter.buffer }) as RowQuery;

describe('a search on threads that is cancelled', () => {
  it('ends with what was found before, reads no more, and leaves each thread at most the block that it has', async () => {
    await withLines(folder, async (chain) => {
      await withScanner(
        folder.workerOf(COUNTING),
        async (scanner) => {
          const counter = new Int32Array(new SharedArrayBuffer(4));
          let reads = 0;
          let then = { scans: 0, reads: 0, matches: 0 };
          const bytes = watched(chain.bytes, () => {
            reads += 1;
          });
          const query = countedBy(counter);
          const { view, positions } = await find({ ...chain, bytes }, query, scanner, (search, step) => {
            if (step !== 5) return;
            then = { scans: Atomics.load(counter, 0), reads, matches: search.view.matches };
            search.cancel();
          });
          expect(view).toMatchObject({ state: 'cancelled', matches: then.matches, kept: positions.length });
          expect(view.scanned).toBeLessThan(LINES.length);
          expect(reads).toBe(then.reads);
          await new Promise((resolve) => setTimeout(resolve, 50));
          // A thread may have had its block already and not yet counted it.
          expect(Atomics.load(counter, 0) - then.scans).toBeLessThanOrEqual(THREADS);
          expect(reads).toBe(then.reads);
        },
        SMALL,
      );
    });
  });

  it('hands no block that waits to a thread', async () => {
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const pool = new QueryPool(pathToFileURL(folder.workerOf(COUNTING)), THREADS);
    const token = new CancelToken();
    const block = { memory: new SharedArrayBuffer(8), rows: 0, bytes: 0 };
    const answers = Array.from({ length: 6 }, () => pool.scan(countedBy(counter), block, token));
    token.cancel();
    const settled = await Promise.allSettled(answers);
    expect(settled.slice(0, THREADS).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    for (const answer of settled.slice(THREADS)) {
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(Cancelled) });
    }
    expect(counter[0]).toBe(THREADS);
    pool.close();
  });

  it('gives its memory back for the next one', async () => {
    await withLines(folder, async (chain) => {
      await withScanner(
        folder.worker,
        async (scanner) => {
          for (let turn = 0; turn < 12; turn += 1) {
            const stopped = await find(chain, { text: 'event' }, scanner, (search) => search.cancel());
            expect(stopped.view.state).toBe('cancelled');
          }
          expect((await find(chain, { text: 'event' }, scanner)).view).toMatchObject({
            state: 'done',
            matches: LINES.length,
          });
        },
        SMALL,
      );
    });
  });

  it('ends when the threads are ended in the middle of it', async () => {
    await withLines(folder, async (chain) => {
      await withScanner(
        folder.workerOf(SILENT),
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
    await withLines(folder, async (chain) => {
      await withScanner(
        folder.workerOf(failures[name] ?? ''),
        async (scanner) => {
          const { view } = await find(chain, { text: 'boom' }, scanner);
          expect(view.state).toBe('error');
          expect(view.scanned).toBeLessThan(LINES.length);
        },
        SMALL,
      );
    });
  });

  it('leaves the next search with other threads', async () => {
    await withLines(folder, async (chain) => {
      await withScanner(
        folder.workerOf(failures['throws at a block'] ?? ''),
        async (scanner) => {
          expect((await find(chain, { text: 'boom' }, scanner)).view.state).toBe('error');
          const { view } = await find(chain, { text: 'event' }, scanner);
          expect(view).toMatchObject({ state: 'done', scanned: LINES.length });
        },
        SMALL,
      );
    });
  });

  it('ends with an error, too, where the file or the index can not be read as they were', async () => {
    await withLines(folder, async (chain) => {
      const failing = async (readInto: EntryBytes['readInto']) => {
        const bytes = { readInto, close: () => Promise.resolve() };
        return (
          await withScanner(folder.worker, (scanner) => find({ ...chain, bytes }, { text: 'event' }, scanner), SMALL)
        ).view;
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
      await withScanner(
        folder.worker,
        (scanner) => search.run(chain, { text: 'event' }, [], scanner, () => undefined),
        SMALL,
      );
      expect(search.view).toMatchObject({ state: 'error', total: rows + 1, matches: search.view.scanned });
    });
  });
});

describe('the threads of searches', () => {
  it('have no environment, no arguments and no flags', async () => {
    const asking = folder.workerOf(`
      const given = [Object.keys(process.env), process.argv.slice(2), process.execArgv];
      if (given.flat().length > 0) throw new Error('something was given');
      parentPort.on('message', () => parentPort.postMessage(new Uint32Array(0)));`);
    await withLines(folder, async (chain) => {
      const { view } = await withScanner(asking, (scanner) => find(chain, { text: 'event' }, scanner), SMALL);
      expect(view.state).toBe('done');
    });
  });

  it('are not started for a search that is over before they are', async () => {
    const none = pathToFileURL(folder.workerOf("throw new Error('this thread was not needed');"));
    const bytes = Buffer.byteLength(LINES.join('\n'));
    await withLines(folder, async (chain) => {
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
    expect(queryPlan(pathToFileURL(`${folder.path}/`))).toBeNull();
  });
});
