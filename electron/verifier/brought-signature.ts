import { manifestSignatureLegs } from '../../shared/anchors/control-signature.ts';
import { type PublicKey, parsePublicKey } from '../../shared/anchors/ed25519.ts';
import type { Finding } from '../../shared/base/finding.ts';
import { finished, type Steps } from '../../shared/base/steps.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import { readControlManifest } from '../../shared/formats/control-pack-read.ts';
import { type DetachedSignature, readDetachedSignature } from '../../shared/formats/detached-signature.ts';
import type { ReadDocument } from '../../shared/formats/document-reader.ts';
import { nodeEquation } from '../node/ed25519.ts';
import type { NamedFile } from './sealed-documents.ts';
import { type BroughtFile, pinnedKeys, type ResolvedTrust } from './trust-input.ts';

/**
 * The signature of the auditor that a control pack is held against: of several the first that can be read whole and that a pinned key made
 * over its manifest, else the first.
 *
 * SECURITY: a signature is bound to the manifest by its bytes, so which of them is tried makes nothing hold that does not; only one that holds
 * goes before the first, so a contradiction is not hidden behind one that can not be checked. Test: test/electron/verifier/packs.test.ts "is
 * held against the one of several brought signatures that holds".
 *
 * @param files of the pack
 * @param tenantId that the manifest names; null when it can not be read
 * @returns null when the auditor brought none
 */
export function* broughtSignature(
  trust: ResolvedTrust,
  files: readonly NamedFile[],
  tenantId: string | null,
): Steps<BroughtFile | null> {
  const [first = null, ...others] = trust.signatures;
  if (others.length === 0) return first;
  const manifest = files.find(({ name }) => name === 'manifest.json');
  const text = manifest === undefined ? '' : (decodeUtf8(manifest.bytes) ?? '');
  const read = yield* readControlManifest(text, 'manifest.json');
  for (const signature of trust.signatures) {
    yield;
    const stated = yield* readDetachedSignature(signature.bytes, signature.name);
    if (stated.value === null || stated.findings.length > 0) continue;
    const keys = pinnedKeys(trust, 'control-pack', tenantId, keyOf(stated));
    const legs = manifestSignatureLegs(read, stated.value, keys, nodeEquation);
    if (legs.every(({ result }) => result === 'pass')) return signature;
  }
  return first;
}

/** The key beside a signature: shown, and pinned only by its fingerprint. */
export function* candidateOf(signature: NamedFile | null): Steps<PublicKey | null> {
  return signature === null ? null : keyOf(yield* readDetachedSignature(signature.bytes, signature.name));
}

function keyOf({ value }: ReadDocument<DetachedSignature>): PublicKey | null {
  const publicKey = value?.publicKey;
  if (publicKey === undefined) return null;
  const key = parsePublicKey(Uint8Array.from(Buffer.from(publicKey, 'hex')));
  return key.ok ? key.value : null;
}

/**
 * Says of each file that the auditor brought as a signature, and that no pack was held against, whether it is none: a wrong file must not look
 * like one that found nothing to do.
 *
 * @param held digests of those that packs were held against, where the findings of the pack say what is wrong
 */
export function strangeSignatures(signatures: readonly BroughtFile[], held: ReadonlySet<string>): Finding[] {
  return signatures.flatMap((signature): Finding[] => {
    if (held.has(signature.sha256)) return [];
    const [wrong] = finished(readDetachedSignature(signature.bytes, signature.name)).findings;
    if (wrong === undefined) return [];
    return [
      {
        class: 'malformed-file',
        severity: 'warning',
        message: `You brought it as a detached signature, and it is none, so nothing was held against it. ${wrong.message}`,
        where: { file: signature.name, rule: 'signature.form' },
      },
    ];
  });
}
