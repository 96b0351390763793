import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import type { BundleEntry } from '../../shared/bundle/container.ts';
import type { RecordHeader, RecordLine } from '../../shared/chain/replay-record.ts';
import type { RecordsRequest, VerifierInit } from '../../shared/ipc/verifier.ts';
import type { ChainSource } from './chain-source.ts';
import { readEntryBytes } from './entry-bytes.ts';
import type { KnownPart } from './known-reader.ts';
import { partRange, streamRange } from './part-range.ts';
import { RecordError, recordFault, UnfitInput } from './record-error.ts';
import { type OpenedRecord, readRecord, recordLines } from './record-file.ts';
import { RecordWriter } from './record-writer.ts';
import type { RecordPlan } from './replay-run.ts';
import { RunRecorder } from './run-recorder.ts';

/** Bytes between two marks of a checkpoint: some seconds of work, and seldom enough that emptying the pipeline for it costs nothing. */
const MARK_BYTES = 256 * 1024 * 1024;

/** The records that a replay takes part in, opened. */
export interface ReplayRecords {
  readonly plan: RecordPlan;
  /** The part to replay, and how many bytes it has; null for the whole file. */
  readonly part: { readonly stream: AsyncIterable<Uint8Array>; readonly bytes: number } | null;
  /** Records of earlier runs among them. */
  readonly used: number;
  /** Ends what is written. A part that was not gone through leaves nothing behind. */
  close(whole: boolean): Promise<void>;
}

/** Who writes a record, for its header, and over which file or folder. */
type RecordAuthor = Pick<VerifierInit, 'toolVersion' | 'openedAt' | 'path'>;

/**
 * Opens the records that a run was asked to use or to write.
 *
 * @throws RecordError when one can not be used; UnfitInput when the entries can not be replayed by parts; SystemFault
 */
export async function openRecords(
  request: RecordsRequest,
  chain: ChainSource | null,
  author: RecordAuthor,
): Promise<ReplayRecords> {
  const unfit = (why: string) => new UnfitInput(showName(basename(author.path)), wayOf(request), why);
  if (chain === null) throw unfit('it holds no chain');
  const entries = showName(chain.file.entry.name);
  if (chain.form !== 'lines') throw unfit(`the entries in "${entries}" do not stand one a line`);
  const written = request.part?.result ?? request.checkpoint;
  if (written !== null) await assertApart(written, author.path);
  if (request.part !== null) {
    const { readAt, size } = chain.file.entry;
    if (readAt === undefined || size === null) {
      throw unfit(`a segment is taken of a file of entries by itself; name "${entries}", unpacked`);
    }
    return await openPart(request.part, { readAt, size }, author);
  }
  if (request.checkpoint !== null) return await openCheckpoint(request.checkpoint, author);
  return await openParts(request.known, author);
}

function wayOf({ part, checkpoint }: RecordsRequest): string {
  if (part !== null) return 'replayed by segments';
  return checkpoint === null ? 'joined from segments' : 'replayed with a checkpoint';
}

/** One part of a file: a run of its own over a range of bytes. */
async function openPart(
  { index, of, result }: NonNullable<RecordsRequest['part']>,
  { readAt, size }: { readonly readAt: NonNullable<BundleEntry['readAt']>; readonly size: number },
  author: RecordAuthor,
): Promise<ReplayRecords> {
  const read = (offset: number, length: number) => readEntryBytes({ readInto: readAt }, offset, length);
  // Nothing but another record is replaced.
  await readIfThere(result, basename(result));
  const { from, to } = await partRange(index, of, size, read);
  const writer = await RecordWriter.whole(result, headerOf(author, { index, of }, from));
  const plan = planWith([], from, new RunRecorder(from), (lines) => writer.append(lines), true);
  return {
    plan: { ...plan, markBytes: Number.POSITIVE_INFINITY },
    part: { stream: streamRange(from, to, read), bytes: to - from },
    used: 0,
    close: (whole) => writer.close(whole),
  };
}

/** A record that this run goes on with, or begins. */
async function openCheckpoint(path: string, author: RecordAuthor): Promise<ReplayRecords> {
  const name = basename(path);
  const opened = await readIfThere(path, name);
  if (opened !== null && opened.header.part !== null) {
    throw new RecordError(name, 'it is of one part of a file; merge-segments joins those');
  }
  if (opened !== null)
    assertSameVersion(name, opened.header, author, 'name another file, and the chain is replayed from its start');
  const writer =
    opened === null
      ? await RecordWriter.grow(path, headerOf(author, null, 0))
      : await RecordWriter.resume(await realpath(path), opened.bytes);
  const known = opened?.end == null ? [] : [knownPart(path, name, opened)];
  const recorder = new RunRecorder(opened?.end?.to ?? 0, opened?.end?.rows ?? 0);
  return {
    plan: planWith(known, 0, recorder, (lines) => writer.append(lines), false),
    part: null,
    used: known.length,
    close: (whole) => writer.close(whole),
  };
}

/** All parts of a file, in whatever order they were named. */
async function openParts(paths: readonly string[], author: RecordAuthor): Promise<ReplayRecords> {
  const opened: { path: string; name: string; record: OpenedRecord }[] = [];
  for (const path of paths) {
    const name = basename(path);
    const record = await readRecord(path, name);
    if (record === null) throw new RecordError(name, 'it is empty');
    opened.push({ path, name, record });
  }
  const indexOf = ({ record }: (typeof opened)[number]) => record.header.part?.index ?? 0;
  opened.sort((a, b) => indexOf(a) - indexOf(b));
  const of = opened[0]?.record.header.part?.of ?? 0;
  opened.forEach(({ name, record: { header, end } }, at) => {
    if (header.part === null) throw new RecordError(name, 'it is a checkpoint, not the record of a part');
    if (header.part.of !== of)
      throw new RecordError(name, `it is of a division into ${header.part.of}, others of ${of}`);
    if (header.part.index !== at + 1) throw new RecordError(name, misplaced(header.part.index, at + 1, of));
    if (end === null) throw new RecordError(name, 'it is not whole');
  });
  for (const { name, record } of opened) {
    assertSameVersion(name, record.header, author, 'replay its segment again with this one');
  }
  if (opened.length !== of) throw new RecordError(opened.at(-1)?.name ?? '', misplaced(of + 1, opened.length + 1, of));
  return {
    plan: planWith(
      opened.map(({ path, name, record }) => knownPart(path, name, record)),
      0,
      null,
      async () => undefined,
      true,
    ),
    part: null,
    used: opened.length,
    close: async () => undefined,
  };
}

/**
 * What counts as a sound entry may be put right from one version to the next; what an earlier one took for sound is then judged again, never taken
 * over. Versions that say the same are the same.
 */
function assertSameVersion(name: string, { toolVersion }: RecordHeader, author: RecordAuthor, remedy: string): void {
  if (toolVersion === author.toolVersion) return;
  const versions = `it was written by version ${toolVersion} of this program, and this is version ${author.toolVersion}`;
  throw new RecordError(name, `${versions}, whose rules may differ; ${remedy}`);
}

function misplaced(found: number, expected: number, of: number): string {
  return found < expected ? `part ${found} of ${of} is there twice` : `part ${expected} of ${of} is missing`;
}

function planWith(
  known: readonly KnownPart[],
  from: number,
  recorder: RunRecorder | null,
  write: (lines: readonly RecordLine[]) => Promise<void>,
  markAtEnd: boolean,
): RecordPlan {
  return { known, from, recorder, write, markBytes: MARK_BYTES, markAtEnd };
}

function knownPart(path: string, name: string, { header, bytes }: OpenedRecord): KnownPart {
  return { name, from: header.from, lines: recordLines(path, name, bytes) };
}

function headerOf(author: RecordAuthor, part: RecordHeader['part'], from: number): RecordHeader {
  const { toolVersion, openedAt: startedAt } = author;
  return { format: 'bathyscope/replay-record', formatVersion: '1', toolVersion, startedAt, part, from };
}

/** Refuses to write into the evidence: it would not be what it was, and a record in a folder would be read as a part of it. */
async function assertApart(path: string, evidence: string): Promise<void> {
  const [folder, apartFrom] = await Promise.all([realpath(dirname(path)), realpath(evidence)]).catch(
    (error: unknown) => {
      throw recordFault(path, 'written', error);
    },
  );
  const target = (await realpath(path).catch(() => null)) ?? join(folder, basename(path));
  const way = relative(apartFrom, target);
  if (way === '' || (way.split(sep)[0] !== '..' && !isAbsolute(way))) {
    throw new RecordError(basename(path), 'it would stand in the evidence');
  }
}

async function readIfThere(path: string, name: string): Promise<OpenedRecord | null> {
  try {
    return await readRecord(path, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
