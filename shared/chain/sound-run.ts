import type { RowFact } from './row-fact.ts';

/** Hashes of entries in a row; an array, or what gives each only when it is asked for. */
export type RunHashes = Pick<readonly string[], 'length' | 'at'> & { slice(start?: number): string[] };

/**
 * Entries in a row of which it is known that each recomputes, names the one before it, counts on from its label, and carries nothing
 * that its hash does not cover. Only what stands before the first of them is still to be judged.
 */
export interface SoundRun {
  readonly count: number;
  readonly firstSeq: number;
  readonly firstPrevHash: string | null;
  readonly firstHash: string;
  /** Hashes of the last entries, oldest first: all of them, or at least LIMITS.resyncWindow. */
  readonly lastHashes: RunHashes;
}

/** What the replay would have kept of the last entries of a run, had it walked them: of all, or of one fewer than there are hashes. */
export function lastFacts(run: SoundRun, firstPosition: number): RowFact[] {
  const hashes = run.lastHashes.slice();
  const first = run.count - hashes.length;
  const facts = hashes.map((hash, at) => factOf(run, firstPosition, first + at, hashes[at - 1], hash));
  // Of the first hash it is not known what the entry before it stores, unless it is that of the first entry.
  return first === 0 ? facts : facts.slice(1);
}

/** What the replay would have kept of the last entry of a run. */
export function lastFact(run: SoundRun, firstPosition: number): RowFact {
  const { count, lastHashes } = run;
  return factOf(run, firstPosition, count - 1, count === 1 ? undefined : lastHashes.at(-2), lastHashes.at(-1));
}

function factOf(
  { firstSeq, firstPrevHash }: SoundRun,
  firstPosition: number,
  row: number,
  before: string | undefined,
  hash: string | undefined,
): RowFact {
  const prevHash = row === 0 ? firstPrevHash : before;
  return { position: firstPosition + row, seq: firstSeq + row, prevHash, hash, computed: hash };
}
