import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../../electron/node/hasher.ts';
import { Cancelled, CancelToken } from '../../../electron/verifier/cancel.ts';
import type { KernelPlan } from '../../../electron/verifier/kernel-feed.ts';
import { type EntriesForm, ReplayRun } from '../../../electron/verifier/replay-run.ts';
import { SegmentPool } from '../../../electron/verifier/segment-pool.ts';
import type { WasmModule } from '../../../electron/verifier/wasm.ts';
import type { Lend } from '../../../shared/bundle/container.ts';
import { bundleModule } from '../../support/bundle-module.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';
import { kernelWith, testKernel } from '../../support/kernel.ts';
import { lentChunks } from '../../support/lent-chunks.ts';

const folder = mkdtempSync(join(tmpdir(), 'bathyscope-pool-'));
const workerFile = join(folder, 'replay-worker.mjs');
const SEGMENT_BYTES = 64 * 1024;
const CHUNK_BYTES = 16 * 1024;
const THREADS = 2;
const ROWS = 12_000;

let module: WasmModule;
const lines = linesOf(buildChain(ROWS));

beforeAll(async () => {
  module = await testKernel();
  await bundleModule('electron/verifier/replay-worker.ts', workerFile);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function poolPlan(entry: string = workerFile): KernelPlan {
  const startPool = () => new SegmentPool(pathToFileURL(entry), module, THREADS);
  return { module, startPool, segmentBytes: SEGMENT_BYTES };
}

/** A replay of a text in chunks; `onChunk` is called for each that was taken, with the run. */
function start(
  text: string,
  kernel: KernelPlan | null,
  form: EntriesForm,
  onChunk: (run: ReplayRun) => void,
  lent = false,
) {
  const bytes = Buffer.from(text);
  const token = new CancelToken();
  const asked = { chunks: 0 };
  async function* stream(lend?: Lend) {
    if (lent && lend !== undefined) yield* lentChunks(bytes, lend);
    else
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
        asked.chunks += 1;
        yield bytes.subarray(at, at + CHUNK_BYTES);
      }
  }
  const run = new ReplayRun({
    stream,
    name: 'chain',
    form,
    sha256: nodeSha256,
    token,
    wanted: new Set(),
    index: null,
    spool: null,
    kernel,
    onProgress: () => onChunk(run),
  });
  return { run, token, asked };
}

async function established(text: string, kernel: KernelPlan | null, form: EntriesForm, lent = false) {
  const { run } = start(text, kernel, form, () => undefined, lent);
  await run.run();
  const { totals, sha256, collector } = run;
  return { totals, sha256, faults: collector.faults, counts: [...collector.findingCounts] };
}

/** The chain with entries altered and left out, and one that the kernel leaves to the plain path. */
function damaged(): string[] {
  const rows = [...lines];
  rows[500] = (rows[500] ?? '').replace('event-500', 'event-5oo');
  rows[7_000] = (rows[7_000] ?? '').replace('"event-7000"', '"\\u0065vent-7000"');
  rows.splice(9_000, 2);
  return rows;
}

describe('a replay on worker threads', () => {
  it('comes to the same as the plain path', async () => {
    for (const rows of [lines, damaged()]) {
      const text = `${rows.join('\n')}\n`;
      const array = `[${rows.join(',')}]`;
      const indented = JSON.stringify(JSON.parse(array), null, 2);
      for (const lent of [false, true]) {
        expect(await established(text, poolPlan(), 'lines', lent)).toEqual(await established(text, null, 'lines'));
        expect(await established(array, poolPlan(), 'array', lent)).toEqual(await established(array, null, 'array'));
        expect(await established(indented, poolPlan(), 'array', lent)).toEqual(
          await established(indented, null, 'array'),
        );
      }
    }
  }, 60_000);

  it('starts no thread for a file that fills no segment', async () => {
    const few = lines.slice(0, 20);
    for (const [text, form] of [
      [few.join('\n'), 'lines'],
      [` [${few.join(',')}]`, 'array'],
    ] as const) {
      const startPool = (): never => {
        throw new Error('a thread was started');
      };
      const { totals } = await established(text, { ...poolPlan(), startPool }, form);
      expect(totals).toMatchObject({ rows: few.length, firstBroken: null });
    }
  });

  it('asks for no more of the file and takes no more entries once it is cancelled', async () => {
    let rowsThen = 0;
    const cancelAfter = 40;
    let progress = 0;
    const { run, token, asked } = start(`${lines.join('\n')}\n`, poolPlan(), 'lines', () => {
      progress += 1;
      if (progress !== cancelAfter) return;
      token.cancel();
      rowsThen = run.rows;
    });
    await expect(run.run()).rejects.toBeInstanceOf(Cancelled);
    expect(asked.chunks).toBeLessThanOrEqual(cancelAfter + 1);
    expect(run.rows).toBe(rowsThen);
    expect(run.totals).toBeNull();
  });

  it('reports a fault while most of the file is still to come', async () => {
    let seenAt = 0;
    let chunks = 0;
    const { run } = start(`${damaged().join('\n')}\n`, poolPlan(), 'lines', ({ collector }) => {
      chunks += 1;
      if (seenAt === 0 && collector.breaks > 0) seenAt = chunks;
    });
    await run.run();
    // The segment of the fault, those that the workers hold behind it, and the one that is being filled.
    const segments = 1 + 2 * THREADS + 1;
    expect(seenAt).toBeGreaterThan(0);
    expect(seenAt).toBeLessThanOrEqual((segments * SEGMENT_BYTES) / CHUNK_BYTES + 1);
    expect(seenAt).toBeLessThan(chunks / 2);
  });

  it.each([
    ['fails', "throw new Error('no worker today');", 'no worker today'],
    ['ends', 'process.exit(0);', 'a thread of the replay ended'],
  ])('gives no result when a worker %s', async (_, source, message) => {
    const broken = join(folder, 'broken-worker.mjs');
    writeFileSync(broken, source);
    const { run } = start(`${lines.join('\n')}\n`, poolPlan(broken), 'lines', () => undefined);
    await expect(run.run()).rejects.toThrow(message);
    expect(run.totals).toBeNull();
  });
});

describe('threads and a kernel of two builds', () => {
  it('end the replay with what names the remedy', async () => {
    const other = await kernelWith((text) => text.replace('VERSION: u32 = 1', 'VERSION: u32 = 9'));
    const startPool = () => new SegmentPool(pathToFileURL(workerFile), other, THREADS);
    const { run } = start(
      `${lines.join('\n')}\n`,
      { module, startPool, segmentBytes: SEGMENT_BYTES },
      'lines',
      () => undefined,
    );
    await expect(run.run()).rejects.toThrow(
      /of version 9, and the program is written for version 1: .* \(npm run build\)/,
    );
  });

  it('end the replay before a thread is started, where the program itself finds it out', async () => {
    const other = await kernelWith((text) => text.replace('VERSION: u32 = 1', 'VERSION: u32 = 9'));
    const begin = () => start(`${lines[0]}\n`, { ...poolPlan(), module: other }, 'lines', () => undefined);
    expect(begin).toThrow('parts of two builds lie together');
  });
});
