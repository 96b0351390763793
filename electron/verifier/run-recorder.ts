import type { Entry } from '../../shared/chain/entry.ts';
import type { Frame } from '../../shared/chain/framing/frame.ts';
import { RECORDED_HASHES, type RecordLine } from '../../shared/chain/replay-record.ts';
import type { PlacedRun } from './placed-run.ts';

const HASH = /^[0-9a-f]{64}$/;

/** A run that more entries may join. */
interface OpenRun {
  rows: number;
  readonly from: number;
  to: number;
  readonly seq: number;
  readonly prevHash: string | null;
  readonly firstHash: string;
  /** Hashes of the last entries without a gap: all, or more than are recorded. */
  lastHashes: string[];
  /** Blank lines before it in the file: a run reaches over none, because whoever skips it has to count them. */
  readonly blankLines: number;
}

/**
 * Gathers sound entries into runs as long as possible, however the replay came by them. What it is not told of, or does not take, is simply
 * not in the record, and judged again by whoever uses it.
 */
export class RunRecorder {
  private readonly from: number;
  private open: OpenRun | null = null;
  private written: RecordLine[] = [];
  private rows: number;

  /**
   * @param from first byte that is gone through
   * @param rows entries that the record is about already
   */
  constructor(from: number, rows = 0) {
    this.from = from;
    this.rows = rows;
  }

  /**
   * Takes a run of entries in lines.
   *
   * @param base what the places of the run count from
   * @param blankLines blank lines that the file had so far
   */
  takeRun(run: PlacedRun, base: number, blankLines: number): void {
    const { count, places, lastHashes, firstSeq: seq, firstPrevHash: prevHash, firstHash } = run;
    this.rows += count;
    const from = base + (places[0] ?? 0);
    const to = base + (places[2 * count - 2] ?? 0) + (places[2 * count - 1] ?? 0);
    const open = this.openFor(seq, prevHash, blankLines, { from, firstHash });
    if (open === null) return;
    open.rows += count;
    open.to = to;
    // Hashes of a run that does not have all of its own are more than are recorded: what came before is not needed any more.
    const last = lastHashes.slice();
    open.lastHashes = last.length === count ? [...open.lastHashes, ...last] : last;
    trim(open);
  }

  /**
   * Takes an entry that the plain path read.
   *
   * @param computed its hash, recomputed; undefined when it is not defined
   */
  takeEntry(frame: Frame, entry: Entry, computed: string | undefined, blankLines: number): void {
    this.rows += 1;
    const { seq, prevHash, hash, problem, uncovered, extraMembers } = entry;
    const whole = problem === null && uncovered.length === 0 && extraMembers.length === 0;
    // The first entry of a file may stand behind a byte order mark, which is not to be skipped with it.
    const leads = this.from === 0 && this.rows === 1 && frame.offset > 0;
    const known = seq !== undefined && prevHash !== undefined && hash !== undefined && hash === computed;
    const open =
      whole && known && !leads
        ? this.openFor(seq, prevHash, blankLines, { from: frame.offset, firstHash: hash })
        : null;
    if (open === null) {
      this.close();
      return;
    }
    open.rows += 1;
    open.to = frame.offset + frame.length;
    open.lastHashes.push(hash ?? '');
    trim(open);
  }

  /** Takes an entry that was not read. */
  takeUnread(): void {
    this.rows += 1;
    this.close();
  }

  /** Ends what is known so far at a place between two lines. */
  mark(to: number, sha256: string): void {
    this.close();
    this.written.push({ kind: 'mark', to, rows: this.rows, sha256 });
  }

  /** The lines since the last call. */
  take(): RecordLine[] {
    const lines = this.written;
    this.written = [];
    return lines;
  }

  /** The run that an entry joins: the open one when it follows, else a new one; null when it can not begin one. */
  private openFor(
    seq: number,
    prevHash: string | null,
    blankLines: number,
    first: { readonly from: number; readonly firstHash: string },
  ): OpenRun | null {
    const { open } = this;
    const follows =
      open !== null &&
      open.seq + open.rows === seq &&
      open.lastHashes.at(-1) === prevHash &&
      open.blankLines === blankLines;
    if (follows) return open;
    this.close();
    const begins = prevHash === null ? seq === 0 : seq > 0 && HASH.test(prevHash);
    if (!begins) return null;
    this.open = { rows: 0, to: first.from, seq, prevHash, lastHashes: [], blankLines, ...first };
    return this.open;
  }

  private close(): void {
    if (this.open === null) return;
    const { blankLines: _, lastHashes, ...run } = this.open;
    this.open = null;
    this.written.push({ kind: 'run', ...run, lastHashes: lastHashes.slice(-RECORDED_HASHES) });
  }
}

/** Cuts in halves, so that the cost is constant for each entry. */
function trim(open: OpenRun): void {
  if (open.lastHashes.length >= 4 * RECORDED_HASHES) open.lastHashes = open.lastHashes.slice(-RECORDED_HASHES);
}
