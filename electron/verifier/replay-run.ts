import type { RunningHash, Sha256 } from '../../shared/base/hash.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { detached } from '../../shared/base/utf8.ts';
import { FaultCollector } from '../../shared/chain/collector.ts';
import { readEntry } from '../../shared/chain/entry.ts';
import { ArrayFramer } from '../../shared/chain/framing/array.ts';
import type { Frame, Framer } from '../../shared/chain/framing/frame.ts';
import { LineFramer } from '../../shared/chain/framing/lines.ts';
import { ProofFramer } from '../../shared/chain/framing/proof.ts';
import { Replay, type ReplayTotals } from '../../shared/chain/replay.ts';
import type { CancelToken } from './cancel.ts';
import type { Spool } from './entry-bytes.ts';
import type { RowIndex } from './row-index.ts';

/** How entries stand in their file. */
export type EntriesForm = 'lines' | 'array' | 'proof';

/** What a replay needs beside the bytes. */
export interface ReplayInput {
  readonly stream: AsyncIterable<Uint8Array>;
  readonly form: EntriesForm;
  readonly sha256: Sha256;
  readonly token: CancelToken;
  /** Positions whose stored hash is wanted later although no index is kept. */
  readonly wanted: ReadonlySet<number>;
  /** Null when rows will not be browsed. */
  readonly index: RowIndex | null;
  readonly spool: Spool | null;
  /** Called after each chunk. */
  readonly onProgress: () => void;
}

/** A chain while it is replayed, and after. */
export class ReplayRun {
  readonly collector = new FaultCollector();
  readonly framer: Framer;
  readonly hashes = new Map<number, string>();
  /** SHA-256 of the whole file; null until it was read to its end. */
  sha256: string | null = null;
  bytes = 0;
  rows = 0;
  totals: ReplayTotals | null = null;
  private readonly input: ReplayInput;
  private readonly replay: Replay;
  private readonly digest: RunningHash;

  constructor(input: ReplayInput) {
    this.input = input;
    this.framer = framerFor(input.form);
    this.replay = new Replay(input.sha256, this.collector);
    this.digest = input.sha256.start();
  }

  /**
   * Reads to the end. Throws Cancelled, EvidenceError (what was read until then stays, see `settle`), or an error of the file system.
   */
  async run(): Promise<void> {
    const { stream, spool, token, onProgress } = this.input;
    const emit = (frame: Frame) => this.take(frame);
    for await (const chunk of stream) {
      token.check();
      this.digest.update(chunk);
      await spool?.write(chunk);
      this.framer.push(chunk, emit);
      this.bytes += chunk.length;
      this.collector.strip.grow(this.rows);
      onProgress();
    }
    token.check();
    this.sha256 = this.digest.digestHex();
    this.framer.finish(emit);
    this.settle(true);
  }

  /**
   * Ends the replay with what was read so far. When the file gave out before its end, an entry that was begun is left out: that it was cut
   * says something of the reading, not of the entry.
   */
  settle(readToEnd: boolean): void {
    this.totals = this.replay.finish(readToEnd);
    this.collector.strip.grow(this.rows);
  }

  private take(frame: Frame): void {
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

function framerFor(form: EntriesForm): Framer {
  if (form === 'array') return new ArrayFramer();
  return form === 'proof' ? new ProofFramer() : new LineFramer();
}
