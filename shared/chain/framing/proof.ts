import { ElementSplitter } from './elements.ts';
import type { Frame, Framer, FramingProblem } from './frame.ts';
import { PieceBuffer } from './piece-buffer.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;
const ENTRIES_KEY = '"entries"';

/**
 * Splits the array of the member `entries` of one JSON object (`audit-chain-proof.json` with inline entries), and keeps the rest of
 * the document with that array left empty, for the strict reader. Only the first member of that name, written without escapes, is
 * streamed; any other stays in the rest, where the strict reader refuses it.
 */
export class ProofFramer implements Framer {
  readonly problems: FramingProblem[] = [];
  private readonly rest = new PieceBuffer();
  private splitter: ElementSplitter | null = null;
  private offset = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** The last string or the colon behind it, at the first level: `"entries":` is met when the two come in that order. */
  private token = '';
  private streamed = false;

  push(chunk: Uint8Array, emit: (frame: Frame) => void): void {
    let from = 0;
    while (from < chunk.length) {
      if (this.splitter !== null && !this.splitter.closed) {
        from = this.splitter.consume(chunk, from, this.offset, emit);
        if (this.splitter.closed) this.rest.add(Uint8Array.of(0x5d));
      } else {
        const to = this.scan(chunk, from);
        this.rest.add(chunk.subarray(from, to));
        from = to;
      }
    }
    this.offset += chunk.length;
  }

  skip(bytes: number, closed: boolean): void {
    this.offset += bytes;
    this.splitter?.skipTo(this.offset, closed);
    if (closed) this.rest.add(Uint8Array.of(0x5d));
  }

  finish(emit: (frame: Frame) => void): void {
    if (this.splitter === null || this.splitter.closed) return;
    this.splitter.endEarly(emit);
    const message = 'the file ends inside the array of entries';
    this.problems.push({ rule: 'framing.truncated', message, byteOffset: this.offset, note: false });
  }

  /** Whether an array of entries was met. */
  get hasEntries(): boolean {
    return this.streamed;
  }

  /** The document with an empty array in place of its entries; null when it is longer than LIMITS.entryBytes. Call once, at the end. */
  takeRest(): Uint8Array | null {
    return this.rest.take();
  }

  /** Scans up to and with the bracket that opens the array of entries; returns the place behind it, or the end of the chunk. */
  private scan(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.inString) {
        this.inStringByte(byte);
      } else if (byte === QUOTE) {
        this.inString = true;
        this.token = '"';
      } else if (byte === OPEN_BRACKET && this.depth === 1 && this.token === `${ENTRIES_KEY}:` && !this.streamed) {
        this.streamed = true;
        this.splitter = new ElementSplitter(this.offset + at + 1);
        this.token = '';
        return at + 1;
      } else {
        this.structuralByte(byte);
      }
    }
    return chunk.length;
  }

  private inStringByte(byte: number): void {
    if (this.token.length <= ENTRIES_KEY.length) this.token += String.fromCharCode(byte);
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) this.inString = false;
  }

  private structuralByte(byte: number): void {
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.depth += 1;
    else if (byte === 0x7d || byte === 0x5d) this.depth -= 1;
    if (byte === 0x3a && this.token === ENTRIES_KEY) this.token += ':';
    else if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) this.token = '';
  }
}
