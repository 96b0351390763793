import type { RunningHash, Sha256 } from '../../shared/base/hash.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { type Frame, isJsonSpace } from '../../shared/chain/framing/frame.ts';
import type { LineFramer } from '../../shared/chain/framing/lines.ts';
import type { Replay } from '../../shared/chain/replay.ts';
import type { RecordedRun, RecordLine } from '../../shared/chain/replay-record.ts';
import type { SoundRun } from '../../shared/chain/sound-run.ts';
import { RecordError } from './record-error.ts';
import { RowFinder } from './row-finder.ts';

const LINE_FEED = 0x0a;
const NOTHING = new Uint8Array(0);
const LONGER = 'the file is longer than it was';

/** One record: where it begins, and its lines up to the last mark. */
export interface KnownPart {
  /** For people, as it was named. */
  readonly name: string;
  readonly from: number;
  readonly lines: AsyncIterable<RecordLine>;
}

/** What the reader of known bytes needs of the replay around it. */
export interface KnownInput {
  readonly parts: readonly KnownPart[];
  readonly framer: LineFramer;
  readonly replay: Replay;
  readonly sha256: Sha256;
  /** Over the whole file; it takes the known bytes here. */
  readonly digest: RunningHash;
  /** Positions whose stored hash is wanted; those found in runs go to `onHash`. */
  readonly wanted: ReadonlySet<number>;
  /** An entry that has to be judged again. */
  readonly onFrame: (frame: Frame) => void;
  /** Entries that the replay took over from a record. */
  readonly onRows: (rows: number) => void;
  readonly onHash: (position: number, hash: string) => void;
}

/** What the next bytes are. */
type Phase =
  /** Whatever the next line of the records says. */
  | { readonly kind: 'next' }
  /** In no run, up to `to`: then comes the run, or the end of what is known. */
  | { readonly kind: 'gap'; readonly to: number; readonly line: RecordLine }
  /** An entry of a run that the replay did not take together with those behind it. */
  | { readonly kind: 'row'; readonly run: RecordedRun; readonly taken: number; readonly position: number }
  | { readonly kind: 'skip'; readonly to: number; readonly finder: RowFinder | null }
  /** White space behind a run, up to its line feed. */
  | { readonly kind: 'separator' };

/**
 * Goes through the bytes that records of earlier runs are about: takes the digest of each part and compares it, hands sound runs to the replay
 * without a look at their entries, and everything between to the framer. A run that the replay does not take, because a fault is open or
 * it does not follow, is gone through entry by entry until it does. What comes out is what a run finds that reads everything itself.
 */
export class KnownReader {
  /** Bytes gone through. */
  offset = 0;
  private readonly input: KnownInput;
  private readonly parts: Iterator<KnownPart>;
  /** Wanted positions in order, and how many of them lie before all runs to come: runs come in the order of the file. */
  private readonly wanted: readonly number[];
  private passed = 0;
  private lines: AsyncIterator<RecordLine> | null = null;
  private name = '';
  /** Over the part at hand; the whole file's while they are the same. */
  private digest: RunningHash;
  private phase: Phase = { kind: 'next' };
  /** The beginning of a line that may turn out to be the white space before a run. */
  private held: Uint8Array = NOTHING;
  /** The framer was given the beginning of a line. */
  private inLine = false;
  /** The bytes gone through end where a line does. */
  private endsLine = true;

  constructor(input: KnownInput) {
    this.input = input;
    this.parts = input.parts[Symbol.iterator]();
    this.wanted = [...input.wanted].sort((a, b) => a - b);
    this.digest = input.digest;
  }

  /**
   * Takes the next chunk of the file.
   *
   * @returns what is left of it behind all records, null while they go on
   * @throws RecordError when a record is not about these bytes
   */
  async take(chunk: Uint8Array): Promise<Uint8Array | null> {
    let rest = chunk;
    for (;;) {
      if (this.phase.kind === 'next' && !(await this.advance())) {
        // What was recorded of a last line without an end is not good for the line that it has become.
        if (rest.length > 0 && !this.endsLine) throw this.mismatch(LONGER);
        return rest;
      }
      if (rest.length > 0) {
        const used = this.step(rest);
        this.input.digest.update(rest.subarray(0, used));
        if (this.digest !== this.input.digest) this.digest.update(rest.subarray(0, used));
        this.offset += used;
        if (used > 0) this.endsLine = rest[used - 1] === LINE_FEED;
        rest = rest.subarray(used);
      }
      if (!this.settle() && rest.length === 0) return null;
    }
  }

  /** Call once after the last chunk, when records still go on. Throws RecordError when they are about more bytes than there are. */
  async finish(): Promise<void> {
    const { phase } = this;
    // The last line of a file may end without a line feed; the framer hands its entry out when it is told of the end.
    const atEnd = phase.kind === 'separator' || (phase.kind === 'row' && phase.taken === phase.run.rows - 1);
    if (atEnd) this.phase = { kind: 'next' };
    if ((await this.take(NOTHING)) === null) throw this.mismatch('the file is shorter than it was');
  }

  /** Why nothing comes of a run whose file gave out while records go on: what it took from them was not compared with the bytes. */
  unread(): RecordError {
    return this.mismatch('the file can not be read as far as it was');
  }

  /** Ends the reading of the records, wherever it is. */
  async close(): Promise<void> {
    await this.lines?.return?.();
  }

  /** Begins the next line of the records; false when there is none. */
  private async advance(): Promise<boolean> {
    for (;;) {
      const line = await this.lines?.next();
      if (line !== undefined && !line.done) {
        const to = line.value.kind === 'run' ? line.value.from : line.value.to;
        // The end of the last line, which the file did not have, lies behind the last mark.
        if (to < this.offset) throw this.mismatch(line.value.kind === 'mark' ? LONGER : 'its lines are out of order');
        this.phase = { kind: 'gap', to, line: line.value };
        return true;
      }
      const part = this.parts.next();
      if (part.done) return false;
      this.name = part.value.name;
      if (part.value.from !== this.offset) throw this.mismatch('it does not begin where the one before it ends');
      this.lines = part.value.lines[Symbol.asyncIterator]();
      this.digest = this.offset === 0 ? this.input.digest : this.input.sha256.start();
    }
  }

  /** Uses up bytes as the phase has it; returns how many. */
  private step(rest: Uint8Array): number {
    const { phase, input } = this;
    switch (phase.kind) {
      case 'next':
        return 0;
      case 'gap':
        return this.gap(rest.subarray(0, phase.to - this.offset));
      case 'row': {
        const feed = rest.indexOf(LINE_FEED);
        const line = rest.subarray(0, feed === -1 ? rest.length : feed + 1);
        input.framer.push(line, input.onFrame);
        if (feed !== -1) this.afterRow(phase);
        return line.length;
      }
      case 'skip': {
        const bytes = rest.subarray(0, phase.to - this.offset);
        input.framer.skip(bytes.length);
        phase.finder?.push(bytes);
        return bytes.length;
      }
      case 'separator': {
        const feed = rest.indexOf(LINE_FEED);
        const space = rest.subarray(0, feed === -1 ? rest.length : feed + 1);
        if (!space.every(isJsonSpace)) throw this.mismatch('the last line of a run goes on');
        input.framer.skip(space.length);
        if (feed !== -1) this.phase = { kind: 'next' };
        return space.length;
      }
    }
  }

  private gap(bytes: Uint8Array): number {
    const feed = bytes.lastIndexOf(LINE_FEED) + 1;
    if (feed > 0) {
      this.pushHeld();
      this.input.framer.push(bytes.subarray(0, feed), this.input.onFrame);
      this.inLine = false;
    }
    this.held = Buffer.concat([this.held, bytes.subarray(feed)]);
    if (this.held.length > LIMITS.entryBytes) {
      // Longer than any entry: no run begins behind it.
      this.pushHeld();
      this.inLine = true;
    }
    return bytes.length;
  }

  private pushHeld(): void {
    if (this.held.length > 0) this.input.framer.push(this.held, this.input.onFrame);
    this.held = NOTHING;
  }

  /** Goes on to the next phase where one is used up; whether it did. */
  private settle(): boolean {
    const { phase } = this;
    if (phase.kind === 'gap' && this.offset === phase.to) {
      if (phase.line.kind === 'run') {
        if (this.inLine || !this.held.every(isJsonSpace)) throw this.mismatch('a run begins inside a line');
        this.tryRun(phase.line, 0);
      } else {
        this.pushHeld();
        if (this.digest.digestSoFar() !== phase.line.sha256) throw this.mismatch('it was made over other bytes');
        this.phase = { kind: 'next' };
      }
      return true;
    }
    if (phase.kind === 'skip' && this.offset === phase.to) {
      phase.finder?.finish();
      this.phase = { kind: 'separator' };
      return true;
    }
    return phase.kind === 'next';
  }

  private afterRow({ run, taken, position }: Phase & { readonly kind: 'row' }): void {
    if (this.input.replay.length !== position + 1) throw this.mismatch('a line of a run is no entry');
    if (taken + 1 === run.rows) this.phase = { kind: 'next' };
    else this.tryRun(run, taken + 1);
  }

  /** Hands what is left of a run to the replay; where it does not take it, the next entry goes by itself. */
  private tryRun(run: RecordedRun, taken: number): void {
    const { replay, framer, onRows } = this.input;
    const rest = restOf(run, taken, replay.lastHash);
    const position = replay.length;
    if (!replay.pushRun(rest)) {
      this.pushHeld();
      this.phase = { kind: 'row', run, taken, position };
      return;
    }
    framer.skip(this.held.length);
    this.held = NOTHING;
    onRows(rest.count);
    this.phase = { kind: 'skip', to: run.to, finder: this.finderFor(rest, position) };
  }

  private finderFor({ count, lastHashes }: SoundRun, position: number): RowFinder | null {
    const { onHash } = this.input;
    const rows = new Set<number>();
    for (; this.passed < this.wanted.length; this.passed += 1) {
      const at = this.wanted[this.passed] ?? 0;
      if (at < position) continue;
      if (at >= position + count) break;
      const kept = at - position - (count - lastHashes.length);
      const hash = kept < 0 ? undefined : lastHashes.at(kept);
      if (hash === undefined) rows.add(at - position);
      else onHash(at, hash);
    }
    return rows.size === 0 ? null : new RowFinder(rows, (row, hash) => onHash(position + row, hash));
  }

  private mismatch(why: string): RecordError {
    return new RecordError(this.name, why);
  }
}

/** What is left of a run when its first entries were taken one by one, the last of which stores `lastHash`. */
function restOf(run: RecordedRun, taken: number, lastHash: string | null): SoundRun {
  const count = run.rows - taken;
  return {
    count,
    firstSeq: run.seq + taken,
    firstPrevHash: taken === 0 ? run.prevHash : lastHash,
    // Asked for at the start of a chain only.
    firstHash: taken === 0 ? run.firstHash : '',
    lastHashes: run.lastHashes.slice(-count),
  };
}
