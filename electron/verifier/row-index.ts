import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** Where one entry stands in its file; a length of 0 means that it was too long to keep. */
export interface RowPlace {
  readonly offset: number;
  readonly length: number;
}

/** The places of entries one behind the other, without an object for each. */
export interface RowPlaces {
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
}

const RECORD_BYTES = 8;
const BUFFERED_RECORDS = 8_192;

/**
 * The place of every entry, 8 bytes each, in a file: offset in 40 bits, length in 24 (LIMITS.entriesFileBytes, LIMITS.entryBytes).
 * So any entry of any chain is opened by one read, and memory does not grow with the chain.
 */
export class RowIndex {
  private readonly descriptor: number;
  private closed = false;
  private readonly buffer = Buffer.alloc(RECORD_BYTES * BUFFERED_RECORDS);
  private buffered = 0;
  private written = 0;

  /** @param path a file of the verifier's own spool folder; made new */
  constructor(path: string) {
    this.descriptor = openSync(path, 'wx+', 0o600);
  }

  /** Number of entries. */
  get count(): number {
    return this.written + this.buffered;
  }

  append(offset: number, length: number): void {
    const at = this.buffered * RECORD_BYTES;
    this.buffer.writeUInt32LE(((offset % 256) * 2 ** 24 + length) >>> 0, at);
    this.buffer.writeUInt32LE(Math.floor(offset / 256), at + 4);
    this.buffered += 1;
    if (this.buffered === BUFFERED_RECORDS) this.flush();
  }

  /** Places of up to `count` entries from position `from` on; fewer where the chain ends. */
  read(from: number, count: number): RowPlace[] {
    const { offsets, lengths } = this.readMany(from, count);
    return Array.from(offsets, (offset, at) => ({ offset, length: lengths[at] ?? 0 }));
  }

  /** As `read`, for those who look at thousands. */
  readMany(from: number, count: number): RowPlaces {
    // The number of a closed descriptor may already mean another file.
    if (this.closed) throw new RangeError('the index of entries is closed');
    this.flush();
    const wanted = Math.max(0, Math.min(count, this.written - from));
    const bytes = Buffer.alloc(wanted * RECORD_BYTES);
    readSync(this.descriptor, bytes, 0, bytes.length, from * RECORD_BYTES);
    const offsets = new Float64Array(wanted);
    const lengths = new Uint32Array(wanted);
    for (let row = 0; row < wanted; row += 1) {
      const low = bytes.readUInt32LE(row * RECORD_BYTES);
      offsets[row] = bytes.readUInt32LE(row * RECORD_BYTES + 4) * 256 + (low >>> 24);
      lengths[row] = low & 0xff_ffff;
    }
    return { offsets, lengths };
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    closeSync(this.descriptor);
  }

  private flush(): void {
    if (this.buffered === 0) return;
    const bytes = this.buffered * RECORD_BYTES;
    writeSync(this.descriptor, this.buffer, 0, bytes, this.written * RECORD_BYTES);
    this.written += this.buffered;
    this.buffered = 0;
  }
}
