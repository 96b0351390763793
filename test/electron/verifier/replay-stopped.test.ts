import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../../electron/node/hasher.ts';
import { CancelToken } from '../../../electron/verifier/cancel.ts';
import type { KernelPlan } from '../../../electron/verifier/kernel-feed.ts';
import type { RecordPlan } from '../../../electron/verifier/replay-run.ts';
import { ReplayRun } from '../../../electron/verifier/replay-run.ts';
import { RunRecorder } from '../../../electron/verifier/run-recorder.ts';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import { EvidenceError } from '../../../shared/bundle/evidence-error.ts';
import type { RecordLine } from '../../../shared/chain/replay-record.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';
import { testKernel } from '../../support/kernel.ts';

const lines = linesOf(buildChain(60));
const text = `${lines.join('\n')}\n`;
const NO_RECORDS = { known: [], from: 0, recorder: null, write: async () => undefined, markBytes: 1, markAtEnd: true };

/** The bytes in small chunks; with `gaveOut` the file can not be read further then. */
async function* stream(bytes: Uint8Array, gaveOut: boolean) {
  for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700);
  if (gaveOut) {
    throw new EvidenceError({ class: 'unreadable-file', severity: 'fail', message: 'gave out', where: {} });
  }
}

function runOf(bytes: Uint8Array, gaveOut: boolean, kernel: KernelPlan | null, records: Partial<RecordPlan> = {}) {
  return new ReplayRun({
    stream: () => stream(bytes, gaveOut),
    name: 'chain',
    form: 'lines',
    sha256: nodeSha256,
    token: new CancelToken(),
    wanted: new Set(),
    index: null,
    spool: null,
    kernel,
    records: { ...NO_RECORDS, ...records },
    onProgress: () => undefined,
  });
}

/** What was established of a file that gave out. */
async function untilStopped(bytes: Uint8Array, kernel: KernelPlan | null) {
  const run = runOf(bytes, true, kernel);
  await expect(run.run()).rejects.toThrow(EvidenceError);
  run.settle(false);
  const { totals, rows, collector, framing } = run;
  return { totals, rows, faults: collector.faults, framing };
}

async function recordOf(content: string) {
  const written: RecordLine[] = [];
  const write = async (more: readonly RecordLine[]) => {
    written.push(...more);
  };
  const recorder = new RunRecorder(0);
  await runOf(encodeUtf8(content), false, null, { recorder, write, markBytes: Number.POSITIVE_INFINITY }).run();
  async function* again() {
    yield* written;
  }
  return [{ name: 'record', from: 0, lines: again() }];
}

describe('a file that gives out', () => {
  it('leaves what the plain path leaves, wherever it does', async () => {
    const bytes = encodeUtf8(text);
    const kernel = { module: await testKernel(), startPool: null, segmentBytes: 1_024 };
    const line = encodeUtf8(`${lines[0]}\n`).length;
    for (const end of [line - 2, line - 1, line, line + 1, bytes.length - 2, bytes.length - 1, bytes.length]) {
      const cut = bytes.subarray(0, end);
      expect(await untilStopped(cut, kernel)).toEqual(await untilStopped(cut, null));
    }
  });

  it('comes to nothing while the records of earlier runs were not compared with it', async () => {
    const edited = encodeUtf8(text.replace('"at":3}', '"at":4}'));
    const known = await recordOf(text);
    const run = runOf(edited.subarray(0, edited.length - 900), true, null, { known });
    await expect(run.run()).rejects.toThrow('record can not be used: the file can not be read as far as it was');
  });
});

describe('a file that has grown behind a last line without an end', () => {
  it.each([
    ['of a run', lines.join('\n'), '\n{}\n'],
    ['that is none', `${text}{"seq"`, `:60}\n${text}`],
    ['of white space', `${text}  `, `${lines[0]}\n`],
    ['of a byte order mark', '\uFEFF', text],
  ])('is refused: a line %s', async (_name, before, after) => {
    const known = await recordOf(before);
    const kernel = { module: await testKernel(), startPool: null, segmentBytes: 1_024 };
    const run = runOf(encodeUtf8(before + after), false, kernel, { known });
    await expect(run.run()).rejects.toThrow('the file is longer than it was');
  });

  it('is judged whole where the last line had ended', async () => {
    const half = `${lines.slice(0, 30).join('\n')}\n`;
    const run = runOf(encodeUtf8(text), false, null, { known: await recordOf(half) });
    await run.run();
    expect(run.totals).toMatchObject({ rows: 60, firstBroken: null });
    expect(run.takenOver).toBe(30);
  });
});

describe('records of earlier runs', () => {
  it('are closed when they are not about the bytes at hand', async () => {
    const [part] = await recordOf(text);
    if (part === undefined) throw new Error('no record');
    const { lines } = part;
    let closed = false;
    async function* watched() {
      try {
        yield* lines;
        // Longer than what is looked at: only whoever closes it comes to the end.
        yield* lines;
      } finally {
        closed = true;
      }
    }
    const known = [{ ...part, lines: watched() }];
    await expect(runOf(encodeUtf8(text.replace('"at":7', '"at":8')), false, null, { known }).run()).rejects.toThrow(
      'it was made over other bytes',
    );
    expect(closed).toBe(true);
  });
});
