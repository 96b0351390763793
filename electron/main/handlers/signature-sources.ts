import { type Result, success } from '../../../shared/base/result.ts';
import { SIGNATURE_BYTES } from '../../../shared/ipc/verifier.ts';
import { nodeSha256 } from '../../node/hasher.ts';
import { readSmallFile } from '../../node/small-file.ts';
import type { GivenPiece } from '../given-trust.ts';
import type { OpenSource } from './open-source.ts';

/**
 * Looks at files that are brought as detached signatures before a verifier is asked to take them: a folder, a file that can not be read or a large
 * one is refused here, by name. What they say is for the verifier to read.
 *
 * @returns a piece for each, or the fault of the first that is refused (see `readSmallFile`)
 */
export async function signaturePieces(
  sources: readonly OpenSource[],
): Promise<Result<readonly Extract<GivenPiece, { kind: 'signature' }>[]>> {
  const pieces: Extract<GivenPiece, { kind: 'signature' }>[] = [];
  for (const source of sources) {
    const bytes = await readSmallFile(source.path, SIGNATURE_BYTES, source.name);
    if (!bytes.ok) return bytes;
    pieces.push({ kind: 'signature', source, sha256: nodeSha256.hexOfBytes(bytes.value) });
  }
  return success(pieces);
}
