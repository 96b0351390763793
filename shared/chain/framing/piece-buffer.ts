import { LIMITS } from '../../base/limits.ts';

/**
 * Joins the pieces of one entry that lies across chunks. Holds at most LIMITS.entryBytes: beyond that it only counts.
 */
export class PieceBuffer {
  private pieces: Uint8Array[] = [];
  private kept = 0;
  /** Bytes seen, kept or not. */
  length = 0;

  add(piece: Uint8Array): void {
    this.length += piece.length;
    if (this.length > LIMITS.entryBytes) {
      this.pieces = [];
      this.kept = 0;
      return;
    }
    // A copy: the reader of the file may reuse the chunk that `piece` is a view of.
    this.pieces.push(piece.slice());
    this.kept += piece.length;
  }

  /** All bytes, or null when there were more than the cap; empties the buffer. */
  take(): Uint8Array | null {
    const whole = this.kept === this.length ? this.join() : null;
    this.pieces = [];
    this.kept = 0;
    this.length = 0;
    return whole;
  }

  private join(): Uint8Array {
    const only = this.pieces[0];
    if (only !== undefined && this.pieces.length === 1) return only;
    const whole = new Uint8Array(this.kept);
    let at = 0;
    for (const piece of this.pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}
