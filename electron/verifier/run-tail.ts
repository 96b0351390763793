import { readEntry } from '../../shared/chain/entry.ts';
import { PlacedRun } from './placed-run.ts';

/**
 * What is left of a run when its first rows were taken one by one.
 *
 * @param skipped rows that were taken, at least 1 and fewer than the run has
 * @param segment the bytes that the places of the run point into
 */
export function tailOf(run: PlacedRun, skipped: number, segment: Uint8Array): PlacedRun {
  const count = run.count - skipped;
  const offset = run.places[2 * skipped] ?? 0;
  const first = readEntry(segment.subarray(offset, offset + (run.places[2 * skipped + 1] ?? 0)));
  return new PlacedRun({
    count,
    firstSeq: run.firstSeq + skipped,
    firstPrevHash: first.prevHash ?? null,
    firstHash: first.hash ?? '',
    digits: run.lastDigits(count),
    places: run.places.subarray(2 * skipped),
  });
}
