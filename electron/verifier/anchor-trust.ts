import { accountIdOf } from '../../shared/anchors/account-id.ts';
import { anchorSignatureLeg } from '../../shared/anchors/anchor-signature.ts';
import { type Leg, legFindings } from '../../shared/anchors/leg.ts';
import type { Finding } from '../../shared/base/finding.ts';
import type { AnchorInput } from '../../shared/verify.ts';
import type { Attestation } from '../../shared/verify-attested.ts';
import { nodeEquation } from '../node/ed25519.ts';
import type { HeldAnchor } from './anchors.ts';
import { originFrom, signersOf } from './judged-pack.ts';
import type { OpenedBundle } from './open-bundle.ts';
import { anchorKeys, demandsSignature, fingerprintLeg, type ResolvedTrust, TENANT_USED } from './trust-input.ts';

/** What the signature of one anchor came to. */
export interface JudgedSignature {
  readonly leg: Leg;
  readonly attestations: readonly Attestation[];
  readonly findings: readonly Finding[];
  /** Fingerprints of keys that took part. */
  readonly used: readonly string[];
}

const OTHER_TENANT =
  'A key is pinned for another tenant than the one that the bundle or the anchor states, so that the signature of the anchor was not checked. Name the tenant that you expect, or pin the key of this one.';

/**
 * Whether an anchor has to be signed by a pinned key.
 *
 * SECURITY: only the tenant that the auditor names takes a demand away: a bundle that states another one would choose which keys count. Test:
 * wrong-accepts.test.ts "a key that was pinned for a tenant stays a demand whatever tenant the bundle states".
 */
export function demandsAnchorSignature(trust: ResolvedTrust): boolean {
  return demandsSignature(trust, 'audit-chain', trust.tenantId);
}

/**
 * Judges the signature of an anchor with the keys that are pinned for chains. The account is the one that the auditor names, else the one
 * that the bundle states of its chain, else the one in the anchor itself, which then proves only whose key signed it.
 *
 * @returns null when no key is pinned and there was nothing to ask
 */
export function judgeSignature(held: HeldAnchor, trust: ResolvedTrust, bundle: OpenedBundle): JudgedSignature | null {
  if (held.anchor === null || !demandsAnchorSignature(trust)) return null;
  const tenantId = tenantOf(trust, bundle);
  const accountId = tenantId === null ? (held.anchor.sigAccountId ?? '') : accountIdOf(tenantId);
  const keys = anchorKeys(trust, tenantId, held.anchor.sigAccountId ?? null);
  // No key travels with an anchor, so a fingerprint alone can not check its signature.
  const withoutKey = keys.length === 0 ? fingerprintLeg(trust, 'audit-chain', tenantId, null) : null;
  const asked = anchorSignatureLeg(held.anchor, { accountId, keys, equation: nodeEquation });
  const leg = withoutKey ?? (asked.reason === 'no-pinned-key' ? { ...asked, message: OTHER_TENANT } : asked);
  const brought = held.origin === 'auditor';
  const settled = leg.result === 'pass' || leg.result === 'fail';
  return {
    leg,
    // An anchor of the bundle that nobody signed says nothing; one that a pinned key signed, or another key did, says something.
    attestations:
      brought || settled
        ? originFrom(leg, `the anchor at ${held.anchor.length}`, held.anchor.sig ?? held.id, held.anchor.length)
        : [],
    findings: legFindings([leg], { file: held.file }),
    used: [
      ...(leg.result === 'pass' ? signersOf([leg]) : []),
      ...(settled && trust.tenantId !== null ? [TENANT_USED] : []),
    ],
  };
}

/** Whose chain it is: as the auditor says, else as the bundle states; null when nobody does. */
export function tenantOf(trust: ResolvedTrust, { proof }: OpenedBundle): string | null {
  return trust.tenantId ?? proof?.read.value?.head?.accountId ?? null;
}

/** An anchor as the report takes it. */
export function anchorInput(held: HeldAnchor, leg: Leg | null): AnchorInput {
  const { origin, file, judgement, findings, anchor } = held;
  const signature = leg?.result ?? null;
  return {
    origin,
    file,
    judgement,
    findings,
    unreadable: anchor === null,
    signature,
  };
}
