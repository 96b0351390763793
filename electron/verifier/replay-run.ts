import type { RunningHash, Sha256 } from '../../shared/base/hash.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { detached } from '../../shared/base/utf8.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { FaultCollector } from '../../shared/chain/collector.ts';
import { readEntry } from '../../shared/chain/entry.ts';
import { ArrayFramer } from '../../shared/chain/framing/array.ts';
import type { Frame, Framer, FramingProblem } from '../../shared/chain/framing/frame.ts';
import { LineFramer } from '../../shared/chain/framing/lines.ts';
import { ProofFramer } from '../../shared/chain/framing/proof.ts';
import { Replay, type ReplayTotals } from '../../shared/chain/replay.ts';
import type { CancelToken } from './cancel.ts';
import type { Spool } from './entry-bytes.ts';
import { type Feed, PlainFeed, type RowSink } from './feed.ts';
import type { PlacedRun } from './kernel.ts';
import { KernelFeed, type KernelPlan } from './kernel-feed.ts';
import type { RowIndex } from './row-index.ts';

/** How entries stand in their file. */
export type EntriesForm = 'lines' | 'array' | 'proof';

/** What a replay needs beside the bytes. */
export interface ReplayInput {
  readonly stream: AsyncIterable<Uint8Array>;
  /** Escaped name of the file, for findings. */
  readonly name: string;
  readonly form: EntriesForm;
  readonly sha256: Sha256;
  readonly token: CancelToken;
  /** Positions whose stored hash is wanted later although no index is kept. */
  readonly wanted: ReadonlySet<number>;
  /** Null when rows will not be browsed. */
  readonly index: RowIndex | null;
  readonly spool: Spool | null;
  /** Null to have every entry read by the plain path. */
  readonly kernel: KernelPlan | null;
  /** Called after each chunk. */
  readonly onProgress: () => void;
}

/** A chain while it is replayed, and after. */
export class ReplayRun implements RowSink {
  readonly collector = new FaultCollector();
  readonly hashes = new Map<number, string>();
  /** SHA-256 of the whole file; null until it was read to its end. */
  sha256: string | null = null;
  bytes = 0;
  rows = 0;
  totals: ReplayTotals | null = null;
  private readonly input: ReplayInput;
  private readonly feed: Feed;
  private readonly replay: Replay;
  private readonly digest: RunningHash;

  constructor(input: ReplayInput) {
    this.input = input;
    this.feed = feedFor(input, this);
    this.replay = new Replay(input.sha256, this.collector);
    this.digest = input.sha256.start();
  }

  /**
   * Reads to the end. Throws Cancelled, EvidenceError (what was read until then stays, see `settle`), or an error of the file system.
   */
  async run(): Promise<void> {
    try {
      await this.readAll();
    } catch (error) {
      if (error instanceof EvidenceError) await this.feed.flush();
      throw error;
    } finally {
      this.feed.close();
    }
    this.settle(true);
  }

  private async readAll(): Promise<void> {
    const { stream, spool, token, onProgress } = this.input;
    for await (const chunk of stream) {
      token.check();
      if (this.bytes + chunk.length > LIMITS.entriesFileBytes) throw tooLong(this.input.name);
      this.digest.update(chunk);
      await spool?.write(chunk);
      await this.feed.push(chunk);
      this.bytes += chunk.length;
      this.collector.strip.grow(this.rows);
      onProgress();
    }
    token.check();
    this.sha256 = this.digest.digestHex();
    await this.feed.finish();
  }

  /**
   * Ends the replay with what was read so far. When the file gave out before its end, an entry that was begun is left out: that it was cut
   * says something of the reading, not of the entry.
   */
  settle(readToEnd: boolean): void {
    this.totals = this.replay.finish(readToEnd);
    this.collector.strip.grow(this.rows);
  }

  /** What is wrong with the file around its entries. */
  get framing(): readonly FramingProblem[] {
    return this.feed.problems;
  }

  takeRun(run: PlacedRun, segment: Uint8Array, base: number): boolean {
    if (!this.replay.pushRun(run)) return false;
    const { places, count } = run;
    const { index, wanted } = this.input;
    for (let row = 0; row < count; row += 1) {
      const offset = places[2 * row] ?? 0;
      const length = places[2 * row + 1] ?? 0;
      index?.append(base + offset, length);
      if (wanted.size > 0 && wanted.has(this.rows + row)) {
        const { hash } = readEntry(segment.subarray(offset, offset + length));
        if (hash !== undefined) this.hashes.set(this.rows + row, detached(hash));
      }
    }
    this.rows += count;
    return true;
  }

  frame(frame: Frame): void {
    const position = this.rows;
    this.rows += 1;
    this.input.index?.append(frame.offset, frame.bytes === null ? 0 : frame.length);
    if (frame.bytes === null) {
      this.replay.pushOverLimit(frame.offset, frame.length, LIMITS.entryBytes);
      return;
    }
    const entry = readEntry(frame.bytes);
    if (this.input.wanted.has(position) && entry.hash !== undefined) this.hashes.set(position, detached(entry.hash));
    this.replay.push(entry, frame.offset);
  }
}

function feedFor({ form, kernel }: ReplayInput, sink: RowSink): Feed {
  const framer = framerFor(form);
  // The document around inline entries needs the framer to see every byte.
  return kernel === null || form === 'proof'
    ? new PlainFeed(framer, sink)
    : new KernelFeed(framer, sink, kernel, form === 'lines');
}

function framerFor(form: EntriesForm): Framer {
  if (form === 'array') return new ArrayFramer();
  return form === 'proof' ? new ProofFramer() : new LineFramer();
}

/** The row index holds offsets up to the cap; what lies before it was replayed and stays readable. */
function tooLong(name: string): EvidenceError {
  const message = `"${name}" has more than the ${LIMITS.entriesFileBytes} bytes of entries that this tool replays.`;
  return new EvidenceError({
    class: 'limit-exceeded',
    severity: 'fail',
    message,
    where: { file: name, rule: 'entriesFileBytes' },
  });
}
