/** Little-endian reads over one record of a zip (APPNOTE 6.3.10, 4.1.9). All throw RangeError past the end of the record. */
export interface RecordView {
  readonly length: number;
  u16(at: number): number;
  u32(at: number): number;
  /** Null when the number is above 2^53 - 1, which no file offset or size can be. */
  u64(at: number): number | null;
  bytes(from: number, to: number): Uint8Array;
}

/** Looks at the bytes of one record without copying them. */
export function recordView(bytes: Uint8Array): RecordView {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    length: bytes.length,
    u16: (at) => view.getUint16(at, true),
    u32: (at) => view.getUint32(at, true),
    u64: (at) => {
      const value = view.getBigUint64(at, true);
      return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
    },
    bytes: (from, to) => bytes.subarray(from, to),
  };
}
