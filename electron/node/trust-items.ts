import type { TimestampRoot, TrustedKey, TrustedLogKey, TrustMaterial } from '../../shared/anchors/trust.ts';
import { canonicalTextOfValue } from '../../shared/base/chain-canonical.ts';
import { showText } from '../../shared/base/text.ts';
import type { TrustItem } from '../../shared/ipc/contract.ts';
import { certificateName } from './certificate-name.ts';
import { nodeSha256 } from './hasher.ts';

const ID_DIGITS = 40;
const LABEL_SHOWN = 200;
const DETAIL_SHOWN = 600;

const USE_WORDS = { 'audit-chain': 'anchors and pack seals', 'control-pack': 'manifests of control packs' } as const;

/** One piece of trust of its material, with the item that stands for it. */
export interface HeldTrust {
  readonly item: TrustItem;
  /** Material of just this piece. */
  readonly material: TrustMaterial;
}

/**
 * Takes material apart into pieces. The id of a piece follows from what it is and what it may be used for, not from its label or from how it
 * was obtained: the same key for the same use has the same id in every run.
 *
 * @param shipped whether it came with the program
 */
export function heldTrust(material: TrustMaterial, shipped: boolean): HeldTrust[] {
  return [
    ...material.keys.map((key) => ({ item: keyItem(key, shipped), material: only({ keys: [key] }) })),
    ...material.timestampRoots.map((root) => ({
      item: rootItem(root, shipped),
      material: only({ timestampRoots: [root] }),
    })),
    ...material.logKeys.map((key) => ({ item: logItem(key, shipped), material: only({ logKeys: [key] }) })),
  ];
}

/** Puts pieces together again, in their order. */
export function joinTrust(held: readonly HeldTrust[]): TrustMaterial {
  return {
    keys: held.flatMap(({ material }) => material.keys),
    timestampRoots: held.flatMap(({ material }) => material.timestampRoots),
    logKeys: held.flatMap(({ material }) => material.logKeys),
  };
}

function only(part: Partial<TrustMaterial>): TrustMaterial {
  return { keys: [], timestampRoots: [], logKeys: [], ...part };
}

function keyItem(key: TrustedKey, shipped: boolean): TrustItem {
  const { fingerprint, keyId, tenantId, provenance } = key;
  const uses = [...key.uses].sort();
  const signs = uses.map((use) => USE_WORDS[use]).join(' and ');
  const tenant = tenantId === null ? 'any tenant' : `tenant ${tenantId} only`;
  return {
    id: idOf('key', [fingerprint, keyId, tenantId, uses]),
    kind: 'key',
    label: showText(keyId ?? 'Public key', LABEL_SHOWN),
    fingerprint,
    detail: showText(`Ed25519; may sign ${signs}; ${tenant}`, DETAIL_SHOWN),
    provenance: shownProvenance(provenance),
    shipped,
  };
}

function rootItem({ der, label, provenance }: TimestampRoot, shipped: boolean): TrustItem {
  const fingerprint = nodeSha256.hexOfBytes(der);
  const name = certificateName(der);
  const validity =
    name === null ? 'not a certificate' : `${name.subject}; validity ${name.notBefore} to ${name.notAfter}`;
  return {
    id: idOf('timestamp-root', [fingerprint]),
    kind: 'timestamp-root',
    label: showText(label === null || label === '' ? (name?.label ?? 'Certificate') : label, LABEL_SHOWN),
    fingerprint,
    detail: showText(validity, DETAIL_SHOWN),
    provenance: shownProvenance(provenance),
    shipped,
  };
}

function logItem(
  { origin, fingerprint, validFrom, validUntil, provenance }: TrustedLogKey,
  shipped: boolean,
): TrustItem {
  const from = validFrom === null ? [] : [`in use from ${validFrom}`];
  const until = validUntil === null ? [] : [`in use until ${validUntil}`];
  return {
    id: idOf('log-key', [origin, fingerprint, validFrom, validUntil]),
    kind: 'log-key',
    label: showText(origin, LABEL_SHOWN),
    fingerprint,
    detail: ['Ed25519, public log', ...from, ...until].join('; '),
    provenance: shownProvenance(provenance),
    shipped,
  };
}

function idOf(kind: TrustItem['kind'], identity: readonly unknown[]): string {
  const digest = nodeSha256.hexOfText(canonicalTextOfValue(identity) ?? '');
  return `${kind}-${digest.slice(0, ID_DIGITS)}`;
}

function shownProvenance({ how, by, obtainedAt }: TrustItem['provenance']): TrustItem['provenance'] {
  return { how: showText(how, DETAIL_SHOWN), by: showText(by, LABEL_SHOWN), obtainedAt };
}
