import type { FaultSink } from './fault.ts';
import { entryMissing, hashReplaced, labelDiffers, labelsShift, payloadAltered } from './fault-words.ts';
import { BEFORE_GENESIS, hashDiffers, type RowFact } from './row-fact.ts';

/**
 * Walks entries that follow one another in the chain and reports what is wrong with each by itself: its hash and its label.
 * Both need the next entry to be named rightly, so one entry is always held back.
 */
export class Walk {
  /** The last entry walked. */
  previous: RowFact = BEFORE_GENESIS;
  private readonly sink: FaultSink;
  private expectedSeq = 0;
  private strayLabel: { row: RowFact; expected: number } | null = null;

  constructor(sink: FaultSink) {
    this.sink = sink;
  }

  /** The label that the next entry should carry. */
  get nextSeq(): number {
    return this.expectedSeq;
  }

  /** `row` names `previous` as its predecessor. */
  linked(row: RowFact): void {
    this.settleHash(row);
    this.checkLabel(row);
    this.previous = row;
  }

  /** `row` starts anew after a break that was reported already; its label is taken as it is. */
  afterBreak(row: RowFact): void {
    this.settleHash(undefined);
    this.settleLabel();
    this.expectedSeq = (row.seq ?? this.expectedSeq) + 1;
    this.previous = row;
  }

  /** `row` follows `unreadable` entries, so that its link can not be judged; only a jump of labels can be. */
  afterUnreadable(row: RowFact, unreadable: number): void {
    this.settleHash(undefined);
    this.settleLabel();
    const expected = this.expectedSeq + unreadable;
    if (row.seq !== undefined && row.seq > expected) {
      this.sink.report(entryMissing(this.previous, row, row.seq - expected));
    } else if (row.seq !== undefined && row.seq < expected) {
      this.sink.report(labelDiffers(row, expected));
    }
    this.expectedSeq = (row.seq ?? expected) + 1;
    this.previous = row;
  }

  /** Whether nothing is held back: the last entry is sound and no label waits to be told apart. */
  get settled(): boolean {
    return (
      this.strayLabel === null && this.previous.hash !== undefined && this.previous.hash === this.previous.computed
    );
  }

  /** Goes on behind sound entries, of which `last` is the last. Only when settled. */
  skipTo(last: RowFact, nextSeq: number): void {
    this.previous = last;
    this.expectedSeq = nextSeq;
  }

  /** No entry follows. */
  finish(): void {
    if (hashDiffers(this.previous)) this.sink.report(payloadAltered(this.previous, 'none'));
    this.settleLabel();
  }

  private settleHash(next: RowFact | undefined): void {
    const row = this.previous;
    if (!hashDiffers(row)) return;
    if (next === undefined) this.sink.report(payloadAltered(row, 'unclear'));
    else this.sink.report(next.prevHash === row.hash ? payloadAltered(row, 'agrees') : hashReplaced(row));
  }

  /** A single label out of line and labels that go on from another number are one fault each; the next label tells which. */
  private checkLabel(row: RowFact): void {
    const expected = this.expectedSeq;
    const stray = this.strayLabel;
    this.expectedSeq = expected + 1;
    if (row.seq === undefined) return;
    if (stray !== null && stray.row.seq !== undefined && row.seq === stray.row.seq + 1 && row.seq !== expected) {
      this.sink.report(labelsShift(stray.row, stray.expected));
      this.strayLabel = null;
      this.expectedSeq = row.seq + 1;
      return;
    }
    this.settleLabel();
    if (row.seq !== expected) this.strayLabel = { row, expected };
  }

  private settleLabel(): void {
    if (this.strayLabel === null) return;
    this.sink.report(labelDiffers(this.strayLabel.row, this.strayLabel.expected));
    this.strayLabel = null;
  }
}
