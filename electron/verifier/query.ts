import type { FindingClass } from '../../shared/base/finding.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import type { ChainFault } from '../../shared/chain/fault.ts';
import type { QueryView, RowQuery } from '../../shared/ipc/model.ts';
import { Cancelled, CancelToken } from './cancel.ts';
import { matcherOf } from './query-match.ts';
import { type PositionRange, type ScannedBlock, scannedBlocks } from './query-scan.ts';
import type { QueryScanner } from './query-scanner.ts';
import type { Verification } from './verification.ts';

/** What a search looks at. */
export type SearchedChain = Pick<Verification, 'run' | 'index' | 'bytes'>;

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
    chain: SearchedChain,
    query: RowQuery,
    anchorFaults: readonly ChainFault[],
    scanner: QueryScanner,
    onProgress: () => void,
  ): Promise<void> {
    try {
      // Where marks ran out, the filter ends: what is counted is counted exactly, and `scanned` says how far that goes.
      const exactBefore = chain.run?.collector.marks.exactBefore ?? 0;
      const end = query.classes === undefined ? this.total : Math.min(this.total, exactBefore);
      const ranges = rangesOf(chain, query.classes, anchorFaults, end);
      const matcher = matcherOf(query);
      if (matcher === null) this.keepAll(ranges);
      else {
        const { index, bytes } = chain;
        if (index === null || bytes === null) throw new RangeError('there are no entries to search');
        const scan = scanner.begin(query, matcher, this.token);
        for await (const block of scannedBlocks(index, bytes, ranges, scan, this.token)) {
          this.keepRows(block);
          onProgress();
        }
      }
      this.scanned = end;
      this.state = 'done';
    } catch (error) {
      // Whatever a cancelled search stumbles over, such as a file that is closed, it was cancelled.
      this.state = error instanceof Cancelled || this.token.cancelled ? 'cancelled' : 'error';
    }
    onProgress();
  }

  private keepAll(ranges: readonly PositionRange[]): void {
    for (const { first, last } of ranges) {
      for (let position = first; position <= last; position += 1) this.keep(position);
    }
  }

  private keepRows({ first, next, rows }: ScannedBlock): void {
    for (let at = 0; at < rows.length; at += 1) this.keep(first + (rows[at] ?? 0));
    this.scanned = next;
  }

  private keep(position: number): void {
    this.matches += 1;
    if (this.positions.length < LIMITS.queryMatches) this.positions.push(position);
  }
}

function rangesOf(
  chain: SearchedChain,
  classes: readonly FindingClass[] | undefined,
  anchorFaults: readonly ChainFault[],
  end: number,
): PositionRange[] {
  if (end === 0) return [];
  if (classes === undefined) return [{ first: 0, last: end - 1 }];
  const wanted = new Set(classes);
  const own = chain.run?.collector.marks.rangesOf(wanted) ?? [];
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
