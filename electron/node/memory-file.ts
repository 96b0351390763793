import type { RandomAccessFile } from './file-source.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Bytes that are held, read like a file: an archive inside a bundle. They can not change, so they never do.
 *
 * @param modified what the bundle states of them, ISO 8601 UTC; null when it states nothing
 */
export function memoryFile(bytes: Uint8Array, modified: string | null): RandomAccessFile {
  const read = async (offset: number, length: number): Promise<Uint8Array> => bytes.slice(offset, offset + length);
  async function* stream(from = 0): AsyncGenerator<Uint8Array> {
    for (let at = from; at < bytes.length; at += CHUNK_BYTES) yield bytes.slice(at, at + CHUNK_BYTES);
  }
  return {
    size: bytes.length,
    modified,
    read,
    readInto: async (target, offset) => {
      const there = bytes.subarray(offset, offset + target.length);
      target.set(there);
      return there.length;
    },
    stream,
    streamOnce: () => stream(),
    assertUnchanged: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
