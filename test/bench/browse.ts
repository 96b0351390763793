import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startVerifierThread } from '../../electron/node/verifier-thread.ts';
import { CHANNELS } from '../../shared/ipc/channels.ts';
import type { RowQuery } from '../../shared/ipc/model.ts';
import type { BenchChain } from './chains.ts';
import { VERIFIER_FOLDER } from './implementations.ts';
import { median } from './plan.ts';
import { initFor } from './product.ts';
import { Session } from './session.ts';

/** One figure of browsing. */
export interface Browsed {
  readonly name: string;
  readonly rows: number;
  readonly value: number;
  readonly unit: 'ms' | 'GB/s' | 'GB per CPU s';
  readonly aim: string;
}

const ROUNDS = 5;
/** Is in no entry, so that every byte is looked at. */
const ABSENT = 'no entry says this';
/** Is in one of eight entries or so. */
const FREQUENT = 'invoice.paid';
const SEARCHES: readonly (readonly [name: string, query: RowQuery, aim: string])[] = [
  ['no match', { text: ABSENT }, 'at least 1'],
  ['many matches', { text: FREQUENT }, 'at least 1'],
  ['any case, no match', { text: ABSENT, ignoreCase: true }, ''],
  ['any case, many matches', { text: FREQUENT.toUpperCase(), ignoreCase: true }, ''],
  ['a field', { field: { path: 'event', equals: FREQUENT } }, ''],
];
const PAGE_ROWS = 50;

/** Seconds, and CPU seconds of all threads of this process, the verifier's among them. */
async function timed(work: () => Promise<unknown>): Promise<{ seconds: number; cpuSeconds: number }> {
  const [start, before] = [process.hrtime.bigint(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, cpuSeconds: (user + system) / 1e6 };
}

async function medians(work: () => Promise<unknown>): Promise<{ seconds: number; cpuSeconds: number }> {
  const times: { seconds: number; cpuSeconds: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(work));
  const middle = (of: 'seconds' | 'cpuSeconds') => median(times.map((time) => time[of]));
  return { seconds: middle('seconds'), cpuSeconds: middle('cpuSeconds') };
}

/** Opens a chain for browsing in the verifier of a folder and closes it when the measuring is done. */
async function browsing<T>(chain: BenchChain, verifier: URL, measure: (session: Session) => Promise<T>): Promise<T> {
  const spoolFolder = mkdtempSync(join(tmpdir(), 'bathyscope-bench-'));
  const session = new Session(startVerifierThread(new URL('index.js', verifier)), initFor(chain, spoolFolder, true));
  try {
    await session.opened();
    return await measure(session);
  } finally {
    session.end();
    rmSync(spoolFolder, { recursive: true, force: true });
  }
}

/** Every search, as bytes a second and as bytes a CPU second, and how long a page of rows takes meanwhile. */
async function searches(chain: BenchChain, session: Session, threads: string): Promise<Browsed[]> {
  const figures: Browsed[] = [];
  const { rows } = chain;
  for (const [what, query, aim] of SEARCHES) {
    const { seconds, cpuSeconds } = await medians(() => session.search(query));
    const name = `search, ${what}, ${threads}`;
    figures.push({ name, rows, value: chain.bytes / 1e9 / seconds, unit: 'GB/s', aim });
    figures.push({ name, rows, value: chain.bytes / 1e9 / cpuSeconds, unit: 'GB per CPU s', aim: '' });
  }
  const value = await slowestPage(chain, session);
  return [...figures, { name: `slowest page during a search, ${threads}`, rows, value, unit: 'ms', aim: '' }];
}

/** Milliseconds of the slowest of the pages of rows that are asked for one after another while a search runs. */
async function slowestPage(chain: BenchChain, session: Session): Promise<number> {
  let [slowest, running] = [0, true];
  const search = session.search({ text: ABSENT, ignoreCase: true }).then(() => {
    running = false;
  });
  for (let turn = 0; running; turn += 1) {
    const from = (turn * 999_983) % chain.rows;
    const { seconds } = await timed(() => session.ask(CHANNELS.rowsGet, { from, count: PAGE_ROWS }));
    slowest = Math.max(slowest, seconds);
  }
  await search;
  return slowest * 1_000;
}

async function openingLast(chain: BenchChain, session: Session): Promise<Browsed> {
  const position = chain.rows - 1;
  const { seconds } = await medians(() => session.ask(CHANNELS.rowGet, { position }));
  return { name: `opening entry ${position}`, rows: chain.rows, value: seconds * 1_000, unit: 'ms', aim: 'under 50' };
}

/**
 * Opens a chain for browsing, and measures opening its last entry, and searching all of its payloads on all cores and on one thread: the
 * latter by a verifier from which the worker of searches was taken away.
 */
export async function measureBrowsing(chain: BenchChain): Promise<Browsed[]> {
  const alone = mkdtempSync(join(tmpdir(), 'bathyscope-bench-verifier-'));
  try {
    cpSync(fileURLToPath(VERIFIER_FOLDER), alone, { recursive: true });
    rmSync(join(alone, 'query-worker.js'));
    const all = await browsing(chain, VERIFIER_FOLDER, async (session) => [
      await openingLast(chain, session),
      ...(await searches(chain, session, 'all cores')),
    ]);
    const one = await browsing(chain, pathToFileURL(`${alone}/`), (session) => searches(chain, session, 'one thread'));
    return [...all, ...one];
  } finally {
    rmSync(alone, { recursive: true, force: true });
  }
}
