import { ElementSplitter } from './elements.ts';
import { type Frame, type Framer, type FramingProblem, isJsonSpace } from './frame.ts';
import { LeadingMark } from './leading-mark.ts';
import { BOM_PROBLEM } from './lines.ts';

const OPEN_BRACKET = 0x5b;

/** Splits a file that is one JSON array into its elements, without ever holding it as a whole. */
export class ArrayFramer implements Framer {
  readonly problems: FramingProblem[] = [];
  private readonly mark = new LeadingMark();
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
      if (this.mark.partial) this.refuse(0);
      else if (!this.notArray) this.problem('framing.not-array', 'the file holds no JSON array', this.offset);
    } else if (!this.splitter.closed) {
      this.splitter.endEarly(emit);
      this.problem('framing.truncated', "the file ends before the array's closing bracket", this.offset);
    }
  }

  private findArray(chunk: Uint8Array): number {
    if (this.notArray) return chunk.length;
    const marked = this.mark.take(chunk);
    if (marked > 0 && this.mark.whole) this.problems.push(BOM_PROBLEM);
    if (marked < chunk.length && this.mark.partial) return this.refuse(0, chunk);
    let at = marked;
    while (at < chunk.length && isJsonSpace(chunk[at] ?? 0)) at += 1;
    if (at === chunk.length) return at;
    if (chunk[at] !== OPEN_BRACKET) return this.refuse(this.offset + at, chunk);
    this.splitter = new ElementSplitter(this.offset + at + 1);
    return at + 1;
  }

  /** Nothing of the file is an element; the rest of the chunk is passed over. */
  private refuse(byteOffset: number, chunk: Uint8Array = new Uint8Array(0)): number {
    if (!this.notArray) this.problem('framing.not-array', 'the file does not start with a JSON array', byteOffset);
    this.notArray = true;
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
