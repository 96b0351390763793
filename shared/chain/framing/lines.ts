import { LIMITS } from '../../base/limits.ts';
import { BYTE_ORDER_MARK, type Frame, type Framer, type FramingProblem, isJsonSpace } from './frame.ts';
import { PieceBuffer } from './piece-buffer.ts';

const LINE_FEED = 0x0a;

/**
 * Splits newline-delimited JSON: one entry a line, LF or CRLF, the last line with or without its newline.
 * Lines of nothing but white space are no entries; they are counted in one note.
 */
export class LineFramer implements Framer {
  readonly problems: FramingProblem[] = [];
  private readonly buffer = new PieceBuffer();
  private offset = 0;
  private blank = 0;
  private firstBlank = 0;

  /** Lines without an entry so far. */
  get blankLines(): number {
    return this.blank;
  }

  push(chunk: Uint8Array, emit: (frame: Frame) => void): void {
    let from = 0;
    for (let feed = chunk.indexOf(LINE_FEED); feed !== -1; feed = chunk.indexOf(LINE_FEED, from)) {
      this.line(chunk.subarray(from, feed), emit);
      this.offset += 1;
      from = feed + 1;
    }
    if (from < chunk.length) this.buffer.add(chunk.subarray(from));
  }

  skip(bytes: number): void {
    this.offset += bytes;
  }

  finish(emit: (frame: Frame) => void): void {
    if (this.buffer.length > 0) this.line(new Uint8Array(0), emit);
    if (this.blank > 0) {
      const message = `${this.blank} blank ${this.blank === 1 ? 'line' : 'lines'} between the entries, passed over`;
      this.problems.push({ rule: 'framing.blank-lines', message, byteOffset: this.firstBlank, note: true });
    }
  }

  private line(tail: Uint8Array, emit: (frame: Frame) => void): void {
    const start = this.offset;
    let bytes: Uint8Array | null = tail;
    let length = tail.length;
    if (this.buffer.length > 0) {
      this.buffer.add(tail);
      length = this.buffer.length;
      bytes = this.buffer.take();
    }
    this.offset += length;
    if (bytes === null || bytes.length > LIMITS.entryBytes) emit({ offset: start, length, bytes: null });
    else this.emitTrimmed(bytes, start, emit);
  }

  private emitTrimmed(bytes: Uint8Array, start: number, emit: (frame: Frame) => void): void {
    let from = 0;
    if (start === 0 && BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte)) {
      from = BYTE_ORDER_MARK.length;
      this.problems.push({ ...BOM_PROBLEM });
    }
    let to = bytes.length;
    while (to > from && isJsonSpace(bytes[to - 1] ?? 0)) to -= 1;
    while (from < to && isJsonSpace(bytes[from] ?? 0)) from += 1;
    if (from < to) {
      emit({ offset: start + from, length: to - from, bytes: bytes.subarray(from, to) });
      return;
    }
    if (this.blank === 0) this.firstBlank = start;
    this.blank += 1;
  }
}

/** RFC 8259 section 8.1: a reader may pass over a byte order mark instead of treating it as an error. */
export const BOM_PROBLEM: FramingProblem = {
  rule: 'framing.bom',
  message: 'the file starts with a byte order mark, which JSON does not allow; it was passed over',
  byteOffset: 0,
  note: true,
};
