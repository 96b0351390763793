import { basename } from 'node:path';
import type { VerificationReport } from '../../shared/base/verification.ts';
import type { OpenedFile } from './bundle-files.ts';
import type { OpenedBundle } from './open-bundle.ts';
import type { ReplayRun } from './replay-run.ts';

/**
 * What a report says of the input that it is about.
 *
 * @param path as it was opened; `-` for standard input
 * @param outerSha256 digest of the container; null when it was not established
 */
export function reportInput(
  { container, chain, files }: OpenedBundle,
  run: ReplayRun | null,
  path: string,
  outerSha256: string | null,
): VerificationReport['input'] {
  const forms = { lines: 'ndjson', array: 'json-array', proof: 'json-document' } as const;
  const document = files[0] !== undefined && isDocument(files[0]) ? 'json-document' : 'unknown';
  const single = chain === null ? document : forms[chain.form];
  const kind = container.kind === 'file' ? single : container.kind;
  return {
    path: path === '-' ? '-' : basename(path),
    sha256: outerSha256 ?? (container.kind === 'file' ? (run?.sha256 ?? null) : null),
    kind: path === '-' ? 'stdin' : kind,
    bytes: container.fileBytes ?? (path === '-' ? (run?.bytes ?? null) : null),
  };
}

/** A key, a PDF or a text is known too, and is no JSON. */
function isDocument({ identity, head }: OpenedFile): boolean {
  return identity.role !== 'unknown' && /^\s*[[{]/.test(new TextDecoder().decode(head));
}
