import type { Axis, AxisId, Exposure, Verdict } from './base/verification.ts';

type Party = Exposure['parties'][number];

const NAMES: Readonly<Record<Party, string>> = {
  'database-administrator': 'whoever can write to the database',
  'signing-key-holder': 'whoever holds the signing key',
  'bucket-owner': 'whoever keeps the place that the anchor came from',
  'timestamp-authority': 'the time-stamp authority',
  'public-log': 'the operator of the public log',
};

/** What each axis adds, once it holds, to those who would have to take part. */
const ADDED: readonly { readonly axis: AxisId; readonly party: Party }[] = [
  { axis: 'completeness', party: 'bucket-owner' },
  { axis: 'origin', party: 'signing-key-holder' },
  { axis: 'time', party: 'timestamp-authority' },
  { axis: 'independence', party: 'public-log' },
];

/**
 * Who could have faked this: the weakest combination of parties that could still have produced what was checked here without any check
 * noticing (docs/verification-semantics.md): each axis that holds, over everything that was judged, adds the party whose help is then needed.
 *
 * @param reached axes whose proof reaches over everything: what covers a part leaves the rest to whoever writes the database
 * @param restsOnRecords whether records of earlier runs stood in for a part of the replay
 * @returns null when the evidence does not hold, because then there is nothing to fake
 */
export function exposureOf(
  axes: Readonly<Record<AxisId, Axis>>,
  verdict: Verdict,
  reached: ReadonlySet<AxisId>,
  restsOnRecords = false,
): Exposure | null {
  if (verdict === 'tampered' || verdict === 'malformed') return null;
  // Without a chain and without a pack there is nothing that anybody could have faked.
  if (Object.values(axes).every((axis) => axis.result === 'not-applicable')) return null;
  const needed = ADDED.filter(({ axis }) => axes[axis].result === 'pass' && reached.has(axis));
  const parties: Party[] = ['database-administrator', ...needed.map(({ party }) => party)];
  const names = parties.map((party) => NAMES[party]);
  const [first = '', ...rest] = names;
  const together = rest.length === 0 ? `${first}, alone` : `${first}, together with ${rest.join(' and ')}`;
  const since = parties.includes('timestamp-authority')
    ? ' Before the time of the stamp the authority is not needed.'
    : '';
  const records = restsOnRecords
    ? ' It also rests on the records of earlier runs: whoever can write those needs none of the others but the first.'
    : '';
  return { parties, sentence: `This could still have been produced by ${together}.${since}${records}` };
}
