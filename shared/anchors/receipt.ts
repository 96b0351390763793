import { decodeBase64 } from '../base/base64.ts';
import { counted } from '../base/number-words.ts';
import { showText } from '../base/text.ts';
import type { CheckResult } from '../base/verification.ts';
import type { Anchor } from '../formats/anchor.ts';
import type { OpenTimestampsReceipt, Receipt } from '../formats/receipt.ts';
import { accountIdOf } from './account-id.ts';
import { anchorCoreBytes, digestOfAnchorBytes } from './anchor-signature.ts';
import { compared, failed, type Leg, type LegSubject, unsettled, worstOf } from './leg.ts';
import { logReceiptLegs } from './receipt-log.ts';
import { judgeTimestamp, type TimestampTrust } from './timestamp.ts';
import type { TrustedLogKey } from './trust.ts';

const DIGEST: LegSubject = { id: 'receipt.anchor-digest', question: 'Is the receipt for this anchor?' };
const LENGTH: LegSubject = { id: 'receipt.anchor-length', question: 'Does it state the length of this anchor?' };
const ACCOUNT: LegSubject = { id: 'receipt.account', question: 'Does it state the account that you expect?' };
const KIND: LegSubject = { id: 'receipt.kind', question: 'Do grade, target and proof fit together?' };
const IMPRINT: LegSubject = {
  id: 'receipt.imprint',
  question: 'Does it state the digest of the anchor as what was proven?',
};
const OTS: LegSubject = { id: 'ots.proof', question: 'Is the anchor in a block of Bitcoin?' };

/** What belongs together (formats section 5): grades never mix. */
const KINDS = {
  rfc3161: { target: 'tsa', grade: 'trusted-timestamped' },
  'rekor-v2-hashedrekord': { target: 'rekor', grade: 'externally-transparent' },
  opentimestamps: { target: 'ots', grade: 'externally-transparent' },
} as const;

/** What a receipt is judged with. */
export interface ReceiptTrust extends TimestampTrust {
  readonly logKeys: readonly TrustedLogKey[];
  /** Tenant that the auditor expects; null when none was named. */
  readonly expectedTenantId: string | null;
}

export interface ReceiptJudgement {
  /** Which axis it bears on. */
  readonly axis: 'time' | 'independence';
  /**
   * The worst of the legs that the proof needs: `not-checked` when all hold and nothing that the auditor supplied roots them. Witness
   * lines and a token of unknown purpose are beside the proof.
   */
  readonly result: CheckResult;
  /** Time that an authority states, ISO 8601; null when there is none. */
  readonly genTime: string | null;
  readonly legs: readonly Leg[];
}

/**
 * Judges an external anchoring receipt against the anchor that it is said to be for (docs/formats/receipt.md), fully offline.
 *
 * @param anchor the anchor of the auditor or of the pack: the receipt itself carries only a digest
 * @param bytes what the receipt must have been made over: the core bytes, unless the auditor has the bytes of an anchor file taken as they are
 */
export async function judgeReceipt(
  receipt: Receipt,
  anchor: Anchor,
  trust: ReceiptTrust,
  bytes: Uint8Array = anchorCoreBytes(anchor),
): Promise<ReceiptJudgement> {
  const digest = digestOfAnchorBytes(bytes);
  const proof = receipt.receipt;
  const legs = [
    digestLeg(receipt, digest),
    lengthLeg(receipt, anchor),
    accountLeg(receipt, trust.expectedTenantId),
    kindLeg(receipt),
  ];
  if (proof.algorithm === 'rekor-v2-hashedrekord') {
    const logLegs = logReceiptLegs(proof, bytes, trust.logKeys);
    return judged('independence', null, [...legs, ...logLegs]);
  }
  legs.push(imprintLeg(proof.messageImprint, digest));
  if (proof.algorithm === 'opentimestamps') {
    return judged('independence', null, [...legs, openTimestampsLeg(proof)]);
  }
  const token = decodeBase64(proof.token);
  const { genTime, legs: more } = await judgeTimestamp(token, bytes, proof.timestampedAt, trust);
  return judged('time', genTime, [...legs, ...more]);
}

const BESIDE_THE_PROOF: ReadonlySet<string> = new Set(['log.witnesses', 'log.token']);

function judged(axis: ReceiptJudgement['axis'], genTime: string | null, legs: readonly Leg[]): ReceiptJudgement {
  const needed = legs.filter(({ id }) => !BESIDE_THE_PROOF.has(id));
  return { axis, result: worstOf(needed.map(({ result }) => result)), genTime, legs };
}

function digestLeg({ anchorDigest: actual }: Receipt, expected: string): Leg {
  return compared(
    DIGEST,
    'anchor-invalid',
    { expected, actual },
    {
      same: 'The receipt is for this anchor.',
      differ: 'The receipt is for another anchor.',
    },
  );
}

function lengthLeg({ anchorLength }: Receipt, { length }: Anchor): Leg {
  return compared(
    LENGTH,
    'claim-differs',
    { expected: String(length), actual: String(anchorLength) },
    {
      same: 'The stated length is that of the anchor.',
      differ: 'The stated length is not that of the anchor.',
    },
  );
}

function accountLeg({ accountId }: Receipt, expectedTenantId: string | null): Leg {
  const actual = showText(accountId, 200);
  if (expectedTenantId === null) {
    return unsettled(
      ACCOUNT,
      'not-applicable',
      `It states the account ${actual}, which nothing in the receipt proves.`,
    );
  }
  return compared(
    ACCOUNT,
    'claim-differs',
    { expected: accountIdOf(expectedTenantId), actual },
    {
      same: 'The stated account is the one that you expect.',
      differ: 'The stated account is not the one that you expect.',
    },
  );
}

function kindLeg({ grade, target, receipt }: Receipt): Leg {
  const kind = KINDS[receipt.algorithm];
  const values = { expected: `${kind.target}, ${kind.grade}`, actual: `${target}, ${grade}` };
  return compared(KIND, 'claim-differs', values, {
    same: 'Grade and target fit the proof.',
    differ: `Grade or target is not that of ${receipt.algorithm}.`,
  });
}

function imprintLeg(actual: string, expected: string): Leg {
  return compared(
    IMPRINT,
    'claim-differs',
    { expected, actual },
    {
      same: 'The stated imprint is the digest of the anchor.',
      differ: 'The stated imprint is not the digest of the anchor.',
    },
  );
}

/** Neither a pending proof nor one that calls itself complete can be checked without the headers of Bitcoin. */
function openTimestampsLeg({ status, calendars, proof }: OpenTimestampsReceipt): Leg {
  if (decodeBase64(proof) === null) return failed(OTS, 'malformed-file', 'The proof is not base64.');
  const message =
    status === 'pending'
      ? `Pending at ${counted(calendars.length, 'calendar', 'calendars')}: not verifiable offline, and not yet a proof.`
      : 'The proof calls itself complete; that needs the headers of Bitcoin, which are not at hand offline.';
  return unsettled(OTS, 'undetermined', message, status);
}
