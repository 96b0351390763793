import { decodeUtf8 } from '../../shared/base/utf8.ts';
import type { Anchor } from '../../shared/formats/anchor.ts';
import { readControlManifest } from '../../shared/formats/control-pack-read.ts';
import type { NamedChain } from '../../shared/verify-named-chain.ts';
import type { SealedDocument } from './sealed-documents.ts';

/** The chains that packs name: by their rows, or by the anchor in a manifest. What can not be read names none. */
export function namedChains(documents: readonly SealedDocument[]): NamedChain[] {
  return documents.flatMap((document) => {
    if (document.kind === 'audit-chain-pack') return chainOfRows(document);
    return document.kind === 'control-pack' ? chainOfManifest(document) : [];
  });
}

/** The anchor that a manifest names has no signature members; absent and undefined are told apart by the schema of an anchor. */
export function anchorOfManifest({
  length,
  tipHash,
  genesisHash,
}: {
  length: number;
  tipHash: string;
  genesisHash?: string | undefined;
}): Anchor {
  return genesisHash === undefined ? { length, tipHash } : { length, tipHash, genesisHash };
}

function chainOfRows({ pack, name }: Extract<SealedDocument, { kind: 'audit-chain-pack' }>): NamedChain[] {
  const hashAt = (position: number) => pack.rows[position]?.members.hash;
  const { length } = pack.rows;
  const [tipHash, genesisHash] = [hashAt(length - 1), hashAt(0)];
  if (tipHash === undefined || genesisHash === undefined) return [];
  const anchor = { length, tipHash, genesisHash };
  return [{ file: name, tenant: pack.head.tenantId ?? null, anchor, hashAt, isWhole: true }];
}

function chainOfManifest({ name, files }: Extract<SealedDocument, { kind: 'control-pack' }>): NamedChain[] {
  const manifest = files.find((file) => file.name === 'manifest.json');
  const text = manifest === undefined ? null : decodeUtf8(manifest.bytes);
  const { chainAnchor, tenantId = null } = text === null ? {} : readControlManifest(text, name).manifest;
  if (chainAnchor === undefined) return [];
  const anchor = anchorOfManifest(chainAnchor);
  const hashAt = (position: number) => {
    if (position === anchor.length - 1) return anchor.tipHash;
    return position === 0 ? anchor.genesisHash : undefined;
  };
  return [{ file: name, tenant: tenantId, anchor, hashAt, isWhole: false }];
}
