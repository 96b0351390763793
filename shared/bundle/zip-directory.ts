import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { containerFinding, type EntryFault, entryFindings, overLimit, unreadable, unsafe } from './bundle-finding.ts';
import { type ByteSource, windowed } from './byte-source.ts';
import { nameClashes } from './clashes.ts';
import { nameWithin } from './paths.ts';
import { type CentralPage, type CentralRecord, readCentralDirectory } from './zip-central.ts';
import type { ZipEnd } from './zip-end.ts';
import { FLAG } from './zip-flags.ts';
import { gapFindings } from './zip-gaps.ts';
import type { ZipHeader } from './zip-header.ts';
import { type Extent, type Layout, layOut } from './zip-layout.ts';
import { descriptorLength, localFaults, readLocalHeader } from './zip-local.ts';
import { decodeEntryName } from './zip-name.ts';
import { isFolderRecord, recordFaults, volumeFaults } from './zip-rules.ts';

/** Local headers are read in the order of the file; this many bytes at a time serve many small entries. */
const WINDOW_BYTES = 16 * 1024;

/** A file of the archive, judged. */
export interface ZipFileListing {
  readonly name: string;
  readonly size: number | null;
  readonly storedSize: number | null;
  readonly modified: string | null;
  readonly method: number;
  readonly crc32: number;
  /** Where its stored bytes begin, in bytes from the start of the file; null exactly when there is no place to read from, and then it is refused. */
  readonly dataStart: number | null;
  readonly refused: boolean;
  readonly findings: readonly Finding[];
}

/** What an archive holds, as its directory lists it, and what is wrong with it. */
export interface ZipListing {
  /** Files in the order of the directory; folders' own entries are left out, with their findings among the archive's. */
  readonly files: readonly ZipFileListing[];
  /** Headers of all entries, folders' own included, in the order of the directory. */
  readonly headers: readonly ZipHeader[];
  readonly findings: readonly Finding[];
}

interface Draft {
  readonly record: CentralRecord;
  readonly name: string;
  readonly faults: EntryFault[];
  dataStart: number | null;
  localExtra: number;
  extent: Extent | null;
}

/**
 * Lists an archive: reads its directory, compares each record with the local header, and applies every rule that needs no
 * inflating. Linear in the bytes of the directory (times a logarithm for clashes and overlaps); memory in the number of entries.
 * @param source the archive.
 * @param file name of the archive, for findings.
 * @param end what `locateZipEnd` found.
 * @param within name of this archive where it lies in a bundle itself, for the names in findings.
 */
export async function listZip(
  source: ByteSource,
  file: string,
  end: ZipEnd & { kind: 'found' },
  within: string | null = null,
): Promise<ZipListing> {
  const { directory } = end;
  const page = await readCentralDirectory(source, directory.start, directory.end, LIMITS.bundleFiles);
  const drafts = page.records.map((record): Draft => {
    const { name, faults } = decodeEntryName(record);
    return {
      record,
      name,
      faults: [...faults, ...recordFaults(name, record)],
      dataStart: null,
      localExtra: 0,
      extent: null,
    };
  });
  for (const { position, fault } of nameClashes(drafts.map(clashName), 'zip')) drafts[position]?.faults.push(fault);
  await placeEntries(source, drafts, directory);
  const layout = applyLayout(drafts, directory.start);
  applyVolume(drafts);

  const listed = drafts.map((draft) => ({
    draft,
    findings: entryFindings(nameWithin(within, draft.name), draft.faults),
  }));
  const folders = listed.filter(({ draft }) => isFolderRecord(draft.name, draft.record));
  const files = listed.filter(({ draft }) => !isFolderRecord(draft.name, draft.record));
  return {
    files: files.map(({ draft, findings }) => fileListing(draft, findings)),
    headers: drafts.map(headerOf),
    findings: [
      ...end.findings,
      ...directoryFindings(page, end, file),
      ...(await gapFindings(source, layout.gaps, page.next < directory.end, file)),
      ...folders.flatMap(({ findings }) => findings),
    ],
  };
}

/** Names that were cut can not be compared: each stands for itself. */
function clashName({ record, name }: Draft, position: number): { name: string } {
  return { name: record.nameLength > LIMITS.nameBytes ? `\u0000${position}` : name };
}

async function placeEntries(
  source: ByteSource,
  drafts: readonly Draft[],
  directory: { start: number; base: number },
): Promise<void> {
  const window = windowed(source, WINDOW_BYTES);
  const order = drafts
    .flatMap((draft) => {
      const { localOffset, disk } = draft.record;
      return localOffset === null || disk !== 0 ? [] : [{ draft, at: localOffset + directory.base }];
    })
    .sort((a, b) => a.at - b.at);
  for (const { draft, at } of order) await placeEntry(window, draft, at, directory.start);
}

async function placeEntry(source: ByteSource, draft: Draft, at: number, until: number): Promise<void> {
  const { record, faults } = draft;
  const local = await readLocalHeader(source, at);
  if (local === null) {
    faults.push(unreadable('zip.header.missing', 'no entry begins where the directory says.', { byteOffset: at }));
    return;
  }
  faults.push(...localFaults(record, local));
  draft.localExtra = local.extraLength;
  const dataEnd = local.dataStart + (record.storedSize ?? 0);
  draft.extent = { start: at, end: Math.max(dataEnd, local.dataStart) };
  if (dataEnd > until) {
    faults.push(unsafe('zip.layout.bounds', 'its data reaches past the space for files.', { byteOffset: at }));
    return;
  }
  draft.dataStart = local.dataStart;
  if ((record.flags & FLAG.descriptor) === 0) return;
  const length = await descriptorLength(source, dataEnd, record);
  if (length === null) {
    faults.push(
      unsafe('zip.header.descriptor', 'what stands behind its data does not repeat its sizes and checksum.', {
        byteOffset: dataEnd,
      }),
    );
  } else {
    draft.extent = { start: at, end: dataEnd + length };
  }
}

function applyLayout(drafts: readonly Draft[], until: number): Layout {
  const placed = drafts.flatMap((draft) => (draft.extent === null ? [] : [{ draft, extent: draft.extent }]));
  const layout = layOut(
    placed.map(({ extent }) => extent),
    until,
  );
  for (const position of layout.overlapping) {
    const byteOffset = placed[position]?.extent.start;
    const fault = unsafe(
      'zip.layout.overlap',
      'it shares bytes of the archive with another entry.',
      byteOffset === undefined ? {} : { byteOffset },
    );
    placed[position]?.draft.faults.push(fault);
  }
  return layout;
}

function applyVolume(drafts: readonly Draft[]): void {
  const readable = drafts.filter(({ faults }) => !faults.some(({ refuses }) => refuses));
  const sizes = readable.map(({ record }) => ({ size: record.size ?? 0, storedSize: record.storedSize ?? 0 }));
  volumeFaults(sizes).forEach((fault, position) => {
    if (fault !== null) readable[position]?.faults.push(fault);
  });
}

function headerOf({ record, name, localExtra }: Draft): ZipHeader {
  return {
    name,
    method: record.method,
    flags: record.flags,
    dosDate: record.dosDate,
    dosTime: record.dosTime,
    extraBytes: record.extraLength + localExtra,
    commentBytes: record.commentLength,
    versionMadeBy: record.madeBy,
    versionNeeded: record.versionNeeded,
    externalAttributes: record.externalAttributes,
  };
}

function fileListing({ record, name, faults, dataStart }: Draft, findings: readonly Finding[]): ZipFileListing {
  return {
    name,
    size: record.size,
    storedSize: record.storedSize,
    modified: record.modified,
    method: record.method,
    crc32: record.crc32,
    dataStart,
    refused: dataStart === null || faults.some(({ refuses }) => refuses),
    findings,
  };
}

function directoryFindings(page: CentralPage, end: ZipEnd & { kind: 'found' }, file: string): Finding[] {
  const { records, stop, next } = page;
  if (stop !== null) {
    const how = stop.reason === 'cut' ? 'is cut short' : 'can not be read further';
    const message = `The list of files ${how} after ${records.length} entries. Files after that place are not listed; those before it are.`;
    return [
      containerFinding(file, {
        rule: 'zip.directory.record',
        class: 'malformed-file',
        severity: 'fail',
        byteOffset: stop.at,
        message,
      }),
    ];
  }
  if (next < end.directory.end) {
    const { rule, class: kind, severity } = overLimit('bundleFiles', '');
    const message = `The archive lists more than ${LIMITS.bundleFiles} entries. Those after that number are not listed and not read.`;
    return [containerFinding(file, { rule, class: kind, severity, byteOffset: next, message })];
  }
  if (records.length === end.entries) return [];
  const message =
    'The end record states another number of entries than the list of files holds. Other programs may show fewer files.';
  const counts = { expected: `${end.entries ?? 'no possible number of'} entries`, actual: `${records.length} entries` };
  return [
    containerFinding(file, {
      rule: 'zip.directory.count',
      class: 'malformed-file',
      severity: 'fail',
      message,
      ...counts,
    }),
  ];
}
