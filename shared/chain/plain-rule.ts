import type { Entry } from './entry.ts';

/**
 * The rule of the format itself (formats section 2), word for word, which alone decides whether the rows of a chain are sound:
 * the first position where, in this order, `seq` is not the position, `prevHash` is not the hash before it (null at 0), or the
 * hash does not recompute. Classification of faults explains; it never overrules this.
 */
export class PlainRule {
  /** First broken position; null while there is none. */
  firstBroken: number | null = null;
  private position = 0;
  /** Undefined behind an entry that a cap of this tool kept from being read: whatever follows it is not called broken for that. */
  private previousHash: string | null | undefined = null;

  /**
   * @param entry the entry at the next position
   * @param computed its hash over its stated prevHash, undefined when not defined
   */
  push(entry: Entry, computed: string | undefined): void {
    if (this.firstBroken === null) {
      const notJudged = entry.problem?.limit === true;
      const linked = entry.prevHash === this.previousHash || (this.previousHash === undefined && this.position > 0);
      const holds = entry.seq === this.position && linked && entry.hash !== undefined && entry.hash === computed;
      if (notJudged || holds) this.previousHash = entry.hash;
      else this.firstBroken = this.position;
    }
    this.position += 1;
  }

  /** Whether the rule, as far as it still looks, would hold for a run of sound entries that comes next. */
  continues(firstSeq: number, firstPrevHash: string | null): boolean {
    return this.firstBroken !== null || (firstSeq === this.position && firstPrevHash === this.previousHash);
  }

  /** Takes `count` sound entries for which `continues` was true. */
  skip(count: number, lastHash: string): void {
    this.position += count;
    this.previousHash = lastHash;
  }
}
