import type { FindingClass } from '../base/finding.ts';
import { shortHash } from '../base/number-words.ts';
import { showText } from '../base/text.ts';
import { type Ed25519Equation, type PublicKey, SIGNATURE_FAULT_WORDS, signatureFault } from './ed25519.ts';
import type { Compared } from './leg.ts';

/** A key that the auditor pinned, as far as a signature check needs it. */
export interface PinnedKey extends PublicKey {
  /** Name that the signer gives the key; null when the auditor pinned the key without one. */
  readonly keyId: string | null;
}

/** A signature as evidence states it. */
export interface StatedSignature {
  readonly message: Uint8Array;
  readonly signature: Uint8Array | null;
  /** Name of the key, as stated; undefined when none is. */
  readonly keyId: string | undefined;
  /** The key that travels with the evidence: never trusted, only used to tell "another key" from "another text". */
  readonly candidate?: PublicKey | null;
}

/** Who signed, as far as the pinned keys tell. */
export type SignedBy =
  | { readonly ok: true; readonly key: PinnedKey }
  | {
      readonly ok: false;
      /** `key-mismatch`: signed under another key than the pinned one. */
      readonly reason: 'key-mismatch' | 'signature-invalid' | 'malformed-signature';
      readonly class: FindingClass;
      /** Words that follow "the signature" or "it". */
      readonly words: string;
      readonly compared?: Compared;
    };

/**
 * Tells which of the pinned keys made a signature.
 *
 * SECURITY: a key that travels with the evidence never makes a signature hold, it only explains why one does not.
 * Test: anchor-signature.test.ts "wrong key passes (sometimes): systemd 11524".
 * @param keys at least one; keys with another name than the stated one are not tried
 */
export function signedBy(stated: StatedSignature, keys: readonly PinnedKey[], equation?: Ed25519Equation): SignedBy {
  const { message, signature, keyId, candidate } = stated;
  const fitting = keys.filter((key) => key.keyId === null || keyId === undefined || key.keyId === keyId);
  const [first] = fitting;
  if (first === undefined) {
    return {
      ok: false,
      reason: 'key-mismatch',
      class: 'key-mismatch',
      words: 'names another key than the one that you pinned',
      compared: { expected: keys.map((key) => key.keyId ?? '').join(', '), actual: showText(keyId ?? '', 256) },
    };
  }
  if (signature === null || signature.length !== 64) {
    const words = 'is not the base64 text of 64 bytes';
    return { ok: false, reason: 'malformed-signature', class: 'signature-invalid', words };
  }
  const signer = fitting.find((key) => signatureFault(key, message, signature, 'ed25519', equation) === null);
  if (signer !== undefined) return { ok: true, key: signer };
  if (candidate && signatureFault(candidate, message, signature, 'ed25519', equation) === null) {
    return {
      ok: false,
      reason: 'key-mismatch',
      class: 'key-mismatch',
      words: 'was made with the key that travels with the evidence, which is not the key that you pinned',
      compared: { expected: first.fingerprint, actual: candidate.fingerprint },
    };
  }
  const fault = signatureFault(first, message, signature, 'ed25519', equation) ?? 'equation';
  const words = `${SIGNATURE_FAULT_WORDS[fault]} under the pinned key ${shortHash(first.fingerprint)}`;
  return { ok: false, reason: 'signature-invalid', class: 'signature-invalid', words };
}
