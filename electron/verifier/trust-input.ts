import { basename } from 'node:path';
import { accountIdOf } from '../../shared/anchors/account-id.ts';
import type { PublicKey } from '../../shared/anchors/ed25519.ts';
import { failed, type Leg, type LegSubject, passed, unsettled } from '../../shared/anchors/leg.ts';
import type { PinnedKey } from '../../shared/anchors/signed-by.ts';
import {
  type KeyUse,
  keysFor,
  parseTrustFile,
  type TrustedKey,
  type TrustMaterial,
} from '../../shared/anchors/trust.ts';
import type { Finding } from '../../shared/base/finding.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import type { TrustUse } from '../../shared/ipc/model.ts';
import { NO_VERIFIER_TRUST, SIGNATURE_BYTES, type VerifierTrust } from '../../shared/ipc/verifier.ts';
import { openFile } from '../node/file-source.ts';
import { nodeSha256 } from '../node/hasher.ts';

/** A file that the auditor brought beside the evidence. */
export interface BroughtFile {
  /** Escaped name. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes. */
  readonly sha256: string;
}

/** What the auditor trusts, ready for use. */
export interface ResolvedTrust {
  readonly material: TrustMaterial;
  readonly fingerprints: readonly string[];
  /** Names that keys must carry which are pinned by their fingerprint alone, by fingerprint; a key that is not among them may have any. */
  readonly keyIds: ReadonlyMap<string, string>;
  readonly tenantId: string | null;
  readonly signatures: readonly BroughtFile[];
  /** Trust that can not be read is said: a verdict must not look as if it had taken part. */
  readonly findings: readonly Finding[];
}

/**
 * Reads the trust that came with the request.
 *
 * @throws EvidenceError or an error of the file system when a signature file can not be read
 */
export async function resolveTrust(trust: VerifierTrust = NO_VERIFIER_TRUST): Promise<ResolvedTrust> {
  const findings: Finding[] = [];
  const files: TrustMaterial[] = [];
  for (const [at, value] of trust.trustFiles.entries()) {
    const parsed = parseTrustFile(value, `trust file ${at + 1}`);
    if (parsed.ok) files.push(parsed.value);
    else findings.push(...parsed.error);
  }
  const signatures: BroughtFile[] = [];
  for (const path of trust.signatures) signatures.push(await readBrought(path));
  return {
    material: {
      keys: files.flatMap((file) => file.keys),
      timestampRoots: files.flatMap((file) => file.timestampRoots),
      logKeys: files.flatMap((file) => file.logKeys),
    },
    fingerprints: trust.keyFingerprints,
    keyIds: keyIdsOf(trust),
    tenantId: trust.tenantId,
    signatures,
    findings,
  };
}

/**
 * The keys that are pinned for one use: those of the auditor, and a key that travels with the evidence when the auditor pinned its
 * fingerprint.
 *
 * SECURITY: the fingerprint is compared, never the name: test/electron/verifier/trust.test.ts "a key in the evidence counts only by its pinned fingerprint".
 */
export function pinnedKeys(
  trust: ResolvedTrust,
  use: KeyUse,
  tenantId: string | null,
  candidate: PublicKey | null,
): readonly PinnedKey[] {
  const own = keysFor(trust.material, use, tenantId);
  const known = candidate !== null && trust.fingerprints.includes(candidate.fingerprint);
  const counted = known && !own.some((key) => key.fingerprint === candidate.fingerprint);
  return counted ? [...own, { ...candidate, keyId: trust.keyIds.get(candidate.fingerprint) ?? null }] : own;
}

const FINGERPRINT: LegSubject = {
  id: 'trust.fingerprint',
  question: 'Is the key that travels with it the one whose fingerprint you pinned?',
};

/**
 * Holds the key that travels with the evidence against the pinned fingerprints, where the auditor has no key of the use and tenant itself.
 *
 * SECURITY: a pinned fingerprint that no key has is a mismatch, not the absence of a pin: everything may be signed consistently by another
 * key. Test: test/electron/verifier/trust.test.ts "a pack signed throughout by another key falls to the fingerprint alone".
 *
 * @param tenantId tenant that the evidence is of; null when it is not known
 * @returns null when no fingerprint is pinned, or the auditor has a key for the use and tenant
 */
export function fingerprintLeg(
  trust: ResolvedTrust,
  use: KeyUse,
  tenantId: string | null,
  candidate: PublicKey | null,
): Leg | null {
  if (trust.fingerprints.length === 0 || keysFor(trust.material, use, tenantId).length > 0) return null;
  const expected = trust.fingerprints.join(', ');
  if (candidate === null) {
    return unsettled(
      FINGERPRINT,
      'undetermined',
      'A fingerprint is pinned, and no key that could have it is at hand. Bring the key.',
      'no-key',
    );
  }
  const values = { expected, actual: candidate.fingerprint };
  return trust.fingerprints.includes(candidate.fingerprint)
    ? passed(FINGERPRINT, 'The key that travels with it has the fingerprint that you pinned.', values)
    : failed(
        FINGERPRINT,
        'key-mismatch',
        'The key that travels with it has another fingerprint than the one that you pinned.',
        values,
      );
}

/**
 * Whether the auditor demands a signature: any fingerprint, or a key that is pinned for the use and may sign for the tenant. Of evidence
 * whose tenant is not known, every key for the use might be the one.
 */
export function demandsSignature(trust: ResolvedTrust, use: KeyUse, tenantId: string | null): boolean {
  const { keys } = trust.material;
  const fitting =
    tenantId === null ? keys.filter((key) => key.uses.includes(use)) : keysFor(trust.material, use, tenantId);
  return trust.fingerprints.length > 0 || fitting.length > 0;
}

/**
 * The keys that may have signed an anchor of a chain. Where nobody says whose chain it is, the account in the signature does, and a key
 * that was given for one tenant only is good for the account of that tenant.
 *
 * @param account that the signature is bound to; null when it names none
 */
export function anchorKeys(
  trust: ResolvedTrust,
  tenantId: string | null,
  account: string | null,
): readonly TrustedKey[] {
  if (tenantId !== null || account === null) return keysFor(trust.material, 'audit-chain', tenantId);
  return trust.material.keys.filter(
    (key) => key.uses.includes('audit-chain') && (key.tenantId === null || accountIdOf(key.tenantId) === account),
  );
}

/** Stands among the used pieces of trust when the tenant that the auditor named was compared with anything. */
export const TENANT_USED = 'tenant named';

/** Stands among the used pieces when a receipt was held against an anchor that the auditor brought. */
export const ANCHOR_USED = 'anchor brought';

/** What the screens show of the trust that was brought; `used` holds fingerprints and names that took part. */
export function trustUses(trust: ResolvedTrust, used: ReadonlySet<string>): TrustUse[] {
  const { material, fingerprints, keyIds, tenantId, signatures } = trust;
  return [
    ...material.keys.map((key) => ({
      kind: 'key' as const,
      label: key.keyId ?? 'key without a name',
      fingerprint: key.fingerprint,
      provenance: key.provenance,
      used: used.has(key.fingerprint),
    })),
    ...fingerprints.map((fingerprint) => ({
      kind: 'key-fingerprint' as const,
      label: keyIds.get(fingerprint) ?? 'pinned fingerprint',
      fingerprint,
      provenance: null,
      used: used.has(fingerprint),
    })),
    ...material.timestampRoots.map((root) => ({
      kind: 'timestamp-root' as const,
      label: root.label ?? 'time-stamp root',
      fingerprint: null,
      provenance: root.provenance,
      used: used.has('timestamp'),
    })),
    ...material.logKeys.map((key) => ({
      kind: 'log-key' as const,
      label: key.origin,
      fingerprint: key.fingerprint,
      provenance: key.provenance,
      used: used.has(key.origin),
    })),
    ...signatures.map((file) => ({
      kind: 'signature' as const,
      label: file.name,
      fingerprint: file.sha256,
      provenance: null,
      used: used.has(file.sha256),
    })),
    ...(tenantId === null
      ? []
      : [
          {
            kind: 'tenant' as const,
            label: tenantId,
            fingerprint: null,
            provenance: null,
            used: used.has(TENANT_USED),
          },
        ]),
  ];
}

function keyIdsOf({ keyFingerprints, keyId, keyIds = {} }: VerifierTrust): ReadonlyMap<string, string> {
  const named = new Map(Object.entries(keyIds));
  if (keyId === undefined) return named;
  return new Map([...keyFingerprints.map((one) => [one, keyId] as const), ...named]);
}

async function readBrought(path: string): Promise<BroughtFile> {
  const source = await openFile(path);
  try {
    const bytes = await source.read(0, Math.min(source.size, SIGNATURE_BYTES));
    return { name: showName(basename(path)), bytes, sha256: nodeSha256.hexOfBytes(bytes) };
  } finally {
    await source.close();
  }
}
