import type { Finding } from '../base/finding.ts';
import { showText } from '../base/text.ts';
import { containerFinding } from './bundle-finding.ts';
import type { ByteSource } from './byte-source.ts';
import { recordView } from './zip-bytes.ts';
import {
  type DirectoryPlace,
  END_BYTES,
  END_SIGNATURE,
  type EndRecord,
  placeDirectory,
  readEndRecord,
} from './zip-end-record.ts';
import { decodeCp437 } from './zip-text.ts';

/** Where an end record is looked for: its longest comment, and as much again that was appended. */
const SEARCHED_BYTES = 2 * 65_536;
/** Places that look like an end record and are examined; more than one or two are made up. */
const EXAMINED_CANDIDATES = 16;

/** Outcome of the search for the end of an archive. */
export type ZipEnd =
  /** `entries` is what the archive states; null when it is no number a file can have. */
  | {
      readonly kind: 'found';
      readonly directory: DirectoryPlace;
      readonly entries: number | null;
      readonly findings: Finding[];
    }
  /** No end record. */
  | { readonly kind: 'absent' }
  /** An end record that leads nowhere; `closesFile` when the file ends exactly with it. */
  | { readonly kind: 'broken'; readonly closesFile: boolean; readonly findings: Finding[] };

interface Candidate {
  readonly at: number;
  readonly record: EndRecord;
  readonly directory: DirectoryPlace | null;
}

/**
 * Searches the end record of a zip from the end of the file, as other programs do, and says so when they could find another.
 * Local headers are never searched for: what the directory does not list is not part of the archive.
 *
 * SECURITY: an archive that reads differently from program to program is reported. Test: zip-end.test.ts
 * "reports a second end record".
 * @param source the file.
 * @param file name of the file, for findings.
 */
export async function locateZipEnd(source: ByteSource, file: string): Promise<ZipEnd> {
  const places = await candidatePlaces(source);
  if (places.length === 0) return { kind: 'absent' };
  const candidates: Candidate[] = [];
  for (const at of places.slice(0, EXAMINED_CANDIDATES)) {
    const record = await readEndRecord(source, at);
    const usable = !record.multiDisk && record.zip64 !== 'missing';
    candidates.push({ at, record, directory: usable ? await placeDirectory(source, record) : null });
  }
  const chosen = candidates.find(({ directory }) => directory !== null);
  if (chosen?.directory == null) {
    const closing = candidates.find(({ at, record }) => at + END_BYTES + record.commentLength === source.size);
    const broken = closing ?? candidates[0];
    return {
      kind: 'broken',
      closesFile: closing !== undefined,
      findings: broken === undefined ? [] : [whyBroken(broken, file)],
    };
  }
  const findings = [
    ...endFindings(chosen, chosen.directory, file),
    ...tailFindings(chosen, source.size, file, await commentOf(source, chosen)),
  ];
  const closes = ({ at, record }: Candidate): boolean => at + END_BYTES + record.commentLength === source.size;
  const rivals = candidates.filter((other) => other !== chosen && (other.at > chosen.at || closes(other)));
  if (rivals.length > 0 || places.length > EXAMINED_CANDIDATES) {
    findings.push(
      malformed(
        file,
        'zip.end.ambiguous',
        chosen.at,
        'The archive has more than one end record. Other programs may list other files than are listed here.',
      ),
    );
  }
  return { kind: 'found', directory: chosen.directory, entries: chosen.record.entries, findings };
}

/** Offsets of all end signatures near the end of the file, last first. */
async function candidatePlaces(source: ByteSource): Promise<number[]> {
  const from = Math.max(0, source.size - SEARCHED_BYTES);
  const tail = recordView(await source.read(from, source.size - from));
  const places: number[] = [];
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail.u32(at) === END_SIGNATURE) places.push(from + at);
  }
  return places;
}

function whyBroken({ at, record }: Candidate, file: string): Finding {
  if (record.multiDisk) {
    return malformed(
      file,
      'zip.end.multi-disk',
      at,
      'The archive is one part of several. Its files can not be read without the other parts.',
    );
  }
  if (record.zip64 === 'missing') {
    return malformed(
      file,
      'zip.end.zip64',
      at,
      'The zip64 end record is not where its locator says. No file of the archive can be read.',
    );
  }
  return malformed(
    file,
    'zip.directory.bounds',
    at,
    'The list of files is not where the end record says. No file of the archive can be read.',
  );
}

function endFindings({ at, record }: Candidate, directory: DirectoryPlace, file: string): Finding[] {
  const findings: Finding[] = [];
  if (record.zip64 === 'differs') {
    findings.push(
      malformed(
        file,
        'zip.end.zip64',
        at,
        'The two end records of the archive contradict each other. The zip64 one was followed; other programs may list other files.',
      ),
    );
  }
  if (record.zip64 === 'two') {
    findings.push(
      malformed(
        file,
        'zip.end.zip64',
        at,
        'The archive has two zip64 end records. The one that the locator names was followed; other programs may list other files.',
      ),
    );
  }
  if (directory.rival) {
    findings.push(
      malformed(
        file,
        'zip.directory.ambiguous',
        directory.start,
        'The archive has two lists of files. The one before the end record was followed; other programs may list other files.',
      ),
    );
  }
  if (directory.end !== record.start) {
    findings.push(
      note(
        file,
        'zip.layout.gap',
        directory.end,
        `${record.start - directory.end} bytes between the list of files and the end record belong to no file.`,
      ),
    );
  }
  return findings;
}

function tailFindings({ at, record }: Candidate, size: number, file: string, comment: string): Finding[] {
  const findings: Finding[] = [];
  const end = at + END_BYTES + record.commentLength;
  if (end > size) {
    findings.push(malformed(file, 'zip.end.comment', at, 'The archive is cut within its comment.'));
  }
  if (end < size) {
    findings.push(note(file, 'zip.layout.trailing', end, `${size - end} bytes after the archive are no part of it.`));
  }
  if (record.commentLength > 0) {
    findings.push(note(file, 'zip.comment', at + END_BYTES, `The archive carries a comment: "${comment}"`));
  }
  return findings;
}

async function commentOf(source: ByteSource, { at, record }: Candidate): Promise<string> {
  return showText(decodeCp437(await source.read(at + END_BYTES, record.commentLength)), 200);
}

function malformed(file: string, rule: string, byteOffset: number, message: string): Finding {
  return containerFinding(file, { rule, class: 'malformed-file', severity: 'fail', byteOffset, message });
}

function note(file: string, rule: string, byteOffset: number, message: string): Finding {
  return containerFinding(file, { rule, class: 'encoding-note', severity: 'note', byteOffset, message });
}
