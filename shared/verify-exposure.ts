import type { Exposure, Verdict } from './base/verification.ts';
import type { Reach } from './verify-reach.ts';

type Party = Exposure['parties'][number];

const NAMES: Readonly<Record<Party, string>> = {
  anybody: 'anybody',
  'database-administrator': 'whoever can write to the database, or had it in hand on its way to you',
  'signing-key-holder': 'whoever holds the signing key',
  'bucket-owner': 'whoever keeps the place that the anchor came from',
  'timestamp-authority': 'the time-stamp authority',
  'public-log': 'the operator of the public log',
};

/**
 * Who could have faked this: the weakest combination of parties that could still have produced what was checked here without any check
 * noticing (docs/verification-semantics.md). Where neither the keeper of an anchor nor a pinned key stands before all of it, that is anybody: no
 * hash, no stamp and no log asks who somebody is.
 *
 * @param reach null when nothing was judged
 * @param restsOnRecords whether records of earlier runs stood in for a part of the replay
 * @param uncovered whether entries carry text that no hash covers
 * @returns null when the evidence does not hold, or nothing was judged: then there is nothing to fake
 */
export function exposureOf(
  verdict: Verdict,
  reach: Reach | null,
  restsOnRecords = false,
  uncovered = false,
): Exposure | null {
  if (reach === null || verdict === 'tampered' || verdict === 'malformed') return null;
  const { keeper, signer, cuttable, stamped, logged, loose } = reach;
  const witnesses: Party[] = [
    ...(stamped ? (['timestamp-authority'] as const) : []),
    ...(logged ? (['public-log'] as const) : []),
  ];
  if (loose !== null) {
    const records = restsOnRecords ? ' It also rests on the records of earlier runs.' : '';
    return { parties: ['anybody', ...witnesses], sentence: `${byAnybody(witnesses)} ${loose}${records}` };
  }
  const parties: Party[] = [
    'database-administrator',
    ...(keeper ? (['bucket-owner'] as const) : []),
    ...(signer ? (['signing-key-holder'] as const) : []),
    ...witnesses,
  ];
  const [first = '', ...rest] = parties.map((party) => NAMES[party]);
  const sentences = [
    `This could still have been produced by ${first}, together with ${rest.join(' and ')}.`,
    ...(cuttable
      ? ['To cut it back to a length that the key signed earlier, the first of them needs nobody else.']
      : []),
    ...(stamped ? ['Before the time of the stamp the authority is not needed.'] : []),
    ...(logged ? ['Before the log took it up its operator is not needed.'] : []),
    ...(uncovered ? ['Text in it that no hash covers could have been changed by anybody who had it in hand.'] : []),
    ...(restsOnRecords
      ? [
          'It also rests on the records of earlier runs: whoever can write those needs none of the others but the first.',
        ]
      : []),
  ];
  return { parties, sentence: sentences.join(' ') };
}

/** A stamp and a log take whatever they are given: they hold off only whoever comes later. */
function byAnybody(witnesses: readonly Party[]): string {
  if (witnesses.length === 0) return 'Anybody could have produced this, alone.';
  const until = witnesses.map((party) => (party === 'public-log' ? 'the log took it up' : 'the time of the stamp'));
  const names = witnesses.map((party) => NAMES[party]);
  const when = witnesses.includes('public-log') ? ' The log does not say when that was.' : '';
  return `Anybody could have produced this before ${until.join(' and before ')}; later, only together with ${names.join(' and ')}.${when}`;
}
