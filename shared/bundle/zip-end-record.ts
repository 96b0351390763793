import type { ByteSource } from './byte-source.ts';
import { recordView } from './zip-bytes.ts';

/** Bytes of the end record without its comment (APPNOTE 6.3.10, 4.3.16). */
export const END_BYTES = 22;
export const END_SIGNATURE = 0x06054b50;
const DIRECTORY_SIGNATURE = 0x02014b50;
const ZIP64_END_SIGNATURE = 0x06064b50;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_END_BYTES = 56;
const ZIP64_LOCATOR_BYTES = 20;

/** The fields of the end record, taken from its zip64 form where there is one. */
export interface EndRecord {
  /** Where the end record, or its zip64 form, begins: the directory ends here. */
  readonly start: number;
  /** Entries the archive states. */
  readonly entries: number | null;
  readonly directorySize: number | null;
  readonly directoryOffset: number | null;
  readonly commentLength: number;
  readonly multiDisk: boolean;
  /** Problems of the zip64 form: absent though announced, two of them, or at odds with the plain record. */
  readonly zip64: 'none' | 'used' | 'missing' | 'two' | 'differs';
}

/**
 * Reads the end record at a place, and its zip64 form when a locator stands before it (4.3.14, 4.3.15).
 * @param source the archive.
 * @param at where the signature of the end record stands; at least END_BYTES before the end of the source.
 */
export async function readEndRecord(source: ByteSource, at: number): Promise<EndRecord> {
  const plain = recordView(await source.read(at, END_BYTES));
  const record = {
    start: at,
    entries: plain.u16(10),
    directorySize: plain.u32(12),
    directoryOffset: plain.u32(16),
    commentLength: plain.u16(20),
    multiDisk: !(isUnset(plain.u16(4)) && isUnset(plain.u16(6))) || plain.u16(8) !== plain.u16(10),
  };
  const locatorAt = at - ZIP64_LOCATOR_BYTES;
  const locator = locatorAt < 0 ? null : recordView(await source.read(locatorAt, ZIP64_LOCATOR_BYTES));
  if (locator === null || locator.u32(0) !== ZIP64_LOCATOR_SIGNATURE) return { ...record, zip64: 'none' };

  const stated = locator.u64(8);
  const adjacent = locatorAt - ZIP64_END_BYTES;
  const atStated = stated !== null && stated <= adjacent && (await hasSignature(source, stated, ZIP64_END_SIGNATURE));
  const atAdjacent =
    adjacent >= 0 && adjacent !== stated && (await hasSignature(source, adjacent, ZIP64_END_SIGNATURE));
  const start = atStated ? stated : atAdjacent ? adjacent : null;
  if (start === null) return { ...record, zip64: 'missing' };

  const wide = recordView(await source.read(start, ZIP64_END_BYTES));
  const entries = wide.u64(32);
  const directorySize = wide.u64(40);
  const directoryOffset = wide.u64(48);
  const agrees =
    agreesWith(plain.u16(10), 0xffff, entries) &&
    agreesWith(plain.u32(12), 0xffffffff, directorySize) &&
    agreesWith(plain.u32(16), 0xffffffff, directoryOffset);
  return {
    start,
    entries,
    directorySize,
    directoryOffset,
    commentLength: record.commentLength,
    multiDisk: wide.u32(16) !== 0 || wide.u32(20) !== 0 || wide.u64(24) !== entries || locator.u32(16) > 1,
    zip64: atStated && atAdjacent ? 'two' : agrees ? 'used' : 'differs',
  };
}

/** Where the directory lies, in bytes from the start of the source. */
export interface DirectoryPlace {
  readonly start: number;
  readonly end: number;
  /** Added to every offset that the archive states: bytes that were put before it. */
  readonly base: number;
  /** A second directory begins where a program that does not shift offsets would look. */
  readonly rival: boolean;
}

/**
 * Finds the directory of an end record: right before it, or where the stated offset says.
 * @returns null when there is none at either place.
 */
export async function placeDirectory(source: ByteSource, end: EndRecord): Promise<DirectoryPlace | null> {
  const { directorySize: size, directoryOffset: offset } = end;
  if (size === null || offset === null || size + offset > end.start) return null;
  const before = end.start - size;
  const base = before - offset;
  if (end.entries === 0 && size === 0) return { start: before, end: end.start, base, rival: false };
  const atStated = await hasSignature(source, offset, DIRECTORY_SIGNATURE);
  if (await hasSignature(source, before, DIRECTORY_SIGNATURE)) {
    return { start: before, end: end.start, base, rival: base > 0 && atStated };
  }
  return atStated ? { start: offset, end: offset + size, base: 0, rival: false } : null;
}

async function hasSignature(source: ByteSource, at: number, signature: number): Promise<boolean> {
  const bytes = await source.read(at, 4);
  return bytes.length === 4 && recordView(bytes).u32(0) === signature;
}

function isUnset(disk: number): boolean {
  return disk === 0 || disk === 0xffff;
}

function agreesWith(narrow: number, ones: number, wide: number | null): boolean {
  return narrow === ones || narrow === wide;
}
