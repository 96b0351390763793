import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import type { EntryBytes } from '../../../electron/verifier/entry-bytes.ts';
import { Query, type SearchedChain } from '../../../electron/verifier/query.ts';
import type { BlockSize } from '../../../electron/verifier/query-block.ts';
import { QueryScanner } from '../../../electron/verifier/query-scanner.ts';
import type { QueryView, RowQuery } from '../../../shared/ipc/model.ts';
import { bundleModule } from '../bundle-module.ts';
import { type TestSearchedChain, withSearchedChain } from './searched-chain.ts';

export const THREADS = 2;
/** So small that a chain of a test has many blocks. */
export const SMALL: BlockSize = { bytes: 2_000, rows: 16, slowRows: 4 };

/** A folder for chains and workers; the bundled worker of searches is in it once `makeWorker` was called. */
export class SearchFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'bathyscope-query-'));
  readonly worker = join(this.path, 'query-worker.mjs');
  private made = 0;

  makeWorker(): Promise<void> {
    return bundleModule('electron/verifier/query-worker.ts', this.worker);
  }

  /** A worker of a test's own, which answers or fails as its text says. */
  workerOf(text: string): string {
    this.made += 1;
    const file = join(this.path, `worker-${this.made}.mjs`);
    writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${text}`);
    return file;
  }

  fresh(): string {
    return mkdtempSync(join(this.path, 'chain-'));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A worker that takes blocks and never answers. */
export const SILENT = "parentPort.on('message', () => undefined);";

/** Searches with threads of a worker, or in this thread when it is null, and ends them. */
export async function withScanner<T>(
  worker: string | null,
  use: (scanner: QueryScanner) => Promise<T>,
  size?: BlockSize,
): Promise<T> {
  const plan = worker === null ? null : { entry: pathToFileURL(worker), threads: THREADS, inlineBytes: 0 };
  const scanner = new QueryScanner(plan, size);
  try {
    return await use(scanner);
  } finally {
    scanner.close();
  }
}

/** What a search came to. */
export interface Found {
  readonly view: QueryView;
  readonly positions: readonly number[];
}

/** Runs a search to its end and holds at each step what must hold at each step. */
export async function find(
  chain: SearchedChain,
  query: RowQuery,
  scanner: QueryScanner,
  onStep: (search: Query, step: number) => void = () => undefined,
): Promise<Found> {
  const search = new Query('query', chain.index?.count ?? 0);
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

/** Entries as lines, so many that a search of small blocks has many of them. */
export const LINES = Array.from({ length: 600 }, (_, at) =>
  JSON.stringify({ seq: at, payload: { event: `event-${at % 7}` } }),
);

/** The chain of `LINES`. */
export function withLines(folder: SearchFolder, use: (chain: TestSearchedChain) => Promise<void>): Promise<void> {
  return withSearchedChain(Buffer.from(LINES.join('\n')), 'lines', folder.fresh(), use);
}

/** As `bytes`, with each read told of before it begins. */
export function watched(bytes: EntryBytes, onRead: () => void): EntryBytes {
  return {
    readInto: (target, offset) => {
      onRead();
      return bytes.readInto(target, offset);
    },
    close: () => Promise.resolve(),
  };
}
