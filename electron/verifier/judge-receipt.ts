import { webcrypto } from 'node:crypto';
import { legChecks, legFindings } from '../../shared/anchors/leg.ts';
import { judgeReceipt, type ReceiptJudgement } from '../../shared/anchors/receipt.ts';
import { type SubtleVerifier, webCryptoChecker } from '../../shared/anchors/web-crypto-checker.ts';
import type { Finding, FindingClass } from '../../shared/base/finding.ts';
import { showText } from '../../shared/base/text.ts';
import type { CheckResult } from '../../shared/base/verification.ts';
import type { Receipt } from '../../shared/formats/receipt.ts';
import type { Attestation } from '../../shared/verify-attested.ts';
import { type JudgedPack, questionOf, usedTenant, verdictOf } from './judged-pack.ts';
import type { ReceiptAnchor } from './receipt-anchor.ts';
import { ANCHOR_USED, type ResolvedTrust } from './trust-input.ts';

/** A receipt, where it came from, and the anchors that it may be for. */
export interface ReceiptInput {
  readonly receipt: Receipt | null;
  /** What reading it found. */
  readonly findings: readonly Finding[];
  readonly name: string;
  readonly fileIndex: number | null;
  readonly anchors: readonly ReceiptAnchor[];
}

/**
 * Judges a receipt against the anchor that it was made over, of those at hand.
 *
 * @param around `alone`: nothing else in the document carries a verdict, so the receipt does; `several`: there are other receipts, so that
 *   what is said of this one names its file
 */
export async function judgeReceiptInput(
  input: ReceiptInput,
  trust: ResolvedTrust,
  id: string,
  { alone, several }: { readonly alone: boolean; readonly several: boolean },
): Promise<JudgedPack> {
  const { receipt, name, anchors } = input;
  const anchor = receipt === null ? undefined : anchorOf(receipt, anchors, alone || input.fileIndex === null);
  const judged = receipt === null || anchor === undefined ? null : await judge(receipt, anchor, trust);
  const result: CheckResult = receipt === null ? 'fail' : (judged?.result ?? 'undetermined');
  const legs = judged?.legs ?? [];
  const found = [...input.findings, ...legFindings(legs, { file: name })];
  // SECURITY: anybody can make an anchor and have it stamped or logged, so what came with the receipt settles nothing by itself. Test:
  // wrong-accepts.test.ts "a receipt over an anchor that came with it settles nothing".
  const isMinted = alone && result === 'pass' && anchor?.brought !== true;
  const minted = isMinted ? ' That anchor came with it, so that this settles nothing by itself.' : '';
  const said = sentenceOf(receipt, judged, result) + minted + asIsWords(judged === null ? undefined : anchor);
  const sentence = several ? `${name}: ${said}` : said;
  const verdict = receipt === null ? 'malformed' : isMinted ? 'unverifiable' : verdictOf(result);
  const counts = new Map<FindingClass, number>();
  for (const finding of found) counts.set(finding.class, (counts.get(finding.class) ?? 0) + 1);
  // Beside a chain or a pack a receipt can contradict, and raise an axis; that it could not be settled takes nothing away from them.
  const counted = alone || result === 'fail';
  const check = {
    id: `receipt.${receipt?.target ?? 'unread'}`,
    result,
    records: judged === null ? 0 : 1,
    message: sentence,
  };
  return {
    input: counted
      ? { verdict, isReceipt: true, sentence, rows: null, findings: found, counts, checks: [check, ...legChecks(legs)] }
      : null,
    attestations:
      judged === null
        ? unheld(receipt, sentence, alone)
        : [
            {
              ...attestationOf(judged, sentence, input.fileIndex === null ? null : (anchor?.anchor.length ?? null)),
              anchorOnly: !alone,
              proof: receipt === null ? id : proofOf(receipt),
            },
          ],
    rowStates: null,
    view: {
      id,
      kind: 'receipt',
      title: 'External anchoring receipt',
      file: name,
      fileIndex: input.fileIndex,
      result,
      sentence,
      questions: legs.map(questionOf),
      facts: receipt === null ? [] : statedFacts(receipt),
      computedFacts: judged === null || anchor === undefined ? [] : computedFacts(judged, anchor),
      tables: [],
      claims: [],
      findings: found,
    },
    used: [
      ...usedTenant(legs),
      ...(judged?.result === 'pass' ? [judged.axis === 'time' ? 'timestamp' : originOf(receipt)] : []),
      ...(judged !== null && anchor?.brought === true ? [ANCHOR_USED] : []),
    ],
  };
}

/**
 * The anchor that a receipt is for: the one with its digest, else one with its length. A receipt that is alone, or inside a pack, was said
 * to be for the anchor at hand, whatever it states; one beside a chain may be for an anchor that is not at hand.
 */
function anchorOf(receipt: Receipt, anchors: readonly ReceiptAnchor[], tied: boolean): ReceiptAnchor | undefined {
  return (
    anchors.find(({ digest }) => digest === receipt.anchorDigest) ??
    anchors.find(({ anchor }) => anchor.length === receipt.anchorLength) ??
    (tied ? anchors[0] : undefined)
  );
}

async function judge(
  receipt: Receipt,
  { anchor, bytes }: ReceiptAnchor,
  trust: ResolvedTrust,
): Promise<ReceiptJudgement> {
  const given = {
    roots: trust.material.timestampRoots,
    logKeys: trust.material.logKeys,
    expectedTenantId: trust.tenantId,
    checker: webCryptoChecker(webcrypto.subtle as unknown as SubtleVerifier),
  };
  return await judgeReceipt(receipt, anchor, given, bytes);
}

/** Said with the answer, because it is about other bytes than the format names. */
function asIsWords(anchor: ReceiptAnchor | undefined): string {
  return anchor?.asIs == null
    ? ''
    : ` It was held against the bytes of "${anchor.asIs}" as they are, which are not the canonical bytes of this anchor.`;
}

function originOf(receipt: Receipt | null): string {
  return receipt?.receipt.algorithm === 'rekor-v2-hashedrekord' ? receipt.receipt.origin : '';
}

/** What makes a stamp or an entry of a log one: an entry is one whatever the checkpoint that it was shown under. */
function proofOf({ receipt }: Receipt): string {
  switch (receipt.algorithm) {
    case 'rekor-v2-hashedrekord':
      return `entry ${receipt.logIndex} of ${receipt.origin}`;
    case 'rfc3161':
      return receipt.token;
    case 'opentimestamps':
      return receipt.proof;
  }
}

function sentenceOf(receipt: Receipt | null, judged: ReceiptJudgement | null, result: CheckResult): string {
  if (receipt === null) return 'An external anchoring receipt that can not be read.';
  if (judged === null) return 'An external anchoring receipt; the anchor that it was made over is not at hand.';
  const kind = judged.axis === 'time' ? 'time stamp' : 'log entry';
  const worst = judged.legs.find((leg) => leg.result === result);
  if (result === 'pass') {
    const when = judged.genTime ? ` It was stamped at ${showText(judged.genTime, 40)}.` : '';
    return `The ${kind} over the anchor holds by what you trust.${when}`;
  }
  return `The ${kind} over the anchor ${result === 'fail' ? 'does not hold' : 'is not settled'}: ${worst?.message ?? ''}`;
}

function attestationOf(
  { axis, result, legs, genTime }: ReceiptJudgement,
  sentence: string,
  entries: number | null,
): Omit<Attestation, 'proof'> {
  const settled = result === 'pass' || result === 'fail';
  const root = axis === 'time' ? 'the root certificate of the time-stamp authority' : 'the key of the log';
  const pending = legs.some((leg) => leg.id === 'ots.proof');
  return {
    axis,
    result,
    answer: sentence,
    nextStep: settled
      ? null
      : pending
        ? 'Bring another receipt: this kind can not be verified offline.'
        : `Bring ${root} that you trust.`,
    records: settled ? 1 : 0,
    entries,
    ...(axis === 'time' && result === 'pass' && genTime ? { stampedAt: genTime } : {}),
  };
}

/**
 * A receipt whose anchor is not at hand: it was supplied, and settles nothing. Beside a chain it reaches to no entry, so that it takes
 * nothing away from those that do.
 */
function unheld(receipt: Receipt | null, sentence: string, alone: boolean): Attestation[] {
  if (receipt === null) return [];
  return [
    {
      axis: receipt.receipt.algorithm === 'rekor-v2-hashedrekord' ? 'independence' : 'time',
      result: 'not-checked',
      answer: `Not checked. ${sentence}`,
      nextStep: 'Bring the anchor that the receipt was made over.',
      records: 0,
      entries: alone ? null : 0,
      anchorOnly: !alone,
      proof: proofOf(receipt),
    },
  ];
}

function statedFacts(receipt: Receipt) {
  return [
    { label: 'Target', value: receipt.target },
    { label: 'Grade', value: receipt.grade },
    { label: 'Anchor length', value: String(receipt.anchorLength) },
    { label: 'Anchor digest', value: receipt.anchorDigest },
    { label: 'Received at', value: showText(receipt.receiptedAt, 40) },
  ];
}

function computedFacts({ axis, genTime }: ReceiptJudgement, anchor: ReceiptAnchor) {
  return [
    { label: 'Held against', value: bytesWords(anchor) },
    ...(axis === 'time' ? [{ label: 'Time in the token', value: genTime ?? 'none' }] : []),
  ];
}

function bytesWords({ asIs }: ReceiptAnchor): string {
  return asIs === null ? 'canonical bytes of the anchor' : `the bytes of "${asIs}" as they are, not canonical`;
}
