import { counted, grouped } from './base/number-words.ts';
import type { Axis, AxisId } from './base/verification.ts';
import type { AnchorInput, ChainInput, PackInput } from './verify.ts';
import { type Attestation, attestedAxis } from './verify-attested.ts';
import {
  counts,
  doubtOf,
  firstContradicting,
  framingProblem,
  furthestReaching,
  hasUnreadableAnchor,
  type PackRowsSum,
  provenUpTo,
  sumOfRows,
  whose,
} from './verify-rows.ts';

/** What the six axes are built from. */
export interface AxesInput {
  readonly chain: ChainInput | null;
  readonly anchors: readonly AnchorInput[];
  readonly packs: readonly PackInput[];
  readonly attestations: readonly Attestation[];
  /** A key of the producer is pinned, whether or not anything was signed. */
  readonly keyPinned: boolean;
}

/** The six questions of docs/verification-semantics.md, each answered by itself. */
export function buildAxes(input: AxesInput): Record<AxisId, Axis> {
  const applicable = input.chain !== null || input.packs.length > 0;
  const packs = input.packs.filter(({ verdict, isReceipt }) => verdict !== null && isReceipt !== true).length;
  const whole = { rows: input.chain?.totals.rows ?? null, packs };
  return {
    integrity: integrity(input),
    completeness: completeness(input),
    origin: withPin(attestedAxis('origin', input.attestations, applicable, whole), input),
    time: attestedAxis('time', input.attestations, applicable, whole),
    independence: attestedAxis('independence', input.attestations, applicable, whole),
    continuity: attestedAxis('continuity', [], input.chain !== null || packRows(input) !== null, whole),
  };
}

/** A pinned key that met no signature is not said to be missing. */
function withPin(axis: Axis, { attestations, keyPinned }: AxesInput): Axis {
  if (!keyPinned || axis.result !== 'not-checked' || attestations.some((one) => one.axis === 'origin')) return axis;
  return {
    ...axis,
    answer: 'Not checked: a key is pinned, and nothing here that carries a signature could be held against it.',
    nextStep: 'Bring what the key signed: the anchor of the chain with its signature.',
  };
}

/** Rows that packs carry where there is no chain beside them; null when none does. */
function packRows({ chain, packs }: AxesInput): PackRowsSum | null {
  return chain === null ? sumOfRows(packs) : null;
}

function integrity(input: AxesInput): Axis {
  const { chain } = input;
  const fixed = {
    id: 'integrity' as const,
    question: 'Does every entry recompute, and does each name the one before it?',
    shows: 'That no entry was changed, removed, added or moved without every hash behind it being made anew.',
    doesNotShow:
      'Who wrote the entries, whether they are true, whether the end was cut off, or whether the whole chain was written anew.',
  };
  const ofPack = packRows(input);
  if (ofPack !== null) {
    const failing = ofPack.breaks === 0 ? 'none of them fails' : counted(ofPack.breaks, 'fails', 'fail');
    return {
      ...fixed,
      // Sound rows of a pack are no whole chain; broken ones are broken all the same.
      result: ofPack.breaks === 0 ? 'not-applicable' : 'fail',
      answer: `There is no chain of its own to replay. ${counted(ofPack.count, 'row', 'rows')} of ${ofPack.packs === 1 ? 'the pack' : `${ofPack.packs} packs`} ${ofPack.count === 1 ? 'was' : 'were'} judged by the rules of packs: ${failing}.`,
      nextStep: 'Open the bundle or the file that holds all entries of the chain.',
      records: ofPack.breaks === 0 ? 0 : ofPack.count,
    };
  }
  if (chain === null || chain.totals.rows === 0) {
    return {
      ...fixed,
      result: chain === null ? 'not-applicable' : 'undetermined',
      answer: chain === null ? 'There is no chain to replay.' : `${noEntry(chain)}, so nothing was checked.`,
      nextStep: 'Open a bundle or a file that holds the entries.',
      records: 0,
    };
  }
  return { ...fixed, ...rowsAnswer(chain, input), records: chain.totals.recomputed };
}

function noEntry({ totals }: ChainInput): string {
  return totals.readToEnd ? 'The chain holds no entry' : 'No entry could be read';
}

function rowsAnswer(
  chain: ChainInput,
  { anchors, attestations }: AxesInput,
): Pick<Axis, 'result' | 'answer' | 'nextStep'> {
  const { totals, breaks } = chain;
  switch (doubtOf(chain)) {
    case 'breaks': {
      const first = totals.firstBroken === null ? '' : `; the first is at position ${totals.firstBroken}`;
      return {
        result: 'fail',
        answer: `No: ${counted(breaks, 'place does', 'places do')} not hold${first}.${provenUpTo(chain, anchors, attestations)}`,
        nextStep: 'Ask the producer for the entries around the first place, and for an anchor that was taken before.',
      };
    }
    case 'framing':
      return {
        result: 'fail',
        answer: `No. The file around the entries is malformed: ${framingProblem(chain)}.`,
        nextStep: 'Ask the producer for the whole file as it was written.',
      };
    case 'unread':
      return {
        result: 'undetermined',
        answer: `The file could not be read to its end. ${counted(totals.recomputed, 'entry', 'entries')} before that recompute and link.`,
        nextStep: 'Open a copy of the file that can be read.',
      };
    case 'over-limit':
      return {
        result: 'undetermined',
        answer: `${counted(totals.overLimit, 'entry is', 'entries are')} beyond what this tool reads, so ${totals.overLimit === 1 ? 'its hash was' : 'their hashes were'} not recomputed.`,
        nextStep: 'Have those entries recomputed by another tool.',
      };
    case null:
      return {
        result: 'pass',
        answer: `Yes. ${counted(totals.rows, 'entry recomputes and links', 'entries recompute and link')}, from genesis to tip${takenOver(chain)}.`,
        nextStep: null,
      };
  }
}

function takenOver({ earlier }: ChainInput): string {
  return earlier === null ? '' : `; for ${grouped(earlier.rows)} of them that rests on records of earlier runs`;
}

function completeness({ chain, anchors, attestations }: AxesInput): Axis {
  const fixed = {
    id: 'completeness' as const,
    question: 'Is this the whole chain, up to a length that someone outside the database wrote down?',
    shows:
      'That the chain has the length and the last hash that the anchor states: no cut tail, no rewrite up to there.',
    doesNotShow: 'That the anchor itself was taken when it says, or by whom. That rests on how you obtained it.',
  };
  const rows = chain?.totals.rows ?? 0;
  const failed = firstContradicting(anchors);
  if (failed?.judgement) {
    const whose = failed.origin === 'auditor' ? 'the anchor that you brought' : "the bundle's own anchor";
    const answer = `No, by ${whose}. ${failed.judgement.message}${provenUpTo(chain, anchors, attestations)}`;
    const nextStep = 'Ask the producer for the chain that this anchor was taken over.';
    return { ...fixed, result: 'fail', answer, nextStep, records: rows };
  }
  const brought = anchors.filter((anchor) => counts(anchor) && anchor.judgement !== null);
  const complete = brought.find((anchor) => anchor.judgement?.state === 'complete');
  if (complete?.judgement && chain !== null && doubtOf(chain) !== null) {
    const answer = `Not determined. Length and last hash are those of the anchor ${whose(complete)}, but not every entry before was shown to link to it.`;
    const nextStep = 'Settle first whether every entry recomputes and links.';
    return { ...fixed, result: 'undetermined', answer, nextStep, records: rows };
  }
  if (complete?.judgement) {
    const answer = `Yes, against the anchor at ${grouped(rows)} ${whose(complete)}.${cameAlong(brought)}`;
    return { ...fixed, result: 'pass', answer, nextStep: null, records: rows };
  }
  const partly = furthestReaching(anchors);
  if (partly?.judgement) {
    const nextStep =
      partly.judgement.state === 'extended'
        ? `Bring an anchor taken at ${counted(rows, 'entry', 'entries')} or later.`
        : 'Have the entry that the anchor names read by another tool.';
    return { ...fixed, result: 'undetermined', answer: partly.judgement.message, nextStep, records: rows };
  }
  if (chain === null || rows === 0) {
    return {
      ...fixed,
      result: chain === null ? 'not-applicable' : 'undetermined',
      answer:
        chain === null
          ? 'There is no chain to compare.'
          : `${noEntry(chain)}, and no anchor says that there should be any.`,
      nextStep: chain === null ? null : 'Bring the anchor that was stored outside the database.',
      records: 0,
    };
  }
  return {
    ...fixed,
    result: 'undetermined',
    answer: `Not determined. ${whyNotAnchored(anchors)}`,
    nextStep: 'Add an anchor that you obtained outside this bundle, for example from the write-once store.',
    records: rows,
  };
}

/** A signature does not age: whoever hands over the chain may cut it back to where an older anchor was signed, and needs no key for that. */
function cameAlong(complete: readonly AnchorInput[]): string {
  if (complete.some(({ origin, judgement }) => origin === 'auditor' && judgement?.state === 'complete')) return '';
  return ' It came with the bundle: an older one that was signed would fit a chain that was cut back to it, so that it does not show how far the chain goes by now.';
}

function whyNotAnchored(anchors: readonly AnchorInput[]): string {
  const unnoticed = 'so a shortened or wholly rewritten chain could not be noticed.';
  if (hasUnreadableAnchor(anchors)) return `What was brought as an anchor could not be read as one, ${unnoticed}`;
  return anchors.length > 0
    ? 'The only anchors travelled in the bundle itself: whoever rewrote the entries could have made them anew.'
    : `No anchor was supplied, ${unnoticed}`;
}
