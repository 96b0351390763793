import type { CancelToken } from './cancel.ts';
import type { EntryBytes } from './entry-bytes.ts';
import { planBlock, readBlock } from './query-block.ts';
import type { BlockScan } from './query-scanner.ts';
import type { RowIndex } from './row-index.ts';

/** Positions of consecutive entries, both included. */
export interface PositionRange {
  readonly first: number;
  readonly last: number;
}

/** A block that was looked through. */
export interface ScannedBlock {
  readonly first: number;
  /** Position behind its last entry. */
  readonly next: number;
  /** The matching entries by their place in the block, ascending. */
  readonly rows: ArrayLike<number>;
}

/** A block on its way: blocks are looked through in any order, and handed out in that of their entries. */
interface PendingBlock extends Omit<ScannedBlock, 'rows'> {
  readonly rows: Promise<ArrayLike<number>>;
}

/**
 * Reads the entries of some ranges and has them looked through, as many blocks at once as there is memory for.
 *
 * @param ranges ascending, not overlapping
 * @returns every block, in order. Throws Cancelled; EvidenceError when the file changed; the error of a thread that failed.
 */
export async function* scannedBlocks(
  index: RowIndex,
  file: EntryBytes,
  ranges: readonly PositionRange[],
  scan: BlockScan,
  token: CancelToken,
): AsyncGenerator<ScannedBlock, void, undefined> {
  const pending: PendingBlock[] = [];
  for (const { first, last } of ranges) {
    for (let from = first; from <= last; ) {
      if (pending.length === scan.buffers.count) yield await oldest(pending, token);
      const block = await startBlock(index, file, { first: from, last }, scan, token);
      pending.push(block);
      from = block.next;
    }
  }
  while (pending.length > 0) yield await oldest(pending, token);
}

async function oldest(pending: PendingBlock[], token: CancelToken): Promise<ScannedBlock> {
  const block = pending.shift();
  if (block === undefined) throw new RangeError('no block is on its way');
  const scanned = { ...block, rows: await block.rows };
  token.check();
  return scanned;
}

/** Begins with the block at the start of a range; resolves when it is known how many entries that has. */
async function startBlock(
  index: RowIndex,
  file: EntryBytes,
  { first, last }: PositionRange,
  { buffers, mostRows, matches }: BlockScan,
  token: CancelToken,
): Promise<PendingBlock> {
  const memory = await buffers.take();
  try {
    token.check();
    const block = planBlock(memory, buffers.size, index, first, Math.min(last - first + 1, mostRows));
    const rows = readBlock(block, file)
      .then(() => {
        token.check();
        return matches(block);
      })
      .finally(() => buffers.giveBack(memory));
    // Whoever takes the oldest block sees what failed; without this line one that is never taken would end the process.
    rows.catch(() => undefined);
    return { first, next: first + block.rows, rows };
  } catch (error) {
    buffers.giveBack(memory);
    throw error;
  }
}
