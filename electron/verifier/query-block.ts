import type { EntryBytes } from './entry-bytes.ts';
import type { RowBlock } from './query-match.ts';
import { PackedPlaces, RECORD_BYTES, type RowIndex, type RowPlaces } from './row-index.ts';

/** How large the blocks of a search are at most; a single entry may be larger. */
export interface BlockSize {
  readonly bytes: number;
  readonly rows: number;
  /** Entries of a block when each takes long; at most `rows`. */
  readonly slowRows: number;
}

/** So many entries that the time is spent on their bytes, so few that a search is soon cancelled. */
export const BLOCK_SIZE: BlockSize = { bytes: 4 * 1024 * 1024, rows: 16_384, slowRows: 2_048 };

/** Entries that stand one behind the other in their file, in shared memory: their places in front, their bytes behind. */
export interface SharedBlock {
  readonly memory: SharedArrayBuffer;
  readonly rows: number;
  readonly bytes: number;
}

/** Memory for one block. */
export function blockMemory({ bytes, rows }: BlockSize): SharedArrayBuffer {
  return new SharedArrayBuffer(rows * RECORD_BYTES + bytes);
}

/**
 * Takes as many entries as fit into a block, at least one.
 *
 * @param memory of a block of that size; nobody else uses it meanwhile
 * @param from position of the first entry
 * @param count number of entries that are wanted, at least 1
 * @returns the block, whose bytes are still to be read. Throws when the index has no such entry.
 */
export function planBlock(
  memory: SharedArrayBuffer,
  size: BlockSize,
  index: RowIndex,
  from: number,
  count: number,
): SharedBlock {
  const places = index.readInto(new Uint8Array(memory, 0, Math.min(size.rows, count) * RECORD_BYTES), from);
  if (places.count === 0) throw new RangeError('the index ends before the entries do');
  const rows = fitting(places, size.bytes);
  const bytes = places.end(rows - 1) - places.offset(0);
  if (bytes <= size.bytes) return { memory, rows, bytes };
  // One entry that is larger than a block gets memory of its own, which is gone when it was looked at.
  const larger = new SharedArrayBuffer(RECORD_BYTES + bytes);
  new Uint8Array(larger).set(new Uint8Array(memory, 0, RECORD_BYTES));
  return { memory: larger, rows, bytes };
}

/** How many entries fit. Their ends ascend, so each look decides half of those in question. */
function fitting(places: RowPlaces, bytes: number): number {
  let [fit, beyond] = [1, places.count + 1];
  while (beyond - fit > 1) {
    const rows = Math.floor((fit + beyond) / 2);
    if (places.end(rows - 1) - places.offset(0) <= bytes) fit = rows;
    else beyond = rows;
  }
  return fit;
}

/** Reads the bytes of a block into its memory. Throws EvidenceError when the file changed, RangeError when it ends too early. */
export async function readBlock(block: SharedBlock, file: EntryBytes): Promise<void> {
  const { base, bytes } = rowBlockOf(block);
  if ((await file.readInto(bytes, base)) < bytes.length) throw new RangeError('the file ends before its entries do');
}

/** What a matcher looks at. */
export function rowBlockOf({ memory, rows, bytes }: SharedBlock): RowBlock {
  const places = new PackedPlaces(new Uint8Array(memory, 0, rows * RECORD_BYTES));
  return { bytes: Buffer.from(memory, rows * RECORD_BYTES, bytes), base: places.offset(0), places };
}
