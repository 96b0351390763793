/** Bytes that can be read at any place: a file, or an array in tests. */
export interface ByteSource {
  /** Bytes in all. */
  readonly size: number;
  /**
   * @param offset bytes from the start.
   * @param length bytes wanted.
   * @returns a fresh array; shorter than `length` only where the source ends.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/**
 * Reads small records that stand close together without one call to the source for each.
 * @param source where the bytes come from.
 * @param windowBytes bytes fetched at a time; bounds the memory held.
 * @returns a source over the same bytes whose arrays are views of the window: copy what is kept.
 */
export function windowed(source: ByteSource, windowBytes: number): ByteSource {
  let start = 0;
  let held: Uint8Array = new Uint8Array(0);
  return {
    size: source.size,
    async read(offset, length) {
      if (offset < start || offset + length > start + held.length) {
        held = await source.read(offset, Math.max(length, windowBytes));
        start = offset;
      }
      return held.subarray(offset - start, offset - start + length);
    },
  };
}
