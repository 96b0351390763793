import type { RowFact } from './row-fact.ts';

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
  readonly lastHashes: readonly string[];
}

/** What the replay would have kept of the last entries of a run, had it walked them. */
export function lastFacts(run: SoundRun, firstPosition: number): RowFact[] {
  const { count, firstSeq, firstPrevHash, lastHashes } = run;
  const skipped = count - lastHashes.length;
  return lastHashes.slice(skipped === 0 ? 0 : 1).map((hash, at) => {
    const place = count - lastHashes.length + at + (skipped === 0 ? 0 : 1);
    const before = place === 0 ? firstPrevHash : lastHashes[place - skipped - 1];
    return { position: firstPosition + place, seq: firstSeq + place, prevHash: before, hash, computed: hash };
  });
}
