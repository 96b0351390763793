import { hexToBytes } from '@noble/hashes/utils.js';
import { shortHash } from '../base/number-words.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import type { ReadManifest } from '../formats/control-pack-read.ts';
import type { DetachedSignature } from '../formats/detached-signature.ts';
import { type Ed25519Equation, parsePublicKey } from './ed25519.ts';
import { failed, type Leg, type LegSubject, passed, signedLeg, unsettled } from './leg.ts';
import { type PinnedKey, signedBy } from './signed-by.ts';

const SIGNATURE: LegSubject = {
  id: 'manifest.signature',
  question: 'Was the manifest signed by a key that you pinned?',
};
const CANDIDATE: LegSubject = {
  id: 'manifest.candidate-key',
  question: 'Is the key beside the signature one that you pinned?',
};

/**
 * Bytes that a manifest signature is made over (formats section 3): the canonical manifest, then the tip of its anchor.
 *
 * @returns null when the manifest has no canonical form or names no tip
 */
export function manifestSignedBytes(read: ReadManifest): Uint8Array | null {
  const tip = read.manifest.chainAnchor?.tipHash;
  return read.canonical === null || tip === undefined ? null : encodeUtf8(read.canonical + tip);
}

/**
 * The legs of the detached signature.
 *
 * @param signature as far as it could be read; null when none was supplied
 * @param keys pinned for control packs of this tenant
 */
export function manifestSignatureLegs(
  read: ReadManifest,
  signature: Partial<DetachedSignature> | null,
  keys: readonly PinnedKey[],
  equation?: Ed25519Equation,
): Leg[] {
  if (signature === null) return [unsettled(SIGNATURE, 'not-checked', 'No signature was supplied.', 'unsigned')];
  const { publicKey, signature: signatureHex, keyId } = signature;
  const candidate = publicKey === undefined ? null : parsePublicKey(hexToBytes(publicKey));
  const legs: Leg[] = [];
  if (candidate !== null && !candidate.ok) {
    legs.push(
      failed(CANDIDATE, 'key-mismatch', `The key beside the signature is refused: ${candidate.error.message}.`),
    );
  } else if (candidate !== null && keys.length > 0) {
    const { fingerprint } = candidate.value;
    const values = { expected: keys.map((key) => key.fingerprint).join(', '), actual: fingerprint };
    const known = keys.some((key) => key.fingerprint === fingerprint);
    legs.push(
      known
        ? passed(CANDIDATE, `The key beside the signature is the pinned key ${shortHash(fingerprint)}.`, values)
        : failed(CANDIDATE, 'key-mismatch', 'The key beside the signature is not the one that you pinned.', values),
    );
  } else if (candidate !== null) {
    const { fingerprint } = candidate.value;
    const message = `The key beside the signature has the fingerprint ${fingerprint}: compare it with the one you get over another channel.`;
    legs.push({ ...unsettled(CANDIDATE, 'not-checked', message, 'no-pinned-key'), actual: fingerprint });
  }
  if (keys.length === 0) {
    return [
      ...legs,
      unsettled(SIGNATURE, 'not-checked', 'No key is pinned to check the signature with.', 'no-pinned-key'),
    ];
  }
  const message = manifestSignedBytes(read);
  if (message === null || signatureHex === undefined) {
    return [...legs, unsettled(SIGNATURE, 'undetermined', 'Manifest or signature can not be read.', 'unreadable')];
  }
  const stated = {
    message,
    signature: hexToBytes(signatureHex),
    keyId,
    candidate: candidate?.ok ? candidate.value : null,
  };
  const by = signedBy(stated, keys, equation);
  if (!by.ok)
    legs.push({ ...failed(SIGNATURE, by.class, `The signature ${by.words}.`, by.compared), reason: by.reason });
  else legs.push(signedLeg(SIGNATURE, 'Signed', by.key.fingerprint));
  return legs;
}
