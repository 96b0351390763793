import type { Finding } from '../../shared/base/finding.ts';
import { grouped } from '../../shared/base/number-words.ts';
import type { Steps } from '../../shared/base/steps.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import type { ReplayTotals } from '../../shared/chain/replay.ts';
import type { Anchor } from '../../shared/formats/anchor.ts';
import { readControlManifest } from '../../shared/formats/control-pack-read.ts';
import type { Receipt } from '../../shared/formats/receipt.ts';
import { anchorNotCompared } from '../../shared/verify-claims.ts';
import {
  anchorsAgainstPacks,
  chainAgainstPacks,
  type NamedChain,
  packsAgainstEachOther,
} from '../../shared/verify-named-chain.ts';
import type { HeldAnchor } from './anchors.ts';
import type { CancelToken } from './cancel.ts';
import type { StatedTenant } from './claims.ts';
import { inSteps } from './in-steps.ts';
import type { SealedDocument } from './sealed-documents.ts';

/** The chains that packs name: by their rows, or by the anchor in a manifest. What can not be read names none. Throws Cancelled. */
export async function namedChains(documents: readonly SealedDocument[], token: CancelToken): Promise<NamedChain[]> {
  const named: NamedChain[] = [];
  for (const document of documents) {
    if (document.kind === 'audit-chain-pack') named.push(...chainOfRows(document));
    else if (document.kind === 'control-pack') named.push(...(await inSteps(chainOfManifest(document), token)));
  }
  return named;
}

/** Whose evidence packs and receipts say that they are. */
export function tenantsOfSealed(documents: readonly SealedDocument[], named: readonly NamedChain[]): StatedTenant[] {
  const ofPacks = named.flatMap(({ tenant, file }) =>
    tenant === null ? [] : [{ tenant, file, pointer: '/tenantId' }],
  );
  const ofReceipts = receiptsOf(documents).map(({ receipt, name }) => ({
    tenant: receipt.accountId,
    file: name,
    pointer: '/accountId',
  }));
  return [...ofPacks, ...ofReceipts];
}

/** What packs and receipts are held against. */
interface Beside {
  /** Of the chain that was replayed; null when there is none. */
  readonly totals: ReplayTotals | null;
  /** Whose chain it is, as the auditor says, else as the bundle states; null when nobody does. */
  readonly tenantId: string | null;
  /** Hash stored in the chain at a position; undefined when it can not be read. */
  readonly hashAt: (position: number) => Promise<string | undefined>;
  readonly anchors: readonly HeldAnchor[];
  /** A receipt was held against an anchor of the auditor. */
  readonly isReceiptHeld: boolean;
}

/** Holds what packs and receipts say of their chain against the chain that was replayed; where there is none, against the anchors at hand. What packs say, also against each other. */
export async function sealedAgainst(
  documents: readonly SealedDocument[],
  named: readonly NamedChain[],
  { totals, tenantId, hashAt, anchors, isReceiptHeld }: Beside,
): Promise<Finding[]> {
  if (totals !== null) {
    return [
      ...(await chainAgainstPacks(totals, tenantId, named, hashAt)),
      ...packsAgainstEachOther(named),
      ...receiptsBeyond(documents, totals),
    ];
  }
  const readable = anchors.flatMap(({ origin, anchor, file }) => (anchor === null ? [] : [{ origin, anchor, file }]));
  const { findings, compared, severalChains } = anchorsAgainstPacks(readable, named);
  // SECURITY: a receipt, which anybody can have made over the auditor's anchor, stands in for no pack. Test: wrong-accepts.test.ts "a receipt
  // beside a pack does not take the demand away".
  const isHeld = compared || (named.length === 0 && isReceiptHeld);
  const brought = isHeld ? [] : readable.filter(({ origin }) => origin === 'auditor');
  return [...findings, ...packsAgainstEachOther(named), ...anchorNotCompared(brought, severalChains)];
}

/** Says of each receipt that it is for more entries than were replayed: then the chain was longer once, or the receipt is for another. */
function receiptsBeyond(documents: readonly SealedDocument[], totals: ReplayTotals): Finding[] {
  if (!totals.readToEnd) return [];
  return receiptsOf(documents).flatMap(({ receipt, name }): Finding[] => {
    if (receipt.anchorLength <= totals.rows) return [];
    const message = `"${name}" states an anchor over ${grouped(receipt.anchorLength)} entries, and the chain here holds ${grouped(totals.rows)}: it was longer once, or the receipt is for another chain.`;
    const where = { file: name, pointer: '/anchorLength', rule: 'receipt.beyond-chain' };
    const [expected, actual] = [String(totals.rows), String(receipt.anchorLength)];
    return [{ class: 'claim-differs', severity: 'warning', message, where, expected, actual }];
  });
}

function receiptsOf(documents: readonly SealedDocument[]): { readonly receipt: Receipt; readonly name: string }[] {
  return documents.flatMap((document) =>
    document.kind === 'receipt' && document.receipt !== null
      ? [{ receipt: document.receipt, name: document.name }]
      : [],
  );
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

function* chainOfManifest({ name, files }: Extract<SealedDocument, { kind: 'control-pack' }>): Steps<NamedChain[]> {
  const manifest = files.find((file) => file.name === 'manifest.json');
  const text = manifest === undefined ? null : decodeUtf8(manifest.bytes);
  const { chainAnchor, tenantId = null } = text === null ? {} : (yield* readControlManifest(text, name)).manifest;
  if (chainAnchor === undefined) return [];
  const anchor = anchorOfManifest(chainAnchor);
  const hashAt = (position: number) => {
    if (position === anchor.length - 1) return anchor.tipHash;
    return position === 0 ? anchor.genesisHash : undefined;
  };
  return [{ file: name, tenant: tenantId, anchor, hashAt, isWhole: false }];
}
