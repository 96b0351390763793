import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { spoolFault } from './entry-bytes.ts';

/** Where one entry stands in its file; a length of 0 means that it was too long to keep. */
export interface RowPlace {
  readonly offset: number;
  readonly length: number;
}

/** Bytes of one place in the index. */
export const RECORD_BYTES = 8;
const BUFFERED_RECORDS = 8_192;

/** Where entries stand that lie one behind the other. An entry that was not kept ends where it starts. */
export interface RowPlaces {
  readonly count: number;
  offset(row: number): number;
  /** Offset behind the last byte. */
  end(row: number): number;
}

/** Places as the index holds them: nothing is made of one that is not asked for. */
export class PackedPlaces implements RowPlaces {
  readonly count: number;
  private readonly records: DataView;

  /** @param records whole records of an index; may be shared memory */
  constructor(records: Uint8Array) {
    this.count = records.length / RECORD_BYTES;
    this.records = new DataView(records.buffer, records.byteOffset, records.length);
  }

  offset(row: number): number {
    const at = row * RECORD_BYTES;
    return this.records.getUint32(at + 4, true) * 256 + this.records.getUint8(at + 3);
  }

  length(row: number): number {
    return this.records.getUint32(row * RECORD_BYTES, true) & 0xff_ffff;
  }

  end(row: number): number {
    return this.offset(row) + this.length(row);
  }
}

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

  /** @param path a file of the verifier's own spool folder; made new. Throws SystemFault. */
  constructor(path: string) {
    try {
      this.descriptor = openSync(path, 'wx+', 0o600);
    } catch (error) {
      throw spoolFault(error);
    }
  }

  /** Number of entries. */
  get count(): number {
    return this.written + this.buffered;
  }

  /** Throws SystemFault, as on a full disk. */
  append(offset: number, length: number): void {
    const at = this.buffered * RECORD_BYTES;
    this.buffer.writeUInt32LE(((offset % 256) * 2 ** 24 + length) >>> 0, at);
    this.buffer.writeUInt32LE(Math.floor(offset / 256), at + 4);
    this.buffered += 1;
    if (this.buffered === BUFFERED_RECORDS) this.flush();
  }

  /** Places of up to `count` entries from position `from` on; fewer where the chain ends. */
  read(from: number, count: number): RowPlace[] {
    const wanted = Math.max(0, Math.min(count, this.count - from));
    const places = this.readInto(new Uint8Array(wanted * RECORD_BYTES), from);
    return Array.from({ length: places.count }, (_, row) => ({
      offset: places.offset(row),
      length: places.length(row),
    }));
  }

  /** As `read`, for those who look at thousands: as many as `target` has room for, which holds their records then. */
  readInto(target: Uint8Array, from: number): PackedPlaces {
    // The number of a closed descriptor may already mean another file.
    if (this.closed) throw new RangeError('the index of entries is closed');
    this.flush();
    const room = Math.floor(target.length / RECORD_BYTES);
    const wanted = target.subarray(0, Math.max(0, Math.min(room, this.written - from)) * RECORD_BYTES);
    const got = readSync(this.descriptor, wanted, 0, wanted.length, from * RECORD_BYTES);
    if (got < wanted.length) throw new RangeError('the index of entries ends before its count');
    return new PackedPlaces(wanted);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    closeSync(this.descriptor);
  }

  private flush(): void {
    if (this.buffered === 0) return;
    const bytes = this.buffered * RECORD_BYTES;
    const from = this.written * RECORD_BYTES;
    try {
      // The system may write a part only, as on the last bytes of a disk, and says so by the number alone.
      for (let at = 0; at < bytes; ) at += writeSync(this.descriptor, this.buffer, at, bytes - at, from + at);
    } catch (error) {
      throw spoolFault(error);
    }
    this.written += this.buffered;
    this.buffered = 0;
  }
}
