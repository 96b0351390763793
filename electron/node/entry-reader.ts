import { crc32 } from 'node:zlib';
import { type EntryFault, entryFinding, unreadable, unsafe } from '../../shared/bundle/bundle-finding.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { METHOD } from '../../shared/bundle/zip-flags.ts';
import { ahead } from './ahead.ts';
import type { RandomAccessFile } from './file-source.ts';
import { Inflater, type InflateStep } from './inflate.ts';

const STORED_CHUNK_BYTES = 1024 * 1024;
/**
 * Stored bytes inflated at a time: of data that is broken, what its step would have given is lost, which weighs most in a short file; in a
 * long one, larger steps keep the inflater from waiting for its turn.
 */
const FIRST_STEP_BYTES = 32 * 1024;
const STEP_BYTES = 128 * 1024;
/** Steps inflated before they are used; each gives less than 1 MiB at a time. */
const STEPS_AHEAD = 2;

/** An entry that the rules allow to be read. */
export interface StoredEntry {
  readonly name: string;
  readonly method: number;
  /** Where the stored bytes begin, in bytes from the start of the archive. */
  readonly dataStart: number;
  readonly storedSize: number;
  readonly size: number;
  readonly crc32: number;
}

/**
 * Reads an entry of a zip: its inflated bytes in order, then the proof that they are all of them.
 *
 * SECURITY: never yields more than the stated size, and never ends without an error unless size, stored size and checksum are
 * those of the directory. Test: zip-data.test.ts "reports a wrong checksum after the bytes".
 * @throws EvidenceError; bytes already yielded stay usable.
 */
export async function* readStoredEntry(file: RandomAccessFile, entry: StoredEntry): AsyncGenerator<Uint8Array> {
  let size = 0;
  let checksum = 0;
  const raw = entry.method === METHOD.deflated ? inflated(file, entry) : storedBytes(file, entry, STORED_CHUNK_BYTES);
  for await (const bytes of raw) {
    const allowed = bytes.subarray(0, entry.size - size);
    size += allowed.length;
    checksum = crc32(allowed, checksum);
    if (allowed.length > 0) yield allowed;
    if (allowed.length < bytes.length) {
      throw broken(
        entry,
        unsafe('zip.data.size', 'it inflates to more bytes than the directory states.', {
          expected: `${entry.size} bytes`,
        }),
      );
    }
  }
  if (size < entry.size) {
    const counts = { expected: `${entry.size} bytes`, actual: `${size} bytes` };
    throw broken(entry, unsafe('zip.data.size', 'it holds fewer bytes than the directory states.', counts));
  }
  if (checksum !== entry.crc32) {
    const sums = { expected: hex(entry.crc32), actual: hex(checksum) };
    throw broken(
      entry,
      unreadable('zip.data.crc', 'its bytes do not have the checksum that the directory states.', sums),
    );
  }
  await file.assertUnchanged();
}

async function* inflated(file: RandomAccessFile, entry: StoredEntry): AsyncGenerator<Uint8Array> {
  // Some packers write an empty file without the two bytes of an empty Deflate block.
  if (entry.storedSize === 0 && entry.size === 0) return;
  const inflater = new Inflater();
  try {
    for await (const { output, state, atEnd } of ahead(inflateSteps(file, entry, inflater), STEPS_AHEAD)) {
      yield* output;
      if (state === 'broken') {
        throw broken(
          entry,
          atEnd
            ? unreadable('zip.data.truncated', 'its data ends in the middle of a block.')
            : unreadable('zip.data.deflate', 'its data is no Deflate data from some place on.'),
        );
      }
    }
    if (inflater.consumed < entry.storedSize) {
      const counts = { expected: `${entry.storedSize} bytes`, actual: `${inflater.consumed} bytes` };
      const why = 'its data ends before the size that the directory states; what follows is hidden.';
      throw broken(entry, unsafe('zip.data.stored-size', why, counts));
    }
  } finally {
    inflater.close();
  }
}

interface PlacedStep extends InflateStep {
  /** There were no more stored bytes. */
  readonly atEnd: boolean;
}

/** Up to the end of the data, or to where it is no data. */
async function* inflateSteps(
  file: RandomAccessFile,
  entry: StoredEntry,
  inflater: Inflater,
): AsyncGenerator<PlacedStep> {
  let stepBytes = FIRST_STEP_BYTES;
  for await (const stored of ahead(storedBytes(file, entry, STORED_CHUNK_BYTES), 1)) {
    for (let at = 0; at < stored.length; at += stepBytes) {
      const step = await inflater.step(stored.subarray(at, at + stepBytes));
      if ((yield* drained(inflater, step, false)) !== 'open') return;
    }
    stepBytes = STEP_BYTES;
  }
  yield* drained(inflater, await inflater.finish(), true);
}

/** A step and all that is held behind it; returns what became of the stored bytes. */
async function* drained(
  inflater: Inflater,
  first: InflateStep,
  atEnd: boolean,
): AsyncGenerator<PlacedStep, InflateStep['state']> {
  let step = first;
  for (; step.state === 'held'; step = await inflater.more()) yield { ...step, atEnd };
  yield { ...step, atEnd };
  return step.state;
}

async function* storedBytes(file: RandomAccessFile, entry: StoredEntry, step: number): AsyncGenerator<Uint8Array> {
  const end = entry.dataStart + entry.storedSize;
  for (let at = entry.dataStart; at < end; ) {
    const bytes = await file.read(at, Math.min(step, end - at));
    if (bytes.length === 0) throw broken(entry, unreadable('zip.data.truncated', 'the archive ends within its data.'));
    at += bytes.length;
    yield bytes;
  }
}

function broken(entry: StoredEntry, fault: EntryFault): EvidenceError {
  const finding = entryFinding(entry.name, { ...fault, refuses: false });
  return new EvidenceError(finding);
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
