import { BYTE_ORDER_MARK } from './frame.ts';

/** Finds the byte order mark that a file may start with, however its bytes are cut into chunks. */
export class LeadingMark {
  private matched = 0;
  private over = false;

  /** The mark was met whole. */
  get whole(): boolean {
    return this.matched === BYTE_ORDER_MARK.length;
  }

  /** The file starts with a part of the mark, and goes on or ends otherwise. Known once something stands behind what was taken. */
  get partial(): boolean {
    return this.matched > 0 && !this.whole;
  }

  /** Takes what the next chunk holds of the mark; returns how many bytes that is. */
  take(chunk: Uint8Array): number {
    let at = 0;
    while (at < chunk.length && !this.over) {
      if (chunk[at] === BYTE_ORDER_MARK[this.matched]) {
        this.matched += 1;
        at += 1;
      } else {
        this.over = true;
      }
      this.over ||= this.whole;
    }
    return at;
  }
}
