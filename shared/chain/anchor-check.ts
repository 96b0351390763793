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

/**
 * Compares an anchor with the rows, in the order of formats section 2: genesis hash, number of entries, hash of entry `length - 1`.
 *
 * @param hashAtTip hash stored at position `length - 1`; undefined when there is no such entry or it is not readable
 */
export function checkAnchor(anchor: Anchor, totals: ReplayTotals, hashAtTip: string | undefined): AnchorJudgement {
  const { length, tipHash, genesisHash } = anchor;
  if (genesisHash !== undefined && totals.rows > 0 && totals.genesis !== genesisHash) {
    return rewritten(anchor, totals, {
      position: 0,
      expected: genesisHash,
      actual: totals.genesis,
      what: 'The first entry has another hash than the anchor names',
      equation: 'hash[0] = genesisHash',
    });
  }
  if (totals.rows < length) return tooShort(anchor, totals);
  if (hashAtTip === undefined) {
    return {
      result: 'undetermined',
      state: 'not-compared',
      message: `The entry at position ${length - 1}, which the anchor names, can not be read.`,
      fault: null,
      position: null,
    };
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
  return totals.rows > length ? extended(anchor, totals) : complete(anchor);
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
  const after = totals.rows - anchor.length;
  const message = `The first ${counted(anchor.length, 'entry is', 'entries are')} those that the anchor covers; ${counted(after, 'entry that follows is', 'entries that follow are')} not anchored.`;
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
  const message = `The anchor covers ${counted(anchor.length, 'entry', 'entries')}, the file holds ${grouped(totals.rows)}: the tail of ${counted(missing, 'entry', 'entries')} is cut off, from position ${totals.rows} on.`;
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
  const consistent = totals.firstBroken === null;
  const why = consistent ? ' The rows link all the same, so they were written anew.' : '';
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
