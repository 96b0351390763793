/** Worst state of a range of entries: the codes of `stripSchema` in shared/ipc/model.ts. */
export const STRIP_CODES = { notRead: 0, recomputed: 1, warning: 2, malformed: 3, tampered: 4 } as const;
export type StripCode = (typeof STRIP_CODES)[keyof typeof STRIP_CODES];

const BUCKETS = 16_384;

/**
 * The worst state of every range of a chain, at a resolution that halves whenever the chain outgrows it: constant memory for any
 * length, and never a fault that falls between two cells.
 */
export class Strip {
  private readonly worst = new Uint8Array(BUCKETS);
  private perBucket = 1;
  private total = 0;

  /** Says that entries up to `total` (exclusive) were read. */
  grow(total: number): void {
    this.total = Math.max(this.total, total);
    while (this.total > BUCKETS * this.perBucket) this.halve();
  }

  /** Raises the state of the entries from `first` to `last`, inclusive; a lower state never hides a higher one. */
  mark(first: number, last: number, code: StripCode): void {
    this.grow(last + 1);
    const end = Math.floor(last / this.perBucket);
    for (let at = Math.floor(first / this.perBucket); at <= end; at += 1) {
      if ((this.worst[at] ?? 0) < code) this.worst[at] = code;
    }
  }

  /**
   * Worst state of each of `count` equal ranges of the entries read so far. With more cells than entries, several cells show the same entry.
   */
  cells(count: number): StripCode[] {
    const cells: StripCode[] = [];
    for (let cell = 0; cell < count; cell += 1) {
      if (this.total === 0) {
        cells.push(STRIP_CODES.notRead);
        continue;
      }
      const first = Math.floor((cell * this.total) / count);
      const last = Math.max(first, Math.ceil(((cell + 1) * this.total) / count) - 1);
      cells.push(this.worstOf(Math.floor(first / this.perBucket), Math.floor(last / this.perBucket)));
    }
    return cells;
  }

  /** Number of entries read so far. */
  get length(): number {
    return this.total;
  }

  private worstOf(from: number, to: number): StripCode {
    let worst: number = STRIP_CODES.recomputed;
    for (let at = from; at <= to; at += 1) worst = Math.max(worst, this.worst[at] ?? 0);
    return worst as StripCode;
  }

  private halve(): void {
    for (let at = 0; at < BUCKETS; at += 1) {
      this.worst[at] = 2 * at < BUCKETS ? Math.max(this.worst[2 * at] ?? 0, this.worst[2 * at + 1] ?? 0) : 0;
    }
    this.perBucket *= 2;
  }
}
