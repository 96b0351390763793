import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { decodeBase64 } from '../base/base64.ts';
import { canonicalTextOfValue } from '../base/chain-canonical.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import type { Anchor } from '../formats/anchor.ts';
import type { Ed25519Equation, PublicKey } from './ed25519.ts';
import { failed, type Leg, type LegSubject, signedLeg, unsettled } from './leg.ts';
import { type PinnedKey, signedBy } from './signed-by.ts';

const SUBJECT: LegSubject = { id: 'anchor.signature', question: 'Was the anchor signed by a key that you pinned?' };

/** What a signature check needs besides the anchor. */
export interface AnchorSigners {
  /** Account of the chain: the mapped tenant id, which the auditor knows or the pack states. */
  readonly accountId: string;
  readonly keys: readonly PinnedKey[];
  readonly candidate?: PublicKey | null;
  readonly equation?: Ed25519Equation;
}

/** The part of an anchor that is digested and signed: the signature members are never in it. */
function core({ length, tipHash, genesisHash }: Anchor): object {
  return genesisHash === undefined ? { length, tipHash } : { length, tipHash, genesisHash };
}

/** Core bytes of an anchor (formats section 2): canonical JSON of length, tip and, where present, genesis hash. */
export function anchorCoreBytes(anchor: Anchor): Uint8Array {
  return encodeUtf8(canonicalTextOfValue(core(anchor)) ?? '');
}

/** SHA-256 over the core bytes, 64 lowercase hex digits: what external receipts are made over. */
export function anchorDigest(anchor: Anchor): string {
  return digestOfAnchorBytes(anchorCoreBytes(anchor));
}

/** As `anchorDigest`, over the bytes that an anchor is taken as. */
export function digestOfAnchorBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** Bytes that version 2 of the anchor signature is made over (formats section 2). */
export function anchorSignedBytes(anchor: Anchor, accountId: string): Uint8Array {
  const envelope = { domain: 'caisson.audit-chain.anchor.v2', v: 2, accountId, anchor: core(anchor) };
  return encodeUtf8(canonicalTextOfValue(envelope) ?? '');
}

/**
 * The signature leg of one anchor, with every outcome of formats section 2.
 *
 * @returns `not-checked` with reason `no-pinned-key`, `unsigned` or `legacy`; `fail` with reason `key-mismatch`, `account`,
 *   `malformed-signature` or `signature-invalid`; `pass`
 */
export function anchorSignatureLeg(anchor: Anchor, signers: AnchorSigners): Leg {
  const { accountId, keys, candidate = null, equation } = signers;
  if (keys.length === 0) return notRun('no-pinned-key', 'No key is pinned to check it with.');
  if (anchor.sig === undefined) return notRun('unsigned', 'The anchor carries no signature.');
  const named = keys.some((key) => key.keyId === null || anchor.keyId === undefined || key.keyId === anchor.keyId);
  const legacy = anchor.sigV === undefined || anchor.sigAccountId === undefined;
  if (named && legacy) {
    return notRun(
      'legacy',
      'The signature is of the old form, which names no version or no account, and is not checked.',
    );
  }
  if (named && anchor.sigAccountId !== accountId) {
    const values = { expected: accountId, actual: anchor.sigAccountId ?? '' };
    return {
      ...failed(SUBJECT, 'signature-invalid', 'The signature is for another account.', values),
      reason: 'account',
    };
  }
  const stated = {
    message: anchorSignedBytes(anchor, accountId),
    signature: decodeBase64(anchor.sig),
    keyId: anchor.keyId,
    candidate,
  };
  const by = signedBy(stated, keys, equation);
  if (!by.ok) {
    return { ...failed(SUBJECT, by.class, `The signature ${by.words}.`, by.compared), reason: by.reason };
  }
  return signedLeg(SUBJECT, 'Signed', by.key.fingerprint);
}

function notRun(reason: string, message: string): Leg {
  return unsettled(SUBJECT, 'not-checked', message, reason);
}
