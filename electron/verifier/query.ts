import type { FindingClass } from '../../shared/base/finding.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import type { ChainFault } from '../../shared/chain/fault.ts';
import type { QueryView, RowQuery } from '../../shared/ipc/model.ts';
import { Cancelled, CancelToken } from './cancel.ts';
import { type Matcher, matcherOf, type RowBlock } from './query-match.ts';
import type { Verification } from './verification.ts';

/** Entries that are read together: so many that the time is spent on their bytes, so few that a search is soon cancelled. */
const BLOCK_BYTES = 4 * 1024 * 1024;
const BLOCK_ROWS = 16_384;
const SLOW_BLOCK_ROWS = 2_048;

/** A block with the position of its first entry. */
interface PlacedBlock extends RowBlock {
  readonly first: number;
}

/** One search over the entries: every member of the query must hold. The count is exact, the kept positions are bounded. */
export class Query {
  readonly id: string;
  private readonly token = new CancelToken();
  private readonly positions: number[] = [];
  private state: QueryView['state'] = 'running';
  private matches = 0;
  private scanned = 0;
  private readonly total: number;

  constructor(id: string, total: number) {
    this.id = id;
    this.total = total;
  }

  get view(): QueryView {
    const { id, state, matches, scanned, total } = this;
    return { id, state, matches, kept: this.positions.length, scanned, total };
  }

  cancel(): void {
    this.token.cancel();
  }

  /** Positions of matches `from` to `from + count` (exclusive), ascending. */
  page(from: number, count: number): number[] {
    return this.positions.slice(from, from + count);
  }

  /** Scans to the end; never throws for what a bundle holds. `onProgress` is called after each block. */
  async run(
    work: Verification,
    query: RowQuery,
    anchorFaults: readonly ChainFault[],
    onProgress: () => void,
  ): Promise<void> {
    try {
      // Where marks ran out, the filter ends: what is counted is counted exactly, and `scanned` says how far that goes.
      const exactBefore = work.run?.collector.marks.exactBefore ?? 0;
      const end = query.classes === undefined ? this.total : Math.min(this.total, exactBefore);
      const ranges = rangesOf(work, query.classes, anchorFaults, end);
      const matcher = matcherOf(query);
      for (const range of ranges) await this.scan(work, range.first, range.last, matcher, onProgress);
      this.scanned = end;
      this.state = 'done';
    } catch (error) {
      this.state = error instanceof Cancelled ? 'cancelled' : 'error';
    }
    onProgress();
  }

  private async scan(
    work: Verification,
    first: number,
    last: number,
    matcher: Matcher | null,
    onProgress: () => void,
  ): Promise<void> {
    if (matcher === null) {
      for (let position = first; position <= last; position += 1) this.keep(position);
      return;
    }
    const rows = matcher.slow ? SLOW_BLOCK_ROWS : BLOCK_ROWS;
    const read = (from: number) => (from > last ? null : readBlock(work, from, Math.min(rows, last - from + 1)));
    let block = await read(first);
    while (block !== null) {
      this.token.check();
      const next = block.first + block.places.lengths.length;
      // The next block is read while this one is looked at.
      const ahead = read(next);
      ahead?.catch(() => undefined);
      for (const row of matcher.matches(block)) this.keep(block.first + row);
      this.scanned = next;
      onProgress();
      block = await ahead;
    }
  }

  private keep(position: number): void {
    this.matches += 1;
    if (this.positions.length < LIMITS.queryMatches) this.positions.push(position);
  }
}

function rangesOf(
  work: Verification,
  classes: readonly FindingClass[] | undefined,
  anchorFaults: readonly ChainFault[],
  end: number,
): { first: number; last: number }[] {
  if (end === 0) return [];
  if (classes === undefined) return [{ first: 0, last: end - 1 }];
  const wanted = new Set(classes);
  const own = work.run?.collector.marks.rangesOf(wanted) ?? [];
  const anchored = anchorFaults.filter((fault) => wanted.has(fault.class));
  const all = [...own, ...anchored].filter(({ first }) => first < end).sort((a, b) => a.first - b.first);
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of all) {
    const open = merged.at(-1);
    if (open !== undefined && first <= open.last + 1) open.last = Math.max(open.last, Math.min(last, end - 1));
    else merged.push({ first, last: Math.min(last, end - 1) });
  }
  return merged;
}

/** Reads as many entries as fit into a block, at least one. */
async function readBlock(work: Verification, from: number, count: number): Promise<PlacedBlock> {
  const { index, bytes: file } = work;
  if (index === null || file === null) throw new RangeError('there are no entries to search');
  const { offsets, lengths } = index.readMany(from, count);
  const base = offsets[0];
  if (base === undefined) throw new RangeError('the index ends before the entries do');
  const endOf = (row: number) => (offsets[row] ?? 0) + (lengths[row] ?? 0);
  const beyond = offsets.findIndex((_, row) => endOf(row) - base > BLOCK_BYTES);
  const fitting = beyond === -1 ? offsets.length : Math.max(1, beyond);
  const bytes = await file.read(base, endOf(fitting - 1) - base);
  return {
    first: from,
    base,
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    places: { offsets: offsets.subarray(0, fitting), lengths: lengths.subarray(0, fitting) },
  };
}
