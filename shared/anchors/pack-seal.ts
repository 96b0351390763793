import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { decodeBase64 } from '../base/base64.ts';
import { canonicalTextOfValue } from '../base/chain-canonical.ts';
import { showText } from '../base/text.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import type { AuditChainPack } from '../formats/audit-chain-pack-read.ts';
import { valueAt } from '../formats/json-pointer.ts';
import { accountIdOf } from './account-id.ts';
import type { Ed25519Equation, PublicKey } from './ed25519.ts';
import { compared, failed, type Leg, type LegSubject, signedLeg, unsettled } from './leg.ts';
import { type PinnedKey, signedBy } from './signed-by.ts';

const SEAL: LegSubject = { id: 'pack.seal', question: 'Was the pack sealed by a key that you pinned?' };
const ACCOUNT: LegSubject = { id: 'pack.account', question: 'Is the seal for the tenant of the pack?' };

/** A seal as it stands in the pack. */
export interface StatedSeal {
  readonly keyId: string;
  readonly accountId: string;
  readonly sig: string;
}

/** The seal of either version, if the pack has one that can be read. */
export function sealOf(pack: AuditChainPack): StatedSeal | null {
  return (pack.version === 1 ? pack.head.packSeal : pack.envelope?.packSeal) ?? null;
}

/** Bytes that version 1 of the seal is made over (formats section 4); null when a value that it covers is not there. */
export function packSealBytesV1(pack: AuditChainPack, accountId: string): Uint8Array | null {
  const spki = decodeBase64(String(valueAt(pack.headValue, ['anchorAuth', 'publicKeySpkiBase64'])));
  if (pack.receiptsText === null || spki === null) return null;
  const of = (...path: string[]): unknown => valueAt(pack.headValue, path);
  const text = canonicalTextOfValue({
    domain: 'caisson.audit-chain.evidence-pack.v1',
    v: 1,
    formatVersion: 1,
    tenantId: of('tenantId'),
    accountId,
    chainLength: of('chainLength'),
    generatedAt: of('generatedAt'),
    chainVerification: of('chainVerification'),
    receiptsSha256: digestHex(pack.receiptsText),
    anchorAuth: { keyId: of('anchorAuth', 'keyId'), publicKeySha256: bytesToHex(sha256(spki)) },
  });
  return text === null ? null : encodeUtf8(text);
}

/** Bytes that version 2 of the seal is made over (formats section 4): the manifest of files. */
export function packSealBytesV2(pack: AuditChainPack, accountId: string): Uint8Array | null {
  const text = canonicalTextOfValue({
    domain: 'caisson.audit-chain.evidence-pack.v2',
    v: 2,
    formatVersion: 2,
    accountId,
    manifest: valueAt(pack.envelopeValue, ['manifest']),
  });
  return text === null ? null : encodeUtf8(text);
}

/** What the seal legs need besides the pack. */
export interface SealSigners {
  readonly keys: readonly PinnedKey[];
  readonly candidate: PublicKey | null;
  readonly equation?: Ed25519Equation;
}

/**
 * The leg on the seal. `not-checked` without a pinned key or for a pack without a seal: then a shortened copy of the pack looks as
 * good as the whole, which whoever builds a verdict has to say.
 */
export function sealLeg(pack: AuditChainPack, { keys, candidate, equation }: SealSigners): Leg {
  const seal = sealOf(pack);
  if (seal === null) {
    const message = 'The pack carries no seal that can be read, so a shortened copy would look as good as the whole.';
    return unsettled(SEAL, 'not-checked', message, 'unsealed');
  }
  if (keys.length === 0)
    return unsettled(SEAL, 'not-checked', 'No key is pinned to check the seal with.', 'no-pinned-key');
  const message = pack.version === 1 ? packSealBytesV1(pack, seal.accountId) : packSealBytesV2(pack, seal.accountId);
  if (message === null) {
    return unsettled(
      SEAL,
      'undetermined',
      'A value that the seal covers is missing, so it can not be checked.',
      'unreadable',
    );
  }
  const stated = { message, signature: decodeBase64(seal.sig), keyId: seal.keyId, candidate };
  const by = signedBy(stated, keys, equation);
  if (!by.ok) {
    const text = `The seal ${by.words}: what it covers was changed after sealing, or another key sealed it.`;
    return {
      ...failed(SEAL, by.class, by.reason === 'key-mismatch' ? `The seal ${by.words}.` : text, by.compared),
      reason: by.reason,
    };
  }
  return signedLeg(SEAL, 'Sealed', by.key.fingerprint);
}

/**
 * Whether the account in the seal is the mapped tenant id. The producer's version-2 verifier only compares it with the rows.
 */
export function sealAccountLeg(pack: AuditChainPack): Leg {
  const seal = sealOf(pack);
  const { tenantId } = pack.head;
  if (seal === null) return unsettled(ACCOUNT, 'not-applicable', 'The pack carries no seal.');
  if (tenantId === undefined) return unsettled(ACCOUNT, 'undetermined', 'The tenant of the pack can not be read.');
  const values = { expected: accountIdOf(tenantId), actual: showText(seal.accountId, 200) };
  return compared(ACCOUNT, 'signature-invalid', values, {
    same: 'The seal is for the tenant of the pack.',
    differ: 'The seal is for another account than the tenant that the pack states.',
  });
}

function digestHex(text: string): string {
  return bytesToHex(sha256(encodeUtf8(text)));
}
