import { LIMITS } from '../base/limits.ts';
import { type ByteSource, windowed } from './byte-source.ts';
import { recordView } from './zip-bytes.ts';
import { EXTRA, type ExtraProblem, readExtraFields, resolveZip64 } from './zip-extra.ts';
import { zipTime } from './zip-time.ts';

const RECORD_SIGNATURE = 0x02014b50;
const RECORD_BYTES = 46;
const WINDOW_BYTES = 256 * 1024;

/** One record of the directory (APPNOTE 6.3.10, 4.3.12). Holds at most twice LIMITS.nameBytes, however large the record is. */
export interface CentralRecord {
  /** Where the record begins, in bytes from the start of the file. */
  readonly at: number;
  readonly madeBy: number;
  readonly versionNeeded: number;
  readonly flags: number;
  readonly method: number;
  readonly dosTime: number;
  readonly dosDate: number;
  /** ISO 8601 UTC, or null. */
  readonly modified: string | null;
  readonly crc32: number;
  /** Null: stated by a zip64 field that is missing, or above 2^53 - 1. */
  readonly storedSize: number | null;
  readonly size: number | null;
  /** The name, cut at LIMITS.nameBytes. */
  readonly nameBytes: Uint8Array;
  /** Bytes of the name as stated. */
  readonly nameLength: number;
  /** The Unicode path field (0x7075), cut at LIMITS.nameBytes; null without one. */
  readonly unicodePath: Uint8Array | null;
  readonly extraLength: number;
  readonly extraProblem: ExtraProblem | null;
  readonly commentLength: number;
  readonly disk: number | null;
  readonly externalAttributes: number;
  /** As stated: without the bytes before the archive. */
  readonly localOffset: number | null;
}

/** Where reading stopped, when not at the end of the directory. */
export interface CentralStop {
  readonly at: number;
  readonly reason: 'signature' | 'cut';
}

/** A stretch of the directory. */
export interface CentralPage {
  readonly records: CentralRecord[];
  /** Null when all was read, or `most` was reached. */
  readonly stop: CentralStop | null;
  /** Where the next record would begin. */
  readonly next: number;
}

/**
 * Reads the records of a directory, in order. Linear in its bytes; holds one window of 256 KiB besides the result.
 * @param source the archive.
 * @param start,end the directory, in bytes from the start of the file.
 * @param most records to read.
 */
export async function readCentralDirectory(
  source: ByteSource,
  start: number,
  end: number,
  most: number,
): Promise<CentralPage> {
  const directory: ByteSource = { size: end, read: (at, length) => source.read(at, Math.min(length, end - at)) };
  const window = windowed(directory, WINDOW_BYTES);
  const records: CentralRecord[] = [];
  let at = start;
  while (at < end && records.length < most) {
    const fixed = recordView(await window.read(at, RECORD_BYTES));
    if (fixed.length >= 4 && fixed.u32(0) !== RECORD_SIGNATURE)
      return { records, stop: { at, reason: 'signature' }, next: at };
    if (fixed.length < RECORD_BYTES) return { records, stop: { at, reason: 'cut' }, next: at };
    const length = RECORD_BYTES + fixed.u16(28) + fixed.u16(30) + fixed.u16(32);
    const bytes = await window.read(at, length);
    if (bytes.length < length) return { records, stop: { at, reason: 'cut' }, next: at };
    records.push(readRecord(bytes, at));
    at += length;
  }
  return { records, stop: null, next: at };
}

function readRecord(bytes: Uint8Array, at: number): CentralRecord {
  const view = recordView(bytes);
  const nameEnd = RECORD_BYTES + view.u16(28);
  const extra = readExtraFields(view.bytes(nameEnd, nameEnd + view.u16(30)));
  const unicodePath = extra.fields.get(EXTRA.unicodePath);
  const wide = { storedSize: view.u32(20), size: view.u32(24), disk: view.u16(34), localOffset: view.u32(42) };
  return {
    at,
    madeBy: view.u16(4),
    versionNeeded: view.u16(6),
    flags: view.u16(8),
    method: view.u16(10),
    dosTime: view.u16(12),
    dosDate: view.u16(14),
    modified: zipTime(view.u16(14), view.u16(12), extra),
    crc32: view.u32(16),
    ...resolveZip64(wide, extra),
    nameBytes: copyCapped(view.bytes(RECORD_BYTES, nameEnd)),
    nameLength: view.u16(28),
    unicodePath: unicodePath === undefined ? null : copyCapped(unicodePath),
    extraLength: view.u16(30),
    extraProblem: extra.problem,
    commentLength: view.u16(32),
    externalAttributes: view.u32(38),
  };
}

/** A copy, so that no record keeps the window alive. */
function copyCapped(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes.subarray(0, LIMITS.nameBytes));
}
