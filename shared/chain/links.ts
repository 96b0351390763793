import { LIMITS } from '../base/limits.ts';
import type { FaultSink } from './fault.ts';
import {
  duplicated,
  entryInserted,
  entryMissing,
  genesisInvalid,
  linkBroken,
  moved,
  reordered,
  segmentReplaced,
} from './fault-words.ts';
import { firstOf, lastOf, type Piece, type Resolution, resolveBreak } from './resync.ts';
import { BEFORE_GENESIS, isPredecessor, linkOf, type RowFact } from './row-fact.ts';
import { lastFact, lastFacts, type SoundRun } from './sound-run.ts';
import { Walk } from './walk.ts';

/** Entries in a row that must link again before a neighbourhood is judged. */
const SETTLED_AFTER = 32;
/** Entries put in place of others are one fault up to this many; above it the two breaks are told apart. */
const LARGEST_REPLACEMENT = 16;

/**
 * Follows the links of a chain in file order, entry by entry, and reports each independent fault once: after a break it gathers
 * the entries around it until the chain holds again, and then tells missing, inserted, repeated, reordered and replaced entries
 * apart by hash and label. Keeps at most 2 × LIMITS.resyncWindow entries (without payloads).
 */
export class LinkTracker {
  private readonly sink: FaultSink;
  private readonly walk: Walk;
  /** The last entries in file order before the open break, the place before genesis first of all. */
  private recent: RowFact[] = [BEFORE_GENESIS];
  /** Of these, the LIMITS.resyncWindow last before the break that is being judged: as many however the entries came. */
  private settled: readonly RowFact[] = [];
  /** The run that was skipped last, behind `recent`: what is to be kept of its entries is looked at only when something comes of it. */
  private skipped: { readonly run: SoundRun; readonly firstPosition: number } | null = null;
  private broken: RowFact[][] | null = null;
  private brokenRows = 0;
  private unreadable = 0;
  /** Gaps and extra pieces by the hashes at their two ends: a moved entry is both, far apart. */
  private readonly gapsByEnds = new Map<string, { handle: number; position: number }>();
  private readonly extrasByEnds = new Map<string, { handle: number; piece: Piece }>();

  constructor(sink: FaultSink) {
    this.sink = sink;
    this.walk = new Walk(sink);
  }

  /** The entry before the next one in the file. */
  get previous(): RowFact {
    return this.broken?.at(-1)?.at(-1) ?? this.walk.previous;
  }

  push(row: RowFact): void {
    if (row.hash === undefined && row.prevHash === undefined) {
      this.closeBreak();
      this.unreadable += 1;
      return;
    }
    if (this.unreadable > 0) {
      this.afterUnreadable(row);
    } else if (this.broken !== null) {
      this.addToBreak(this.broken, row);
    } else if (this.linkedOrUnknown(row)) {
      this.remember(row);
    } else {
      this.broken = [[row]];
      this.brokenRows = 1;
    }
  }

  /** Whether a run of sound entries that comes next needs no look at its entries: no fault is open and the run follows. */
  continues(run: SoundRun): boolean {
    const idle = this.broken === null && this.unreadable === 0 && this.walk.settled;
    return idle && run.firstPrevHash === this.walk.previous.hash && run.firstSeq === this.walk.nextSeq;
  }

  /** Takes a run for which `continues` was true, as if each entry had been pushed. */
  skip(run: SoundRun, firstPosition: number): void {
    if (run.lastHashes.length > LIMITS.resyncWindow) this.recent = [];
    else this.recallSkipped();
    this.skipped = { run, firstPosition };
    this.walk.skipTo(lastFact(run, firstPosition), run.firstSeq + run.count);
  }

  /** No entry follows. */
  finish(): void {
    this.closeBreak();
    this.walk.finish();
  }

  private linkedOrUnknown(row: RowFact): boolean {
    const link = linkOf(this.walk.previous, row);
    if (link === 'linked') this.walk.linked(row);
    else if (link === 'unknown') this.walk.afterUnreadable(row, 0);
    return link !== 'broken';
  }

  private afterUnreadable(row: RowFact): void {
    if (isPredecessor(this.walk.previous, row)) this.walk.linked(row);
    else this.walk.afterUnreadable(row, this.unreadable);
    this.unreadable = 0;
    this.remember(row);
  }

  private addToBreak(broken: RowFact[][], row: RowFact): void {
    const piece = broken.at(-1) ?? [];
    const last = piece.at(-1);
    this.brokenRows += 1;
    if (last !== undefined && linkOf(last, row) !== 'broken') piece.push(row);
    else broken.push([row]);
    const settled = broken.at(-1)?.length ?? 0;
    if (settled >= SETTLED_AFTER || this.brokenRows >= LIMITS.resyncWindow) this.closeBreak();
  }

  private recallSkipped(): void {
    if (this.skipped === null) return;
    const { run, firstPosition } = this.skipped;
    this.skipped = null;
    for (const fact of lastFacts(run, firstPosition)) this.remember(fact);
  }

  private remember(row: RowFact): void {
    this.recallSkipped();
    this.recent.push(row);
    // Cut in halves, so that the cost is constant for each entry.
    if (this.recent.length >= 2 * LIMITS.resyncWindow) this.recent = this.recent.slice(-LIMITS.resyncWindow);
  }

  private closeBreak(): void {
    const broken = this.broken;
    if (broken === null) return;
    this.recallSkipped();
    this.settled = this.recent.slice(-LIMITS.resyncWindow);
    const resolution = resolveBreak(this.settled, broken);
    this.broken = null;
    this.brokenRows = 0;
    this.reportExtras(resolution);
    this.reportOrder(resolution);
    this.reportGaps(resolution);
    this.walkKept(resolution);
    for (const row of broken.flat()) this.remember(row);
  }

  private walkKept({ kept, outOfOrder, gaps }: Resolution): void {
    const restarts = new Set([...outOfOrder.map((piece) => firstOf(piece)), ...gaps.map((gap) => gap.after)]);
    let moved = outOfOrder.length > 0;
    for (const piece of kept) {
      if (piece.walked) continue;
      for (const row of piece.rows) {
        if (row === firstOf(piece) && (moved || restarts.has(row) || !isPredecessor(this.walk.previous, row))) {
          this.walk.afterBreak(row);
        } else if (isPredecessor(this.walk.previous, row)) {
          this.walk.linked(row);
        } else {
          this.walk.afterUnreadable(row, 0);
        }
      }
      moved = false;
    }
  }

  private reportExtras({ extra, kept }: Resolution): void {
    for (const piece of joinNeighbours(extra)) {
      const first = firstOf(piece);
      const last = lastOf(piece);
      const twin = this.twinOf(first, kept);
      if (twin !== undefined) {
        const end = twin.position < first.position ? undefined : endOfTwin(piece, twin, kept);
        this.sink.report(end === undefined ? duplicated(first, last, twin) : duplicated(twin, end, first));
        continue;
      }
      const gap = this.gapsByEnds.get(endsKey(first.prevHash, last.hash));
      if (gap !== undefined) {
        this.sink.amend(gap.handle, moved(gap.position, first.position, last.position, first.seq));
        continue;
      }
      const next = kept.find((candidate) => firstOf(candidate).position > last.position);
      const handle = this.sink.report(entryInserted(first, last, next === undefined ? undefined : firstOf(next)));
      if (this.extrasByEnds.size < LIMITS.findingsPerClass) {
        this.extrasByEnds.set(endsKey(first.prevHash, last.hash), { handle, piece });
      }
    }
  }

  private twinOf(row: RowFact, kept: readonly Piece[]): RowFact | undefined {
    const same = (other: RowFact) => other.hash === row.hash && other.position !== row.position;
    if (row.hash === undefined) return undefined;
    return kept.flatMap((piece) => [...piece.rows]).find(same) ?? this.settled.find(same);
  }

  private reportOrder({ outOfOrder }: Resolution): void {
    const first = outOfOrder[0];
    const last = outOfOrder.at(-1);
    if (first === undefined || last === undefined) return;
    // The last piece is the chain going on; it stands out of order only at its start.
    const end = outOfOrder.at(-2);
    const lastPosition = lastOf(last).position - firstOf(last).position >= SETTLED_AFTER - 1 ? end : last;
    this.sink.report(reordered(firstOf(first).position, lastOf(lastPosition ?? last).position, firstOf(first).seq));
  }

  private reportGaps({ gaps, kept }: Resolution): void {
    for (let at = 0; at < gaps.length; at += 1) {
      const gap = gaps[at];
      if (gap === undefined) continue;
      const next = gaps[at + 1];
      const replaced = next !== undefined && this.isReplacement(gap, next, kept);
      if (replaced) {
        this.sink.report(segmentReplaced(gap.before, gap.after, next.before, next.after));
        at += 1;
      } else {
        this.reportGap(gap.before, gap.after);
      }
    }
  }

  private reportGap(before: RowFact, after: RowFact): void {
    const missing = missingBetween(before, after);
    if (missing === 0) {
      const genesis = after.prevHash === null || before === BEFORE_GENESIS;
      this.sink.report(genesis ? genesisInvalid(before, after) : linkBroken(before, after));
      return;
    }
    const key = endsKey(before.hash, after.prevHash);
    const extra = this.extrasByEnds.get(key);
    if (extra !== undefined) {
      const { piece, handle } = extra;
      const first = firstOf(piece);
      this.sink.amend(handle, moved(after.position, first.position, lastOf(piece).position, first.seq));
      return;
    }
    const handle = this.sink.report(entryMissing(before, after, missing));
    if (this.gapsByEnds.size < LIMITS.findingsPerClass) {
      this.gapsByEnds.set(key, { handle, position: after.position });
    }
  }

  /** Two breaks around a few entries that carry the labels of what was there: something was put in its place. */
  private isReplacement(
    gap: { before: RowFact; after: RowFact },
    next: { before: RowFact; after: RowFact },
    kept: readonly Piece[],
  ): boolean {
    const rows = next.before.position - gap.after.position + 1;
    const between = kept.some((piece) => firstOf(piece) === gap.after && lastOf(piece) === next.before);
    const sameLabels = missingBetween(gap.before, gap.after) === 0 && missingBetween(next.before, next.after) === 0;
    const known = gap.before !== BEFORE_GENESIS && gap.after.prevHash !== null && next.after.prevHash !== null;
    return between && sameLabels && known && rows <= LARGEST_REPLACEMENT;
  }
}

/** How many labels lie between two entries; 0 when they follow each other, overlap or are not readable. */
function missingBetween(before: RowFact, after: RowFact): number {
  if (before.seq === undefined || after.seq === undefined || after.prevHash === null) return 0;
  return Math.max(0, after.seq - before.seq - 1);
}

function endsKey(before: string | null | undefined, after: string | null | undefined): string {
  return `${before ?? 'null'}>${after ?? 'null'}`;
}

/**
 * The last entry of what repeats `piece` further behind, from `twin` on; undefined when not all of it is repeated there, as when one
 * entry stands more than twice: then it is the piece that is said to repeat.
 */
function endOfTwin(piece: Piece, twin: RowFact, kept: readonly Piece[]): RowFact | undefined {
  const behind = kept.flatMap(({ rows }) => rows.filter(({ position }) => position >= twin.position));
  const repeats = piece.rows.every((row, at) => {
    const other = behind[at];
    return other?.position === twin.position + at && other.hash === row.hash;
  });
  return repeats ? behind[piece.rows.length - 1] : undefined;
}

/** Joins pieces that stand side by side in the file. */
function joinNeighbours(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && lastOf(last).position + 1 === firstOf(piece).position && last.walked === piece.walked) {
      joined[joined.length - 1] = { rows: [...last.rows, ...piece.rows], walked: piece.walked };
    } else {
      joined.push(piece);
    }
  }
  return joined;
}
