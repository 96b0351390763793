import { ElementSplitter } from './elements.ts';
import { BYTE_ORDER_MARK, type Frame, type Framer, type FramingProblem, isJsonSpace } from './frame.ts';
import { BOM_PROBLEM } from './lines.ts';

const OPEN_BRACKET = 0x5b;

/** Splits a file that is one JSON array into its elements, without ever holding it as a whole. */
export class ArrayFramer implements Framer {
  readonly problems: FramingProblem[] = [];
  private splitter: ElementSplitter | null = null;
  private offset = 0;
  private notArray = false;
  private trailingSeen = false;

  push(chunk: Uint8Array, emit: (frame: Frame) => void): void {
    let at = 0;
    if (this.splitter === null) at = this.findArray(chunk);
    if (this.splitter !== null) {
      if (!this.splitter.closed) at = this.splitter.consume(chunk, at, this.offset, emit);
      if (this.splitter.closed) this.checkTrailing(chunk, at);
    }
    this.offset += chunk.length;
  }

  skip(bytes: number, closed: boolean): void {
    this.offset += bytes;
    this.splitter?.skipTo(this.offset, closed);
  }

  finish(emit: (frame: Frame) => void): void {
    if (this.splitter === null) {
      if (!this.notArray) this.problem('framing.not-array', 'the file holds no JSON array', this.offset);
    } else if (!this.splitter.closed) {
      this.splitter.endEarly(emit);
      this.problem('framing.truncated', "the file ends before the array's closing bracket", this.offset);
    }
  }

  private findArray(chunk: Uint8Array): number {
    if (this.notArray) return chunk.length;
    let at = 0;
    if (this.offset === 0 && BYTE_ORDER_MARK.every((byte, index) => chunk[index] === byte)) {
      at = BYTE_ORDER_MARK.length;
      this.problems.push(BOM_PROBLEM);
    }
    while (at < chunk.length && isJsonSpace(chunk[at] ?? 0)) at += 1;
    if (at === chunk.length) return at;
    if (chunk[at] === OPEN_BRACKET) {
      this.splitter = new ElementSplitter(this.offset + at + 1);
      return at + 1;
    }
    this.notArray = true;
    this.problem('framing.not-array', 'the file does not start with a JSON array', this.offset + at);
    return chunk.length;
  }

  private checkTrailing(chunk: Uint8Array, from: number): void {
    if (this.trailingSeen) return;
    const at = chunk.subarray(from).findIndex((byte) => !isJsonSpace(byte));
    if (at === -1) return;
    this.trailingSeen = true;
    this.problem('framing.trailing', "something follows the array's closing bracket", this.offset + from + at);
  }

  private problem(rule: string, message: string, byteOffset: number): void {
    this.problems.push({ rule, message, byteOffset, note: false });
  }
}
