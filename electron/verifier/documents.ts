import type { Finding } from '../../shared/base/finding.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { ProofFramer } from '../../shared/chain/framing/proof.ts';
import { documentProblem, documentSteps } from '../node/json-document.ts';
import { guarded, type OpenedFile } from './bundle-files.ts';
import type { CancelToken } from './cancel.ts';
import { inSteps } from './in-steps.ts';

/** A JSON document of the bundle as far as it could be read. */
export interface LoadedDocument {
  /** Undefined when it is not JSON; findings say why. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** The document is a proof whose entries stand in it. */
  readonly hasEntries: boolean;
}

/**
 * Reads a JSON document strictly: UTF-8, no repair, nothing behind the value, bounded. Members that stand twice are reported,
 * because two readers may take two different ones.
 */
export async function loadDocument(file: OpenedFile, token: CancelToken): Promise<LoadedDocument> {
  const name = showName(file.entry.name);
  const framer = file.identity.role === 'proof' ? new ProofFramer() : null;
  const pieces: Uint8Array[] = [];
  let length = 0;
  const complete = await guarded(file, async () => {
    for await (const chunk of file.entry.stream()) {
      token.check();
      framer?.push(chunk, () => undefined);
      length += chunk.length;
      if (framer === null && length <= LIMITS.documentBytes) pieces.push(chunk);
    }
    framer?.finish(() => undefined);
  });
  const hasEntries = framer?.hasEntries ?? false;
  if (!complete) return { value: undefined, findings: [], hasEntries };
  const bytes = framer === null ? (length <= LIMITS.documentBytes ? Buffer.concat(pieces) : null) : framer.takeRest();
  if (bytes === null) {
    const finding = documentProblem(
      name,
      'documentBytes',
      `it is ${length} bytes long, more than this tool reads as one document`,
    );
    return { value: undefined, findings: [{ ...finding, class: 'limit-exceeded' }], hasEntries };
  }
  return { ...(await inSteps(documentSteps(bytes, name), token)), hasEntries };
}
