import type { Leg } from '../../shared/anchors/leg.ts';
import type { PackRowState } from '../../shared/anchors/pack-row.ts';
import type { CheckResult, Verdict } from '../../shared/base/verification.ts';
import type { PackQuestion, PackView } from '../../shared/ipc/model.ts';
import type { PackInput } from '../../shared/verify.ts';
import type { Attestation } from '../../shared/verify-attested.ts';
import { TENANT_USED } from './trust-input.ts';

/** A sealed document after judgement: what the report, the axes and the screens need of it. */
export interface JudgedPack {
  /** Null when it only bears on something else, as a receipt beside a chain does. */
  readonly input: PackInput | null;
  readonly attestations: readonly Attestation[];
  readonly view: PackView;
  /** States of the rows that it carries; null when it carries none. */
  readonly rowStates: readonly PackRowState[] | null;
  /** Fingerprints, log origins and digests of signature files of the trust that took part. */
  readonly used: readonly string[];
}

/** What the screens show of a leg. */
export function questionOf(leg: Leg): PackQuestion {
  return {
    id: leg.id,
    question: leg.question,
    result: leg.result,
    message: leg.message,
    expected: leg.expected ?? null,
    actual: leg.actual ?? null,
  };
}

const RESULT_OF: Readonly<Record<Verdict, CheckResult>> = {
  verified: 'pass',
  'consistent-not-anchored': 'undetermined',
  unverifiable: 'undetermined',
  malformed: 'fail',
  tampered: 'fail',
};

/** The result that a verdict counts as where only one of the six words fits. */
export function resultOf(verdict: Verdict): CheckResult {
  return RESULT_OF[verdict];
}

/** The verdict of a document that has no rows: by the result of its proof alone. */
export function verdictOf(result: CheckResult): Verdict {
  if (result === 'pass') return 'verified';
  return result === 'fail' ? 'tampered' : 'unverifiable';
}

/** Why a pack is not settled, in the words of the first leg that could not be run. */
export function notRun(legs: readonly Leg[]): string {
  const unrun = legs.find(({ result }) => result === 'not-checked' || result === 'undetermined' || result === 'error');
  return `A check that it needs could not be run${unrun === undefined ? '.' : `: ${unrun.message}`}`;
}

/** A verdict after one more leg, which a judge of packs knows nothing of. */
export function withLeg(verdict: Verdict, leg: Leg | null): Verdict {
  if (leg === null || verdict === 'malformed' || verdict === 'tampered') return verdict;
  if (leg.result === 'fail') return 'tampered';
  return leg.result === 'pass' ? verdict : 'unverifiable';
}

/** Fingerprints of the pinned keys that made what these legs found signed. A key that was only tried took no part. */
export function signersOf(legs: readonly (Leg | undefined)[]): string[] {
  return [...new Set(legs.flatMap((leg) => leg?.signedBy ?? []))];
}

/** The pinned fingerprints that a key at hand was compared with: the one that it has, or all when it has none of them. */
export function comparedPins(leg: Leg | null, fingerprints: readonly string[]): readonly string[] {
  if (leg?.result === 'fail') return fingerprints;
  return leg?.result === 'pass' ? fingerprints.filter((one) => one === leg.actual) : [];
}

/** Legs that compare the tenant or account that evidence states with the one that the auditor named. */
const TENANT_LEGS: ReadonlySet<string> = new Set(['pack.tenant', 'manifest.tenant', 'receipt.account']);

/** Whether the tenant that the auditor named was compared with anything in these legs. */
export function usedTenant(legs: readonly Leg[]): string[] {
  const compared = legs.some(({ id, result }) => TENANT_LEGS.has(id) && (result === 'pass' || result === 'fail'));
  return compared ? [TENANT_USED] : [];
}

/**
 * What one signature says of the axis origin.
 *
 * @param what was signed, as a noun phrase
 * @param proof the signature as it stands there, or another text that only this document has
 * @param entries of a chain that it covers; null when it is over a document by itself
 */
export function originFrom(
  leg: Leg | undefined,
  what: string,
  proof: string,
  entries: number | null = null,
): Attestation[] {
  if (leg === undefined) return [];
  const settled = leg.result === 'pass' || leg.result === 'fail';
  const answer = leg.result === 'pass' ? `Yes: ${what} was signed under the key that you pinned.` : leg.message;
  return [
    {
      axis: 'origin',
      result: leg.result,
      answer,
      nextStep: settled
        ? null
        : 'Pin the key that you obtained over another channel; where the signature is not at hand, bring it too.',
      records: settled ? 1 : 0,
      proof,
      entries,
    },
  ];
}
