import { LIMITS } from '../../base/limits.ts';
import { BYTE_ORDER_MARK, type Frame, type Framer, type FramingProblem, isJsonSpace } from './frame.ts';
import { BOM_PROBLEM } from './lines.ts';
import { PieceBuffer } from './piece-buffer.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

type State = 'before' | 'element' | 'after';

/**
 * Splits a JSON array into its elements without reading it as a whole. It finds borders only: each element is parsed strictly
 * by whoever takes it, and an empty place between commas is handed out as an empty element, which no parser accepts.
 * So a text is a sound array exactly when all its elements are and `problems` holds nothing but notes.
 */
export class ArrayFramer implements Framer {
  readonly problems: FramingProblem[] = [];
  private readonly buffer = new PieceBuffer();
  private state: State = 'before';
  private offset = 0;
  private elementStart = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private elements = 0;
  private trailingSeen = false;

  push(chunk: Uint8Array, emit: (frame: Frame) => void): void {
    let from = 0;
    if (this.state === 'before') {
      from = this.findArray(chunk);
      if (this.state === 'before') {
        this.offset += chunk.length;
        return;
      }
    }
    const base = this.offset;
    let start = from;
    if (this.state === 'element') {
      for (let at = from; at < chunk.length; at += 1) {
        const byte = chunk[at] ?? 0;
        if (this.inString) {
          if (this.escaped) this.escaped = false;
          else if (byte === BACKSLASH) this.escaped = true;
          else if (byte === QUOTE) this.inString = false;
        } else if (byte === QUOTE) {
          this.inString = true;
        } else if (byte === 0x7b || byte === OPEN_BRACKET) {
          this.depth += 1;
        } else if (this.depth > 0) {
          if (byte === 0x7d || byte === CLOSE_BRACKET) this.depth -= 1;
        } else if (byte === COMMA || byte === CLOSE_BRACKET) {
          this.element(chunk.subarray(start, at), byte === CLOSE_BRACKET, emit);
          start = at + 1;
          this.elementStart = base + start;
          if (byte === CLOSE_BRACKET) {
            this.state = 'after';
            break;
          }
        }
      }
    }
    if (this.state === 'after') this.trailing(chunk, start, base);
    else if (start < chunk.length) this.buffer.add(chunk.subarray(start));
    this.offset = base + chunk.length;
  }

  finish(emit: (frame: Frame) => void): void {
    if (this.state === 'before') {
      this.problem('framing.not-array', 'the file holds no JSON array', this.offset);
    } else if (this.state === 'element') {
      this.element(new Uint8Array(0), true, emit);
      this.problem('framing.truncated', "the file ends before the array's closing bracket", this.offset);
    }
  }

  private findArray(chunk: Uint8Array): number {
    let at = 0;
    if (this.offset === 0 && BYTE_ORDER_MARK.every((byte, index) => chunk[index] === byte)) {
      at = BYTE_ORDER_MARK.length;
      this.problems.push({ ...BOM_PROBLEM });
    }
    while (at < chunk.length && isJsonSpace(chunk[at] ?? 0)) at += 1;
    if (at === chunk.length) return at;
    if (chunk[at] !== OPEN_BRACKET) {
      this.problem('framing.not-array', 'the file does not start with a JSON array', this.offset + at);
      this.state = 'after';
      this.trailingSeen = true;
      return chunk.length;
    }
    this.state = 'element';
    this.elementStart = this.offset + at + 1;
    return at + 1;
  }

  /** Hands out the element that ends here; an array of white space alone has none. */
  private element(tail: Uint8Array, last: boolean, emit: (frame: Frame) => void): void {
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
    if (from === to && last && this.elements === 0) return;
    this.elements += 1;
    emit({ offset: this.elementStart + from, length: to - from, bytes: bytes.subarray(from, to) });
  }

  private trailing(chunk: Uint8Array, from: number, base: number): void {
    if (this.trailingSeen) return;
    for (let at = from; at < chunk.length; at += 1) {
      if (isJsonSpace(chunk[at] ?? 0)) continue;
      this.trailingSeen = true;
      this.problem('framing.trailing', "something follows the array's closing bracket", base + at);
      return;
    }
  }

  private problem(rule: string, message: string, byteOffset: number): void {
    this.problems.push({ rule, message, byteOffset, note: false });
  }
}
