/**
 * Memory of segments, used again and again; threads see the same memory, so nothing is copied or allocated for each. It is lent to whoever
 * reads the file, so that what is read is in a segment already: with free room before it, for the row that the last segment left begun.
 */
export class SegmentMemory {
  private readonly segmentBytes: number;
  private readonly headBytes: number;
  private readonly spare: SharedArrayBuffer[] = [];
  private readonly lent = new Set<ArrayBufferLike>();

  /** @param segmentBytes bytes that are lent at a time */
  constructor(segmentBytes: number) {
    this.segmentBytes = segmentBytes;
    this.headBytes = segmentBytes >>> 4;
  }

  /** Memory for a segment that is put together; a little more than is lent. */
  take(): Uint8Array<SharedArrayBuffer> {
    return new Uint8Array(this.spare.pop() ?? new SharedArrayBuffer(this.headBytes + this.segmentBytes));
  }

  /** Memory to read the next bytes of the file to. What is read there counts from its start. */
  lend(): Uint8Array<SharedArrayBuffer> {
    const bytes = this.take();
    this.lent.add(bytes.buffer);
    return bytes.subarray(this.headBytes);
  }

  /** Whether the bytes stand in memory that was lent, which is taken back then and has to be released. */
  takeBack(bytes: Uint8Array): bytes is Uint8Array<SharedArrayBuffer> {
    return this.lent.delete(bytes.buffer);
  }

  /** `before` and `bytes` as one, without copying `bytes`; null when they do not fill what was lent, or `before` is too long. */
  joined(before: Uint8Array, bytes: Uint8Array<SharedArrayBuffer>): Uint8Array<SharedArrayBuffer> | null {
    if (bytes.length < this.segmentBytes || before.length > this.headBytes) return null;
    const whole = new Uint8Array(bytes.buffer, this.headBytes - before.length, before.length + bytes.length);
    whole.set(before);
    return whole;
  }

  /** Takes memory back that nobody looks at any more. */
  release(bytes: Uint8Array<SharedArrayBuffer>): void {
    this.spare.push(bytes.buffer);
  }
}
