import { containerFinding, entryFinding, unreadable } from '../../shared/bundle/bundle-finding.ts';
import type { BundleContainer, BundleEntry } from '../../shared/bundle/container.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { baseNameOf, nameWithin } from '../../shared/bundle/paths.ts';
import { listZip, type ZipFileListing } from '../../shared/bundle/zip-directory.ts';
import type { ZipEnd } from '../../shared/bundle/zip-end.ts';
import { readStoredEntry } from './entry-reader.ts';
import type { RandomAccessFile } from './file-source.ts';

/**
 * Opens a zip as a container. Nothing is inflated before an entry is streamed.
 * @param file the archive; the container closes it.
 * @param name name of the archive, for findings.
 * @param end what `locateZipEnd` found in it.
 * @param within name of this archive where it lies in a bundle itself: its files are named `within › name` then.
 * @throws EvidenceError when the system can not read the file.
 */
export async function zipContainer(
  file: RandomAccessFile,
  name: string,
  end: ZipEnd,
  within: string | null = null,
): Promise<BundleContainer> {
  const listing =
    end.kind === 'found'
      ? await listZip(file, name, end, within)
      : { files: [], headers: [], findings: lostFindings(name, end) };
  return {
    kind: 'zip',
    entries: listing.files.map((listed, index) => zipEntry(file, listed, index, within)),
    zipHeaders: listing.headers,
    findings: listing.findings,
    fileBytes: file.size,
    modified: file.modified,
    streamFile: () => file.stream(),
    close: () => file.close(),
  };
}

function lostFindings(name: string, end: ZipEnd & { kind: 'absent' | 'broken' }): BundleContainer['findings'] {
  if (end.kind === 'broken') return end.findings;
  const message =
    'The archive has no end record: it was cut off, or its end was overwritten. The list of its files stands there, so none of them can be read.';
  return [containerFinding(name, { rule: 'zip.end.missing', class: 'malformed-file', severity: 'fail', message })];
}

function zipEntry(file: RandomAccessFile, listed: ZipFileListing, index: number, within: string | null): BundleEntry {
  const name = nameWithin(within, listed.name);
  const { size, storedSize, modified, refused, findings, dataStart, method, crc32 } = listed;
  return {
    index,
    name,
    baseName: baseNameOf(listed.name),
    size,
    storedSize,
    modified,
    refused,
    findings,
    async *stream() {
      if (refused || size === null || storedSize === null || dataStart === null) throw refusal(name, listed.findings);
      yield* readStoredEntry(file, { name, method, dataStart, storedSize, size, crc32 });
    },
  };
}

function refusal(name: string, findings: ZipFileListing['findings']): EvidenceError {
  const reason = findings.find(({ severity }) => severity === 'fail');
  return new EvidenceError(
    reason ?? entryFinding(name, unreadable('zip.header.missing', 'the archive does not say where it is.')),
  );
}
