import { ahead } from '../node/ahead.ts';

const LINE_FEED = 0x0a;
const READ_BYTES = 1024 * 1024;

/** Reads bytes at any place; shorter only where the file ends. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

/**
 * Bytes of one part of a file of lines: as near to equal parts as lines allow, each beginning where a line does. The parts of a file, in
 * order, are the file; one is empty where a line is longer than a part.
 *
 * @param index which part, from 1
 * @param of how many parts
 * @param size bytes of the file
 */
export async function partRange(
  index: number,
  of: number,
  size: number,
  readAt: ReadAt,
): Promise<{ readonly from: number; readonly to: number }> {
  const border = (part: number) => Number((BigInt(size) * BigInt(part)) / BigInt(of));
  return { from: await lineStart(border(index - 1), size, readAt), to: await lineStart(border(index), size, readAt) };
}

/** The first place from `at` on where a line begins; the end of the file where none does. */
async function lineStart(at: number, size: number, readAt: ReadAt): Promise<number> {
  if (at === 0) return 0;
  for (let from = at - 1; from < size; ) {
    const bytes = await readAt(from, READ_BYTES);
    const feed = bytes.indexOf(LINE_FEED);
    if (feed !== -1) return from + feed + 1;
    if (bytes.length === 0) break;
    from += bytes.length;
  }
  return size;
}

/** The bytes of a range in order, the next ones read while those at hand are used. Shorter only where the file ends. */
export function streamRange(from: number, to: number, readAt: ReadAt): AsyncIterable<Uint8Array> {
  return ahead(readRange(from, to, readAt), 1);
}

async function* readRange(from: number, to: number, readAt: ReadAt): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; ) {
    const bytes = await readAt(at, Math.min(READ_BYTES, to - at));
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
  }
}
