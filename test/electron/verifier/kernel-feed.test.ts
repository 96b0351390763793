import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../../electron/node/hasher.ts';
import { CancelToken } from '../../../electron/verifier/cancel.ts';
import type { KernelPlan } from '../../../electron/verifier/kernel-feed.ts';
import { type EntriesForm, ReplayRun } from '../../../electron/verifier/replay-run.ts';
import { RowIndex } from '../../../electron/verifier/row-index.ts';
import type { WasmModule } from '../../../electron/verifier/wasm.ts';
import type { Lend } from '../../../shared/bundle/container.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';
import { oddRows } from '../../support/chain/odd-chain.ts';
import { testKernel } from '../../support/kernel.ts';
import { lentChunks } from '../../support/lent-chunks.ts';

let module: WasmModule;
beforeAll(async () => {
  module = await testKernel();
});

/** Everything that a replay establishes, by one path or the other; `lent`: read to the memory of its segments, where it lends any. */
async function replay(
  bytes: Uint8Array,
  form: EntriesForm,
  kernel: KernelPlan | null,
  chunkBytes: number,
  lent = false,
) {
  const folder = mkdtempSync(join(tmpdir(), 'bathyscope-kernel-'));
  const index = new RowIndex(join(folder, 'rows'));
  async function* stream(lend?: Lend) {
    if (lent && lend !== undefined) yield* lentChunks(bytes, lend);
    else for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.slice(at, at + chunkBytes);
  }
  const run = new ReplayRun({
    stream,
    name: 'chain',
    form,
    sha256: nodeSha256,
    token: new CancelToken(),
    wanted: new Set([0, 3, 17]),
    index,
    spool: null,
    kernel,
    onProgress: () => undefined,
  });
  await run.run();
  const { totals, collector, framing, hashes, sha256, rows } = run;
  const places = index.read(0, index.count);
  index.close();
  rmSync(folder, { recursive: true });
  return {
    totals,
    rows,
    sha256,
    faults: collector.faults,
    counts: [...collector.findingCounts],
    breaks: collector.breaks,
    strip: collector.strip.cells(50),
    framing,
    hashes: [...hashes],
    places,
  };
}

async function expectSame(
  text: string | Uint8Array,
  form: EntriesForm,
  segmentBytes: number,
  chunkBytes: number,
): Promise<void> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const plan: KernelPlan = { module, startPool: null, segmentBytes };
  const plain = await replay(bytes, form, null, chunkBytes);
  expect(await replay(bytes, form, plan, chunkBytes)).toEqual(plain);
  expect(await replay(bytes, form, plan, chunkBytes, true)).toEqual(plain);
}

const sizes = fc.tuple(fc.integer({ min: 300, max: 3_000 }), fc.integer({ min: 1, max: 2_000 }));

describe('the kernel path', () => {
  it('takes what the plain path takes: lines of every kind', async () => {
    const text = fc
      .tuple(oddRows(40), fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.constantFrom('', '', '\uFEFF', '\n\n'))
      .map(([rows, end, last, head]) => head + rows.join(end) + (last ? end : ''));
    await fc.assert(
      fc.asyncProperty(text, sizes, (rows, [segment, chunk]) => expectSame(rows, 'lines', segment, chunk)),
      { numRuns: 300 },
    );
  }, 120_000);

  it('takes what the plain path takes: an array of every kind', async () => {
    const text = fc
      .tuple(
        oddRows(40),
        fc.constantFrom(',', ',\n ', ' , '),
        fc.constantFrom('[', ' [\n', '\uFEFF[', 'x['),
        fc.constantFrom(']', ' ]\n', '', ',]', ']]'),
      )
      .map(([rows, comma, head, tail]) => head + rows.join(comma) + tail);
    await fc.assert(
      fc.asyncProperty(text, sizes, (rows, [segment, chunk]) => expectSame(rows, 'array', segment, chunk)),
      { numRuns: 300 },
    );
  }, 120_000);

  it('takes what the plain path takes wherever a segment is cut', async () => {
    const lines = linesOf(buildChain(12));
    const text = `${lines.join('\n')}\n`;
    for (let segment = 200; segment < 700; segment += 3) await expectSame(text, 'lines', segment, 97);
    const array = `[${lines.join(',')}]`;
    for (let segment = 200; segment < 700; segment += 3) await expectSame(array, 'array', segment, 101);
  }, 120_000);

  it('takes a byte order mark, and a part of one, as the plain path does wherever the first chunks are cut', async () => {
    const rows = linesOf(buildChain(8)).join(',');
    for (const start of ['efbbbf', 'efbb', 'ef', 'efbbbf20', '20efbbbf', 'efefbbbf']) {
      const bytes = Buffer.concat([Buffer.from(start, 'hex'), Buffer.from(`[${rows}]`)]);
      const whole = await replay(bytes, 'array', null, bytes.length);
      expect(whole.rows).toBe(['efbbbf', 'efbbbf20'].includes(start) ? 8 : 0);
      for (const chunk of [1, 2, 3, 4, 5, bytes.length]) {
        expect(await replay(bytes, 'array', null, chunk), `${start}, chunks of ${chunk}`).toEqual(whole);
        expect(await replay(bytes, 'array', { module, startPool: null, segmentBytes: 700 }, chunk)).toEqual(whole);
      }
    }
  });

  it('is not led astray by entries inside entries', async () => {
    const inner = linesOf(buildChain(5)).join(',');
    const chain = buildChain(30);
    const nested = linesOf(chain).map((line, at) =>
      at % 3 === 0 ? line.replace('"at":', `"in":[${inner}],"at":`) : line,
    );
    for (const segment of [400, 700, 1_500, 4_000]) {
      await expectSame(nested.join('\n'), 'lines', segment, 512);
      await expectSame(`[${nested.join(',')}]`, 'array', segment, 512);
    }
  });

  it('is not led astray by a sound entry that stands inside a longer line', async () => {
    const lines = linesOf(buildChain(40));
    const long = `{"x":"${'y'.repeat(900)}"} `;
    for (const segment of [300, 500, 901, 1_000]) {
      await expectSame([...lines.slice(0, 10), long + lines[10], ...lines.slice(11)].join('\n'), 'lines', segment, 333);
    }
  });

  it('takes any bytes as the plain path does', async () => {
    const rows = new TextEncoder().encode(`${linesOf(buildChain(20)).join('\n')}\n`);
    const flips = fc.array(fc.tuple(fc.nat(rows.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(flips, sizes, async (changes, [segment, chunk]) => {
        const bytes = rows.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        await expectSame(bytes, 'lines', segment, chunk);
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
