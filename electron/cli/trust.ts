import { resolve } from 'node:path';
import { type TrustMaterial, toTrustFile } from '../../shared/anchors/trust.ts';
import { type Result, success } from '../../shared/base/result.ts';
import { showText } from '../../shared/base/text.ts';
import type { TrustImport } from '../../shared/ipc/contract.ts';
import { MOST_ANCHORS, type VerifierTrust } from '../../shared/ipc/verifier.ts';
import { anchorProblem } from '../node/anchor-files.ts';
import { signatureProblem } from '../node/signature-files.ts';
import { readSmallFile } from '../node/small-file.ts';
import { readTrustImport, trustFileBytes } from '../node/trust-files.ts';
import type { TrustOptions } from './options.ts';

/** How trust came that was named on the command line: the record of how it was obtained is with whoever typed it. */
const PROVENANCE = { how: 'named on the command line', by: 'whoever ran this command' } as const;

/**
 * Reads what the command line brings as trust.
 *
 * @param obtainedAt ISO 8601 UTC
 * @returns trust for a verifier, or a fault that names the file and the rule
 */
export async function loadTrust(options: TrustOptions, obtainedAt: string): Promise<Result<VerifierTrust>> {
  const trustFiles: unknown[] = [];
  const add = (read: Result<TrustMaterial>): Result<null> => {
    if (!read.ok) return read;
    trustFiles.push(toTrustFile(read.value));
    return success(null);
  };
  for (const { path, request } of filesOf(options)) {
    const bytes = await readSmallFile(resolve(path), trustFileBytes(request.kind));
    const added = bytes.ok ? add(readTrustImport(request, bytes.value, path, obtainedAt)) : bytes;
    if (!added.ok) return added;
  }
  for (const text of options.logKeys) {
    const split = text.indexOf('=');
    const request: TrustImport = { kind: 'log-key', origin: text.slice(0, split), provenance: PROVENANCE };
    const added = add(readTrustImport(request, Buffer.from(text.slice(split + 1)), '--log-key', obtainedAt));
    if (!added.ok) return added;
  }
  return success({
    trustFiles,
    keyFingerprints: options.fingerprints.map((one) => one.toLowerCase()),
    ...(options.keyId === null ? {} : { keyId: options.keyId }),
    tenantId: options.tenant,
    signatures: options.signature === null ? [] : [resolve(options.signature)],
  });
}

/**
 * Looks for an anchor that is none, before anything is verified: it is what the auditor brings, and says nothing of the evidence.
 *
 * @param anchors files, or folders of `<length>.json`
 * @param exactAnchors files whose bytes are taken as they are
 * @returns what is wrong with the first such file, which it names with its option; null when all can be read
 */
export async function unreadableAnchor(
  anchors: readonly string[],
  exactAnchors: readonly string[],
): Promise<string | null> {
  for (const [option, paths, taken] of [
    ['--anchor', anchors, 'canonical'],
    ['--anchor-bytes', exactAnchors, 'as-is'],
  ] as const) {
    for (const path of paths) {
      const problem = await anchorProblem(resolve(path), taken, MOST_ANCHORS);
      if (problem !== null) return `${option} ${showText(path)} names no anchor: ${problem}`;
    }
  }
  return null;
}

/**
 * Looks whether what is named as a detached signature is one, before anything is verified, as with an anchor.
 *
 * @returns what is wrong with the file, which it names with its option; null when it is a signature, or none is named
 */
export async function unreadableSignature(path: string | null): Promise<string | null> {
  const problem = path === null ? null : await signatureProblem(resolve(path));
  return problem === null ? null : `--signature ${showText(path ?? '')} names no detached signature: ${problem}`;
}

function filesOf(options: TrustOptions): { path: string; request: TrustImport }[] {
  const keyId = options.keyId === null ? {} : { keyId: options.keyId };
  return [
    ...options.files.map((path) => ({ path, request: { kind: 'trust-file' as const } })),
    ...options.keys.map((path) => ({
      path,
      request: {
        kind: 'key' as const,
        ...keyId,
        uses: ['audit-chain' as const, 'control-pack' as const],
        provenance: PROVENANCE,
      },
    })),
    ...options.tsaRoots.map((path) => ({ path, request: { kind: 'timestamp-root' as const, provenance: PROVENANCE } })),
  ];
}
