import { z } from 'zod';
import { LIMITS } from '../base/limits.ts';

/*
 * What a replay writes down of the entries that it went through, so that another run can go on from there, or join it with others
 * (docs/formats/replay-record.md). A record names only runs of entries that were proven sound; every other byte is judged again by whoever
 * uses the record. One JSON object a line: a header, then runs in file order, with marks up to which everything was gone through.
 */

/** Hashes that are kept of the last entries of a run: more than a replay ever looks back (LIMITS.resyncWindow). */
export const RECORDED_HASHES = 640;

const place = z.int().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** First line of a record. */
export const recordHeaderSchema = z.strictObject({
  format: z.literal('bathyscope/replay-record'),
  formatVersion: z.literal('1'),
  toolVersion: z.string().max(100),
  /** When the run began, ISO 8601 UTC, by the clock of its machine. */
  startedAt: z.string().max(40),
  /** Which part of how many, from 1; null for a checkpoint, which grows from the start of the file. */
  part: z
    .strictObject({ index: z.int().min(1).max(LIMITS.recordParts), of: z.int().min(1).max(LIMITS.recordParts) })
    .nullable(),
  /** First byte that the record is about, from the start of the file of entries; a line begins there. */
  from: place,
});
export type RecordHeader = z.infer<typeof recordHeaderSchema>;

/** Entries in a row, one a line, that are sound, link, count on from `seq`, and carry nothing that their hash does not cover. */
const runSchema = z.strictObject({
  kind: z.literal('run'),
  rows: z.int().min(1),
  /** First byte of the first entry, and the byte behind the last. Between them stand these entries and what separates them, nothing else. */
  from: place,
  to: place,
  seq: place,
  prevHash: hash.nullable(),
  firstHash: hash,
  /** Hashes of the last entries, oldest first: all of them, or RECORDED_HASHES. */
  lastHashes: z.array(hash).min(1).max(RECORDED_HASHES),
});

/** All bytes from the header's `from` up to here were gone through. */
const markSchema = z.strictObject({
  kind: z.literal('mark'),
  /** Behind a line feed, or the end of the file. */
  to: place,
  /** Entries since the header's `from`, sound or not. */
  rows: place,
  /** SHA-256 over the bytes of the file from the header's `from` to `to`. */
  sha256: hash,
});

/** Any line but the first. */
export const recordLineSchema = z
  .discriminatedUnion('kind', [runSchema, markSchema])
  .refine((line) => line.kind === 'mark' || isConsistent(line), 'the numbers of the run do not agree');
export type RecordLine = z.infer<typeof recordLineSchema>;
export type RecordedRun = z.infer<typeof runSchema>;
export type RecordMark = z.infer<typeof markSchema>;

function isConsistent({ rows, from, to, seq, prevHash, firstHash, lastHashes }: RecordedRun): boolean {
  const hashes = Math.min(rows, RECORDED_HASHES);
  const genesis = (seq === 0) === (prevHash === null);
  return genesis && to - from >= rows && lastHashes.length === hashes && (rows > hashes || lastHashes[0] === firstHash);
}
