import type { Archive } from '../../shared/anchors/oscal-digest.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { parseReceipt, type Receipt } from '../../shared/formats/receipt.ts';
import type { HeldAnchor } from './anchors.ts';
import type { OpenedFile } from './bundle-files.ts';
import type { CancelToken } from './cancel.ts';
import { inSteps } from './in-steps.ts';
import { judgeChainPack } from './judge-chain-pack.ts';
import { type JudgedControlPack, judgeControlPackDocument } from './judge-control-pack.ts';
import { judgeOscal } from './judge-oscal.ts';
import { judgeReceiptInput, type ReceiptInput } from './judge-receipt.ts';
import type { JudgedPack } from './judged-pack.ts';
import { anchorOfManifest } from './named-chains.ts';
import { heldAnchor, namedAnchors, type ReceiptAnchor } from './receipt-anchor.ts';
import type { SealedDocument } from './sealed-documents.ts';
import type { ResolvedTrust } from './trust-input.ts';

/** Everything sealed in the document, judged by the trust of the moment. */
export interface JudgedSealed {
  readonly packs: readonly JudgedPack[];
  /** Digests of the signatures of the auditor that packs were held against. */
  readonly heldSignatures: ReadonlySet<string>;
}

/** Id of the view of a sealed document, by its place among those that were loaded. */
export function packId(at: number): string {
  return `pack-${at}`;
}

/**
 * Judges packs, receipts and OSCAL documents. A receipt is held against the anchors at hand: those of the auditor, those of the bundle, and those that
 * packs name.
 *
 * @param hasChain a chain carries the verdict, so that a receipt beside it only raises or contradicts
 * @param files all files of the container, with their digests
 * @returns throws Cancelled
 */
export async function judgeSealed(
  documents: readonly SealedDocument[],
  trust: ResolvedTrust,
  held: readonly HeldAnchor[],
  hasChain: boolean,
  files: readonly OpenedFile[],
  token: CancelToken,
): Promise<JudgedSealed> {
  const packs: JudgedPack[] = [];
  const controlPacks: JudgedControlPack[] = [];
  const receipts: ReceiptInput[] = [];
  const atHand = held.map(heldAnchor).filter((one) => one !== null);
  // What the auditor brought comes first: a copy of it in the bundle takes nothing away from it.
  const anchors = [...atHand.filter(({ brought }) => brought), ...atHand.filter(({ brought }) => !brought)];
  for (const [at, document] of documents.entries()) {
    token.check();
    const id = packId(at);
    if (document.kind === 'audit-chain-pack') {
      packs.push(judgeChainPack(document, trust, id));
    } else if (document.kind === 'control-pack') {
      const judged = await judgeControlPackDocument(document, trust, id, token);
      const { pack, judgement } = judged;
      controlPacks.push(judged);
      packs.push(pack);
      const named = judgement.read.manifest.chainAnchor;
      const name = `${showName(document.prefix)}external-anchor-receipt.json`;
      if (judgement.receipt !== null && judgement.receipt !== undefined) {
        const possible = named === undefined ? anchors : namedAnchors(anchorOfManifest(named), anchors);
        receipts.push(await receiptInside(judgement.receipt, name, possible, token));
      }
    } else if (document.kind === 'receipt') {
      const { receipt, findings, name, file } = document;
      receipts.push({ receipt, findings, name, fileIndex: file.entry.index, anchors });
    }
  }
  const alone = !hasChain && packs.length === 0;
  for (const [at, receipt] of receipts.entries()) {
    const judged = await judgeReceiptInput(receipt, trust, `receipt-${at}`, { alone, several: receipts.length > 1 });
    packs.push(judged);
  }
  // Last, because OSCAL is held against the packs, and carries a verdict only where nothing else does.
  const around = { packs: controlPacks, archives: archivesOf(files), alone: !hasChain && packs.length === 0 };
  for (const [at, document] of documents.entries()) {
    if (document.kind === 'oscal') packs.push(await judgeOscal(document, around, packId(at), token));
  }
  const heldSignatures = new Set(controlPacks.flatMap(({ brought: one }) => (one === null ? [] : [one.sha256])));
  return { packs, heldSignatures };
}

/** Zips of the container with their digests: one may be the pack that an OSCAL document names. */
function archivesOf(files: readonly OpenedFile[]): Archive[] {
  return files.flatMap(({ identity, entry, sha256 }) =>
    identity.id === 'archive' && sha256 !== null ? [{ name: showName(entry.name), sha256 }] : [],
  );
}

async function receiptInside(
  value: unknown,
  name: string,
  anchors: readonly ReceiptAnchor[],
  token: CancelToken,
): Promise<ReceiptInput> {
  const { findings, value: read } = await inSteps(parseReceipt(value, name), token);
  const whole = read !== null && findings.every((finding) => finding.severity !== 'fail');
  return { receipt: whole ? (read as Receipt) : null, findings, name, fileIndex: null, anchors };
}
