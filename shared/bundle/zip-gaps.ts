import type { Finding, Severity } from '../base/finding.ts';
import { containerFinding } from './bundle-finding.ts';
import { type ByteSource, windowed } from './byte-source.ts';
import { recordView } from './zip-bytes.ts';
import type { Extent } from './zip-layout.ts';
import { LOCAL_SIGNATURE } from './zip-local.ts';

/** Gaps that are looked into for an entry that the directory does not list. */
const EXAMINED_GAPS = 1_000;
const WINDOW_BYTES = 4 * 1024;

/**
 * Words for the bytes of an archive that belong to no listed entry.
 * @param source the archive.
 * @param gaps in order, from the start of the file to the directory.
 * @param unfinished the directory was not read to its end, so gaps prove nothing.
 * @param file name of the archive, for findings.
 */
export async function gapFindings(
  source: ByteSource,
  gaps: readonly Extent[],
  unfinished: boolean,
  file: string,
): Promise<Finding[]> {
  if (unfinished) return [];
  const about = (rule: string, severity: Severity, byteOffset: number, message: string): Finding =>
    containerFinding(file, { rule, class: 'encoding-note', severity, byteOffset, message });
  const findings: Finding[] = [];
  const before = gaps.find(({ start }) => start === 0);
  if (before !== undefined) {
    findings.push(about('zip.layout.prefix', 'note', 0, `${before.end} bytes before the archive are no part of it.`));
  }
  const between = gaps.filter((gap) => gap !== before);
  const first = between[0];
  if (first !== undefined) {
    const bytes = between.reduce((sum, { start, end }) => sum + end - start, 0);
    const message = `${bytes} bytes between the files of the archive belong to none of them.`;
    findings.push(about('zip.layout.gap', 'note', first.start, message));
  }
  const hidden = await entriesIn(source, gaps);
  if (hidden[0] !== undefined) {
    const message = `${hidden.length === 1 ? 'An entry' : `${hidden.length} entries`} that the list of files does not name ${hidden.length === 1 ? 'stands' : 'stand'} in the archive. Programs that read it from the front may show more files.`;
    findings.push(about('zip.layout.unlisted-entry', 'warning', hidden[0], message));
  }
  return findings;
}

async function entriesIn(source: ByteSource, gaps: readonly Extent[]): Promise<number[]> {
  const window = windowed(source, WINDOW_BYTES);
  const places: number[] = [];
  for (const { start, end } of gaps.slice(0, EXAMINED_GAPS)) {
    if (end - start >= 4 && recordView(await window.read(start, 4)).u32(0) === LOCAL_SIGNATURE) places.push(start);
  }
  return places;
}
