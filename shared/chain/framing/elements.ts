import { LIMITS } from '../../base/limits.ts';
import { type Frame, isJsonSpace } from './frame.ts';
import { PieceBuffer } from './piece-buffer.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Splits the elements of one JSON array that starts right before the first byte it is given (the bracket itself is not passed in).
 * It finds borders only: each element is parsed strictly by whoever takes it, and an empty place between commas is handed out as
 * an empty element, which no parser accepts. So a text is a sound array exactly when all its elements are.
 */
export class ElementSplitter {
  /** Set when the closing bracket was met. */
  closed = false;
  private readonly buffer = new PieceBuffer();
  private elementStart: number;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private elements = 0;

  /** @param start offset in the file of the first byte after the opening bracket */
  constructor(start: number) {
    this.elementStart = start;
  }

  /**
   * @param from first byte of the chunk to look at
   * @param base offset in the file of the chunk's first byte
   * @returns the place after the closing bracket, or the length of the chunk when it was not met
   */
  consume(chunk: Uint8Array, from: number, base: number, emit: (frame: Frame) => void): number {
    let start = from;
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.inString = false;
      } else if (byte === QUOTE) {
        this.inString = true;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.depth += 1;
      } else if (this.depth > 0) {
        if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.depth -= 1;
      } else if (byte === COMMA || byte === CLOSE_BRACKET) {
        this.closed = byte === CLOSE_BRACKET;
        this.element(chunk.subarray(start, at), emit);
        start = at + 1;
        this.elementStart = base + start;
        if (this.closed) return start;
      }
    }
    if (start < chunk.length) this.buffer.add(chunk.subarray(start));
    return chunk.length;
  }

  /** Goes on behind whole elements and their commas, at `offset` in the file; `closed` says that the closing bracket was among them. */
  skipTo(offset: number, closed: boolean): void {
    this.elementStart = offset;
    this.elements += 1;
    this.closed = closed;
  }

  /** The file ended before the closing bracket: hands out what was begun. */
  endEarly(emit: (frame: Frame) => void): void {
    if (this.buffer.length > 0) this.element(new Uint8Array(0), emit);
  }

  private element(tail: Uint8Array, emit: (frame: Frame) => void): void {
    let bytes: Uint8Array | null = tail;
    let length = tail.length;
    if (this.buffer.length > 0) {
      this.buffer.add(tail);
      length = this.buffer.length;
      bytes = this.buffer.take();
    }
    if (bytes === null || bytes.length > LIMITS.entryBytes) {
      this.elements += 1;
      emit({ offset: this.elementStart, length, bytes: null });
      return;
    }
    let from = 0;
    let to = bytes.length;
    while (to > from && isJsonSpace(bytes[to - 1] ?? 0)) to -= 1;
    while (from < to && isJsonSpace(bytes[from] ?? 0)) from += 1;
    // `[ ]` has no element; `[1, ]` has an empty one, which is an error for whoever parses it.
    if (from === to && this.closed && this.elements === 0) return;
    this.elements += 1;
    emit({ offset: this.elementStart + from, length: to - from, bytes: bytes.subarray(from, to) });
  }
}
