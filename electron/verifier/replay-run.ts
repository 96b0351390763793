import type { RunningHash, Sha256 } from '../../shared/base/hash.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { detached } from '../../shared/base/utf8.ts';
import type { Lend } from '../../shared/bundle/container.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { FaultCollector } from '../../shared/chain/collector.ts';
import { readEntry } from '../../shared/chain/entry.ts';
import { ArrayFramer } from '../../shared/chain/framing/array.ts';
import type { Frame, Framer, FramingProblem } from '../../shared/chain/framing/frame.ts';
import { LineFramer } from '../../shared/chain/framing/lines.ts';
import { ProofFramer } from '../../shared/chain/framing/proof.ts';
import { Replay, type ReplayTotals } from '../../shared/chain/replay.ts';
import type { RecordLine } from '../../shared/chain/replay-record.ts';
import type { CancelToken } from './cancel.ts';
import type { Spool } from './entry-bytes.ts';
import { type Feed, PlainFeed, type RowSink } from './feed.ts';
import { KernelFeed, type KernelPlan } from './kernel-feed.ts';
import { type KnownPart, KnownReader } from './known-reader.ts';
import type { PlacedRun } from './placed-run.ts';
import type { RowIndex } from './row-index.ts';
import type { RunRecorder } from './run-recorder.ts';

const LINE_FEED = 0x0a;

/** How entries stand in their file. */
export type EntriesForm = 'lines' | 'array' | 'proof';

/** Records of earlier runs to go on from, and where this run writes its own. For entries in lines, without an index. */
export interface RecordPlan {
  readonly known: readonly KnownPart[];
  /** Where `stream` begins in the file. */
  readonly from: number;
  /** Null when nothing is written down. */
  readonly recorder: RunRecorder | null;
  readonly write: (lines: readonly RecordLine[]) => Promise<void>;
  /** Bytes after which a mark is due. */
  readonly markBytes: number;
  /** Whether the end of the stream is marked even where a line has not ended: there the file ends, or the part does. */
  readonly markAtEnd: boolean;
}

/** What a replay needs beside the bytes. */
export interface ReplayInput {
  /** Opens the file once; where memory is lent, it may read to that. */
  readonly stream: (lend?: Lend) => AsyncIterable<Uint8Array>;
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
  readonly records?: RecordPlan;
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
  /** Entries that were not replayed, because records of earlier runs stood in for them. */
  takenOver = 0;
  totals: ReplayTotals | null = null;
  private readonly input: ReplayInput;
  private readonly feed: Feed;
  private readonly replay: Replay;
  private readonly digest: RunningHash;
  private readonly framer: Framer;
  /** Goes through what earlier runs know; null behind that. */
  private known: KnownReader | null = null;
  /** Where in the file the bytes end that were handed to the feed or known, and where the last mark was made. */
  private offset: number;
  private marked: number;
  private endsLine = true;

  constructor(input: ReplayInput) {
    this.input = input;
    this.framer = framerFor(input.form);
    this.feed = feedFor(input, this.framer, this);
    this.replay = new Replay(input.sha256, this.collector);
    this.digest = input.sha256.start();
    this.offset = input.records?.from ?? 0;
    this.marked = this.offset;
    if (input.records !== undefined) this.begin(input.records);
  }

  /**
   * Reads to the end. Throws Cancelled, EvidenceError (what was read until then stays, see `settle`), RecordError, or an error of the file
   * system.
   */
  async run(): Promise<void> {
    try {
      await this.readAll();
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      if (this.known !== null) throw this.known.unread();
      await this.feed.flush();
      throw error;
    } finally {
      this.feed.close();
      await this.known?.close();
    }
    this.settle(true);
  }

  private async readAll(): Promise<void> {
    const { stream, spool, token, onProgress, records } = this.input;
    // Records have chunks handed to the feed in pieces.
    for await (const chunk of stream(records === undefined ? this.feed.lend : undefined)) {
      token.check();
      if (this.offset + chunk.length > LIMITS.entriesFileBytes) throw tooLong(this.input.name);
      await spool?.write(chunk);
      await this.take(await this.behindKnown(chunk));
      this.bytes += chunk.length;
      this.collector.strip.grow(this.rows);
      onProgress();
    }
    token.check();
    await this.known?.finish();
    await this.feed.finish();
    await this.lastMark();
    this.sha256 = this.digest.digestHex();
  }

  private begin({ known, from }: RecordPlan): void {
    const { framer, input } = this;
    if (!(framer instanceof LineFramer)) throw new RangeError('only a replay of lines has records');
    if (from > 0) {
      framer.skip(from);
      this.feed.startAt(from);
    }
    if (known.length === 0) return;
    this.known = new KnownReader({
      parts: known,
      framer,
      replay: this.replay,
      sha256: input.sha256,
      digest: this.digest,
      wanted: input.wanted,
      onFrame: (frame) => this.frame(frame),
      onRows: (rows) => {
        this.rows += rows;
        this.takenOver += rows;
      },
      onHash: (position, hash) => this.hashes.set(position, detached(hash)),
    });
  }

  /** What of a chunk no record of an earlier run is about. */
  private async behindKnown(chunk: Uint8Array): Promise<Uint8Array> {
    if (this.known === null) return chunk;
    const rest = await this.known.take(chunk);
    this.offset = this.known.offset;
    this.marked = this.offset;
    if (rest === null) return chunk.subarray(chunk.length);
    this.known = null;
    this.feed.startAt(this.offset);
    return rest;
  }

  /** Hands bytes to the feed, with a mark between two lines where one is due. */
  private async take(bytes: Uint8Array): Promise<void> {
    const { records } = this.input;
    if (records?.recorder == null) return await this.hand(bytes);
    const due = this.offset + bytes.length - this.marked >= records.markBytes;
    const cut = due ? bytes.lastIndexOf(LINE_FEED) + 1 : 0;
    if (cut > 0) {
      await this.hand(bytes.subarray(0, cut));
      await this.feed.flush();
      this.mark(records.recorder);
    }
    await this.hand(bytes.subarray(cut));
    await records.write(records.recorder.take());
  }

  private async hand(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.digest.update(bytes);
    // Before they are pushed: nobody looks at bytes in lent memory afterwards.
    this.endsLine = bytes.at(-1) === LINE_FEED;
    await this.feed.push(bytes);
    this.offset += bytes.length;
  }

  private mark(recorder: RunRecorder): void {
    recorder.mark(this.offset, this.digest.digestSoFar());
    this.marked = this.offset;
  }

  private async lastMark(): Promise<void> {
    const { records } = this.input;
    if (records?.recorder == null) return;
    // A line without an end may still grow: a run that goes on from here would take what follows for another line.
    if (this.endsLine || records.markAtEnd) this.mark(records.recorder);
    await records.write(records.recorder.take());
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
    this.recorder?.takeRun(run, base, this.blankLines);
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
      this.recorder?.takeUnread();
      return;
    }
    const entry = readEntry(frame.bytes);
    if (this.input.wanted.has(position) && entry.hash !== undefined) this.hashes.set(position, detached(entry.hash));
    const computed = this.replay.push(entry, frame.offset);
    this.recorder?.takeEntry(frame, entry, computed, this.blankLines);
  }

  /** Takes part only behind what is known already. */
  private get recorder(): RunRecorder | null {
    return this.known === null ? (this.input.records?.recorder ?? null) : null;
  }

  private get blankLines(): number {
    return this.framer instanceof LineFramer ? this.framer.blankLines : 0;
  }
}

function feedFor({ form, kernel }: ReplayInput, framer: Framer, sink: RowSink): Feed {
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
