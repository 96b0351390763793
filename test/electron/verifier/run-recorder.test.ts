import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../../electron/node/hasher.ts';
import { CancelToken } from '../../../electron/verifier/cancel.ts';
import type { RecordPlan } from '../../../electron/verifier/replay-run.ts';
import { ReplayRun } from '../../../electron/verifier/replay-run.ts';
import { RunRecorder } from '../../../electron/verifier/run-recorder.ts';
import { LIMITS } from '../../../shared/base/limits.ts';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import type { RecordLine } from '../../../shared/chain/replay-record.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';
import { testKernel } from '../../support/kernel.ts';

async function replay(bytes: Uint8Array, withKernel: boolean, records: Partial<RecordPlan>) {
  async function* stream() {
    for (let at = 0; at < bytes.length; at += 1_000_000) yield bytes.subarray(at, at + 1_000_000);
  }
  const run = new ReplayRun({
    stream,
    name: 'chain',
    form: 'lines',
    sha256: nodeSha256,
    token: new CancelToken(),
    wanted: new Set([0, 10, 11, 19]),
    index: null,
    spool: null,
    kernel: withKernel ? { module: await testKernel(), startPool: null, segmentBytes: 2_000_000 } : null,
    records: {
      known: [],
      from: 0,
      recorder: null,
      write: async () => undefined,
      markBytes: Number.POSITIVE_INFINITY,
      markAtEnd: true,
      ...records,
    },
    onProgress: () => undefined,
  });
  await run.run();
  const { totals, collector, framing, hashes, sha256, takenOver } = run;
  return { found: { totals, faults: collector.faults, framing, hashes: [...hashes], sha256 }, takenOver };
}

describe('a record', () => {
  it('stands in again for entries soon behind a fault', async () => {
    const lines = linesOf(buildChain(2_000));
    lines[700] = (lines[700] ?? '').replace('"at":700', '"at":701');
    const bytes = encodeUtf8(`${lines.join('\n')}\n`);
    const written: RecordLine[] = [];
    const write = async (more: readonly RecordLine[]) => {
      written.push(...more);
    };
    const { found } = await replay(bytes, true, { recorder: new RunRecorder(0), write });
    async function* again() {
      yield* written;
    }
    const joined = await replay(bytes, true, { known: [{ name: 'record', from: 0, lines: again() }] });
    expect(joined.found).toEqual(found);
    expect(joined.takenOver).toBeGreaterThan(1_950);
    expect(joined.takenOver).toBeLessThan(2_000);
  });

  // What is as long as the cap is read, and is no entry; what is longer is not read.
  it.each([
    [LIMITS.entryBytes, true],
    [LIMITS.entryBytes + 1, false],
    [LIMITS.entryBytes + 1, true],
    [2 * LIMITS.entryBytes + 3, true],
  ])(
    'has no run over a line of %i bytes among entries that link (kernel: %s)',
    async (length, withKernel) => {
      const lines = linesOf(buildChain(20));
      const bytes = encodeUtf8(`${lines.toSpliced(10, 0, 'x'.repeat(length)).join('\n')}\n`);
      const written: RecordLine[] = [];
      const write = async (more: readonly RecordLine[]) => {
        written.push(...more);
      };
      const { found } = await replay(bytes, withKernel, { recorder: new RunRecorder(0), write });
      expect(written.map((line) => [line.kind, line.rows])).toEqual([
        ['run', 10],
        ['run', 10],
        ['mark', 21],
      ]);
      async function* again() {
        yield* written;
      }
      const joined = await replay(bytes, withKernel, { known: [{ name: 'record', from: 0, lines: again() }] });
      expect(joined.found).toEqual(found);
      expect(joined.takenOver).toBeGreaterThanOrEqual(10);
    },
    60_000,
  );
});
