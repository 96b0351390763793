import type { EntryBytes } from './entry-bytes.ts';
import type { RowBlock } from './query-match.ts';
import { PackedPlaces, RECORD_BYTES, type RowIndex, type RowPlaces } from './row-index.ts';

/** Entries that are read together: so many that the time is spent on their bytes, so few that a search is soon cancelled. */
const BLOCK_BYTES = 4 * 1024 * 1024;
const BLOCK_ROWS = 16_384;
const SLOW_BLOCK_ROWS = 2_048;
const PLACES_BYTES = BLOCK_ROWS * RECORD_BYTES;

/** A block of entries that stand one behind the other in their file, in shared memory: their places in front, their bytes behind. */
export interface SharedBlock {
  readonly memory: SharedArrayBuffer;
  readonly rows: number;
  readonly bytes: number;
}

/** Memory for one block. */
export function blockMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(PLACES_BYTES + BLOCK_BYTES);
}

/**
 * Takes as many entries as fit into a block, at least one.
 *
 * @param memory made by `blockMemory`; nobody else uses it meanwhile
 * @param from position of the first entry; @param last position of the last one that is wanted
 * @param slow whether each entry takes long, so that a block has fewer
 * @returns the block, whose bytes are still to be read (`readBlock`). Throws when the index has no such entry.
 */
export function planBlock(
  memory: SharedArrayBuffer,
  index: RowIndex,
  from: number,
  last: number,
  slow: boolean,
): SharedBlock {
  const room = Math.min(slow ? SLOW_BLOCK_ROWS : BLOCK_ROWS, last - from + 1);
  const places = index.readInto(new Uint8Array(memory, 0, room * RECORD_BYTES), from);
  if (places.count === 0) throw new RangeError('the index ends before the entries do');
  const rows = fitting(places);
  const bytes = places.end(rows - 1) - places.offset(0);
  if (bytes <= BLOCK_BYTES) return { memory, rows, bytes };
  // One entry that is larger than a block gets memory of its own, which is gone when it was looked at.
  const larger = new SharedArrayBuffer(PLACES_BYTES + bytes);
  new Uint8Array(larger).set(new Uint8Array(memory, 0, RECORD_BYTES));
  return { memory: larger, rows, bytes };
}

/** How many entries fit: they ascend, so half of those in question are decided by each look. */
function fitting(places: RowPlaces): number {
  let [fit, beyond] = [1, places.count + 1];
  while (beyond - fit > 1) {
    const rows = Math.floor((fit + beyond) / 2);
    if (places.end(rows - 1) - places.offset(0) <= BLOCK_BYTES) fit = rows;
    else beyond = rows;
  }
  return fit;
}

/** Reads the bytes of a block into its memory. Throws EvidenceError when the file changed, and when it ends before the entries do. */
export async function readBlock({ memory, rows, bytes }: SharedBlock, file: EntryBytes): Promise<void> {
  const base = placesOf(memory, rows).offset(0);
  const got = await file.readInto(new Uint8Array(memory, PLACES_BYTES, bytes), base);
  if (got < bytes) throw new RangeError('the file ends before its entries do');
}

/** What a matcher looks at. */
export function rowBlockOf({ memory, rows, bytes }: SharedBlock): RowBlock {
  const places = placesOf(memory, rows);
  return { bytes: Buffer.from(memory, PLACES_BYTES, bytes), base: places.offset(0), places };
}

function placesOf(memory: SharedArrayBuffer, rows: number): PackedPlaces {
  return new PackedPlaces(new Uint8Array(memory, 0, rows * RECORD_BYTES));
}
