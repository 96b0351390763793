import { counted, grouped, shortHash } from '../base/number-words.ts';
import type { CheckResult } from '../base/verification.ts';
import type { Anchor } from '../formats/anchor.ts';
import type { ChainFault } from './fault.ts';
import { shownHash } from './fault-words.ts';
import type { ReplayTotals } from './replay.ts';

/** What comparing one anchor with a replayed chain gave. */
export interface AnchorJudgement {
  /** `pass` when length and tip (and genesis, where named) agree; `undetermined` when entries follow that it does not cover. */
  readonly result: CheckResult;
  readonly state: 'complete' | 'extended' | 'truncated' | 'rewritten' | 'length-differs' | 'not-compared';
  readonly message: string;
  readonly fault: ChainFault | null;
  /** Position that the rule of formats section 2 reports when only the anchor disagrees; null when nothing is broken. */
  readonly position: number | null;
}

/** An anchor as far as its faults go: who brought it, and what comparing it gave. */
interface JudgedAnchor {
  readonly origin: 'auditor' | 'bundle';
  readonly judgement: AnchorJudgement | null;
}

/**
 * The faults of anchors that count. A candidate from inside the bundle can contradict the chain, but its silence proves nothing and
 * raises nothing; and what follows one anchor is not unanchored when another covers the whole chain.
 */
export function anchorFaults(anchors: readonly JudgedAnchor[]): ChainFault[] {
  const covered = anchors.some(({ origin, judgement }) => origin === 'auditor' && judgement?.state === 'complete');
  return anchors.flatMap(({ origin, judgement }) => {
    const fault = judgement?.fault ?? null;
    if (fault === null) return [];
    return fault.severity === 'fail' || (origin === 'auditor' && !covered) ? [fault] : [];
  });
}

/**
 * Compares an anchor with the rows, in the order of formats section 2: genesis hash, number of entries, hash of entry `length - 1`.
 *
 * @param hashWithin hash stored at position `length - 1`, read from the file again; undefined when there is no such entry or it is not
 *   readable. Looked at only between both ends of the chain, which the replay itself read.
 */
export function checkAnchor(anchor: Anchor, totals: ReplayTotals, hashWithin: string | undefined): AnchorJudgement {
  const { length, tipHash, genesisHash } = anchor;
  if (genesisHash !== undefined && totals.genesis !== null && totals.genesis !== genesisHash) {
    return rewritten(anchor, totals, {
      position: 0,
      expected: genesisHash,
      actual: totals.genesis,
      what: 'The first entry has another hash than the anchor names',
      equation: 'hash[0] = genesisHash',
    });
  }
  if (totals.rows < length) {
    return totals.readToEnd
      ? tooShort(anchor, totals)
      : notCompared('The file could not be read as far as the anchor reaches.');
  }
  const hashAtTip = hashStored(length, totals, hashWithin);
  if (hashAtTip === undefined) {
    return notCompared(`The entry at position ${length - 1}, which the anchor names, can not be read.`);
  }
  if (hashAtTip !== tipHash) {
    if (totals.tip === tipHash) return lengthDiffers(anchor, totals);
    return rewritten(anchor, totals, {
      position: totals.rows > length ? length : length - 1,
      expected: tipHash,
      actual: hashAtTip,
      what: `The entry at position ${length - 1} has another hash than the anchor names`,
      equation: `hash[${length - 1}] = tipHash`,
    });
  }
  if (totals.genesis === null && genesisHash !== undefined) {
    return notCompared('The first entry, which the anchor names, can not be read.');
  }
  if (!totals.readToEnd)
    return notCompared('How long the chain is could not be established, so the anchor was not compared with it.');
  return totals.rows > length ? extended(anchor, totals) : complete(anchor);
}

/**
 * SECURITY: the file may have changed since the replay, so its ends are taken from the replay and never read again: an anchor can only
 * be matched by what was replayed. Test: document-state.test.ts "matches an anchor with what was replayed, never with the file as it is later".
 */
function hashStored(length: number, totals: ReplayTotals, hashWithin: string | undefined): string | undefined {
  if (length === totals.rows) return totals.tip ?? undefined;
  return length === 1 ? (totals.genesis ?? undefined) : hashWithin;
}

function notCompared(message: string): AnchorJudgement {
  return { result: 'undetermined', state: 'not-compared', message, fault: null, position: null };
}

function complete(anchor: Anchor): AnchorJudgement {
  return {
    result: 'pass',
    state: 'complete',
    message: `Length ${grouped(anchor.length)} and tip ${shortHash(anchor.tipHash)} are those of the chain.`,
    fault: null,
    position: null,
  };
}

function extended(anchor: Anchor, totals: ReplayTotals): AnchorJudgement {
  const after = counted(totals.rows - anchor.length, 'entry that follows is', 'entries that follow are');
  const covered = linksUpTo(anchor.length, totals)
    ? `${anchor.length === 1 ? 'The first entry is the one' : `The first ${grouped(anchor.length)} entries are those`} that the anchor covers`
    : `The entry at position ${anchor.length - 1} is the one that the anchor names, but not every entry up to there was shown to link, so it says nothing of those before`;
  const message = `${covered}; ${after} not covered by it.`;
  return {
    result: 'undetermined',
    state: 'extended',
    message,
    fault: {
      class: 'extended-past-anchor',
      severity: 'warning',
      message,
      first: anchor.length,
      last: totals.rows - 1,
      expected: `${anchor.length} entries`,
      actual: `${totals.rows} entries`,
      equation: 'number of entries = length',
    },
    position: null,
  };
}

function tooShort(anchor: Anchor, totals: ReplayTotals): AnchorJudgement {
  // The last entry may be the anchored one all the same: then the rows lack some in between, and each gap was named there.
  if (totals.rows > 0 && totals.tip === anchor.tipHash) return lengthDiffers(anchor, totals);
  const missing = anchor.length - totals.rows;
  const both = `The anchor covers ${counted(anchor.length, 'entry', 'entries')}, the file holds ${grouped(totals.rows)}`;
  // Entries may be missing before a break too, so only a chain that holds tells that all of them are missing at its end.
  const message = linksUpTo(totals.rows, totals)
    ? `${both}: the tail of ${counted(missing, 'entry', 'entries')} is cut off, from position ${totals.rows} on.`
    : `${both}, and its last entry is not the one that was anchored. How many are missing at the end can not be told, because not every entry before was shown to link.`;
  return {
    result: 'fail',
    state: 'truncated',
    message,
    fault: {
      class: 'tail-truncated',
      severity: 'fail',
      message,
      first: totals.rows,
      last: anchor.length - 1,
      expected: `${anchor.length} entries`,
      actual: `${totals.rows} entries`,
      equation: 'number of entries = length',
    },
    position: totals.rows,
  };
}

function lengthDiffers(anchor: Anchor, totals: ReplayTotals): AnchorJudgement {
  return {
    result: 'fail',
    state: 'length-differs',
    message: `The last entry is the one that the anchor names, but the anchor counts ${grouped(anchor.length)} entries and the file holds ${grouped(totals.rows)}.`,
    fault: null,
    position: Math.min(anchor.length, totals.rows),
  };
}

function rewritten(
  anchor: Anchor,
  totals: ReplayTotals,
  difference: { position: number; expected: string; actual: string | null; what: string; equation: string },
): AnchorJudgement {
  const consistent = linksUpTo(totals.rows, totals);
  const why = consistent
    ? ' The rows link all the same: they were written anew, or the anchor is that of another chain.'
    : '';
  const message = `${difference.what}: this is not the chain that was anchored at ${counted(anchor.length, 'entry', 'entries')}.${why}`;
  return {
    result: 'fail',
    state: 'rewritten',
    message,
    fault: {
      class: 'rewritten',
      severity: 'fail',
      message,
      first: difference.position === 0 ? 0 : Math.min(anchor.length, totals.rows) - 1,
      last: Math.max(0, Math.min(anchor.length, totals.rows) - 1),
      expected: shownHash(difference.expected),
      actual: shownHash(difference.actual),
      equation: difference.equation,
    },
    position: difference.position,
  };
}

/** Whether the first `length` entries were all recomputed and link from genesis on. */
function linksUpTo(length: number, { rows, recomputed, firstBroken }: ReplayTotals): boolean {
  return recomputed === rows && (firstBroken === null || firstBroken >= length);
}
