import { counted } from './base/number-words.ts';
import type { Axis, AxisId, Check } from './base/verification.ts';
import { EXTRA_NAMES } from './chain/replay.ts';
import type { VerificationInput } from './verify.ts';
import { PACK_ANCHOR_RULE } from './verify-named-chain.ts';

/**
 * The checks that ran, one line each, with the number of records they covered: the positive control of the report. A check over
 * zero records is never `pass`.
 */
export function buildChecks(input: VerificationInput, axes: Readonly<Record<AxisId, Axis>>): Check[] {
  const fromAxes = Object.values(axes).map((axis) => ({
    id: `chain.${axis.id}`,
    result: axis.result,
    records: axis.records,
    message: axis.answer,
  }));
  const ofPacks = input.packs.flatMap((pack) => pack.checks);
  return [...fromAxes, coverage(input), files(input), claims(input), ...ofPacks];
}

function coverage({ chain }: VerificationInput): Check {
  const id = 'chain.coverage';
  if (chain === null || chain.totals.recomputed === 0) {
    return { id, result: 'not-applicable', records: 0, message: 'No entry was recomputed.' };
  }
  const entries = chain.counts.get('not-fully-committed') ?? 0;
  const { recomputed, withExtraMembers, extraMembers } = chain.totals;
  const extra =
    withExtraMembers === 0
      ? ''
      : ` ${counted(withExtraMembers, 'entry carries', 'entries carry')} ${kindsOf(extraMembers)} of further members, which no hash covers.`;
  return entries === 0
    ? { id, result: 'pass', records: recomputed, message: `The hash of each entry covers its whole payload.${extra}` }
    : {
        id,
        result: 'undetermined',
        records: recomputed,
        message: `${counted(entries, 'entry carries', 'entries carry')} text that the hash does not cover; it can not be verified.${extra}`,
      };
}

function files({ bundleFindings, fileCount }: VerificationInput): Check {
  const about = bundleFindings.filter(
    ({ class: kind, where }) => kind !== 'claim-differs' && where.rule !== PACK_ANCHOR_RULE,
  );
  const failures = about.filter((finding) => finding.severity === 'fail');
  const message =
    failures.length === 0
      ? 'Every file that is needed could be read.'
      : `${counted(failures.length, 'problem', 'problems')} with files; the first: ${failures[0]?.message ?? ''}`;
  const result = failures.length > 0 ? 'fail' : fileCount === 0 ? 'undetermined' : 'pass';
  return { id: 'bundle.files', result, records: fileCount, message };
}

function claims({ claims: list, packs }: VerificationInput): Check {
  const id = 'bundle.claims';
  const compared = list.filter((claim) => claim.agrees !== null);
  const differing = compared.filter((claim) => claim.agrees === false);
  if (compared.length === 0) {
    const message =
      packs.length === 0
        ? 'The bundle states nothing that could be compared.'
        : 'The bundle itself states nothing that could be compared. What its packs state is compared with each of them.';
    return { id, result: 'not-applicable', records: 0, message };
  }
  return {
    id,
    result: differing.length === 0 ? 'pass' : 'fail',
    records: compared.length,
    message:
      differing.length === 0
        ? 'What the bundle states of itself is what was computed here.'
        : `${counted(differing.length, 'statement of the bundle differs', 'statements of the bundle differ')} from what was computed here.`,
  };
}

function kindsOf(names: readonly string[]): string {
  return names.length > EXTRA_NAMES ? `more than ${EXTRA_NAMES} kinds` : counted(names.length, 'kind', 'kinds');
}
