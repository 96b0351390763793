import type { Finding } from '../../shared/base/finding.ts';
import type { Sha256 } from '../../shared/base/hash.ts';
import type { BundleContainer, BundleEntry } from '../../shared/bundle/container.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { type FileIdentity, identifyFile, SNIFF_BYTES } from '../../shared/formats/registry.ts';
import { encodingFinding, otherEncoding } from '../../shared/formats/text-encoding.ts';
import type { BundleFile } from '../../shared/ipc/model.ts';
import type { CancelToken } from './cancel.ts';

/** A file of the opened bundle, with what became known of it. */
export interface OpenedFile {
  readonly entry: BundleEntry;
  /** The archive inside the bundle that it lies in; null for a file of the bundle itself. */
  readonly archive: OpenedFile | null;
  identity: FileIdentity;
  /** First bytes, for telling how entries stand in it. */
  head: Uint8Array;
  status: BundleFile['status'];
  sha256: string | null;
  statedSha256: string | null;
  readonly findings: Finding[];
}

const REFUSED: FileIdentity = { id: 'refused', description: 'not read: a safety rule forbids it', role: 'unknown' };

/**
 * Looks at the first bytes of every file of a bundle. A file that can not be read is listed with the finding that says why.
 *
 * @param archive the file that the container is, where it lies in a bundle itself
 */
export async function identifyFiles(
  container: BundleContainer,
  token: CancelToken,
  archive: OpenedFile | null = null,
): Promise<OpenedFile[]> {
  const files: OpenedFile[] = [];
  for (const entry of container.entries) {
    token.check();
    const file: OpenedFile = {
      entry,
      archive,
      identity: REFUSED,
      head: new Uint8Array(0),
      status: entry.refused ? 'refused' : 'unread',
      sha256: null,
      statedSha256: null,
      findings: [...entry.findings],
    };
    files.push(file);
    if (entry.refused) continue;
    await guarded(file, async () => {
      file.head = await readHead(entry);
    });
    file.identity = identifyFile(entry.baseName, file.head);
    const encoding = otherEncoding(file.head);
    // A text for people may be written as it likes.
    if (encoding !== null && (isJsonName(entry.baseName) || !['unknown', 'recognised'].includes(file.identity.role))) {
      file.findings.push(encodingFinding(entry.name, encoding));
    }
  }
  return files;
}

function isJsonName(baseName: string): boolean {
  return /\.(?:json|ndjson|jsonl)$/i.test(baseName);
}

/** Reads a file to its end for its digest. */
export async function digestFile(
  file: OpenedFile,
  sha256: Sha256,
  token: CancelToken,
  onBytes: (count: number) => void,
) {
  await guarded(file, async () => {
    const hash = sha256.start();
    for await (const chunk of file.entry.stream()) {
      token.check();
      hash.update(chunk);
      onBytes(chunk.length);
    }
    file.sha256 = hash.digestHex();
    if (file.status === 'unread') file.status = 'read';
  });
}

/**
 * Runs `work` on a file; what its bytes turn out to be unfit for becomes a finding of the file and not an error of the tool.
 *
 * @returns whether the work was done to its end
 */
export async function guarded(file: OpenedFile, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    file.status = 'unreadable';
    addOnce(file.findings, error.finding);
    return false;
  }
}

/**
 * Reads a file whole, as far as it may be held.
 *
 * @param most bytes that are held
 * @returns `too-long` when it has more; null, with a finding of the file, when it can not be read. Throws Cancelled.
 */
export async function readWhole(
  file: OpenedFile,
  most: number,
  token: CancelToken,
): Promise<Uint8Array | 'too-long' | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const complete = await guarded(file, async () => {
    for await (const chunk of file.entry.stream()) {
      token.check();
      length += chunk.length;
      if (length > most) break;
      pieces.push(chunk);
    }
  });
  if (!complete) return null;
  return length > most ? 'too-long' : Buffer.concat(pieces);
}

/** What the screens show of a file. */
export function fileView(file: OpenedFile): BundleFile {
  return {
    index: file.entry.index,
    name: file.entry.name,
    size: file.entry.size,
    storedSize: file.entry.storedSize,
    sha256: file.sha256,
    statedSha256: file.statedSha256,
    description: file.identity.description,
    status: file.status,
    modified: file.entry.modified,
    findings: file.findings,
  };
}

async function readHead(entry: BundleEntry): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of entry.stream()) {
    pieces.push(chunk);
    length += chunk.length;
    if (length >= SNIFF_BYTES) break;
  }
  return Buffer.concat(pieces).subarray(0, SNIFF_BYTES);
}

/** Adds a finding unless the same sentence stands there already: a file may be read several times. */
export function addOnce(findings: Finding[], finding: Finding): void {
  if (!findings.some((known) => known.message === finding.message)) findings.push(finding);
}
