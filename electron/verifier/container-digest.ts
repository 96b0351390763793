import type { Finding } from '../../shared/base/finding.ts';
import type { Sha256 } from '../../shared/base/hash.ts';
import { folderDigest } from '../../shared/bundle/digest.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import type { CancelToken } from './cancel.ts';
import type { OpenedBundle } from './open-bundle.ts';

/** The digest of what was opened. */
export interface ContainerDigest {
  /** Null when it could not be established. */
  readonly sha256: string | null;
  /** What reading it for its digest found. */
  readonly findings: readonly Finding[];
}

/**
 * Takes the digest of a bundle as docs/formats/bundle.md defines it: of the bytes of its file, or of a folder over the digests of its files, which
 * are there already. Throws Cancelled.
 *
 * @param onBytes called with the number of bytes that were read
 */
export async function digestContainer(
  { container, files }: OpenedBundle,
  sha256: Sha256,
  token: CancelToken,
  onBytes: (count: number) => void,
): Promise<ContainerDigest> {
  if (container.kind === 'file') return { sha256: files[0]?.sha256 ?? null, findings: [] };
  if (container.kind === 'folder') {
    const digests = files.map((file) => ({ name: file.entry.name, sha256: file.sha256 }));
    const known = digests.filter((file): file is { name: string; sha256: string } => file.sha256 !== null);
    return { sha256: known.length === digests.length ? folderDigest(sha256, known) : null, findings: [] };
  }
  try {
    const hash = sha256.start();
    for await (const chunk of container.streamFile() ?? []) {
      token.check();
      hash.update(chunk);
      onBytes(chunk.length);
    }
    return { sha256: hash.digestHex(), findings: [] };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return { sha256: null, findings: [error.finding] };
  }
}
