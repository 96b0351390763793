/** What the replay keeps of one entry while it still matters for its neighbours; no payload. */
export interface RowFact {
  /** Place in the file, from 0; -1 for the empty place before genesis. */
  readonly position: number;
  readonly seq: number | undefined;
  readonly prevHash: string | null | undefined;
  readonly hash: string | null | undefined;
  /** Hash recomputed over the stated prevHash and the payload; undefined when it is not defined. */
  readonly computed: string | null | undefined;
}

/** The place before the first entry: its "hash" is the null that genesis names. */
export const BEFORE_GENESIS: RowFact = { position: -1, seq: -1, prevHash: undefined, hash: null, computed: null };

/** Whether `next` names `row` as its predecessor: by the stored hash, or by the one that recomputes. */
export function isPredecessor(row: RowFact, next: RowFact): boolean {
  return next.prevHash !== undefined && (next.prevHash === row.hash || next.prevHash === row.computed);
}

/** How an entry stands to the one before it in the file. `unknown`: one of the two can not be read. */
export function linkOf(previous: RowFact, row: RowFact): 'linked' | 'broken' | 'unknown' {
  if (isPredecessor(previous, row)) return 'linked';
  if (row.prevHash === undefined) return 'unknown';
  return previous.hash === undefined ? 'unknown' : 'broken';
}

/** Whether the stored hash is known and is not the one that recomputes. */
export function hashDiffers(row: RowFact): boolean {
  return row.hash !== undefined && row.computed !== undefined && row.hash !== row.computed;
}
