import { showText } from '../base/text.ts';
import type { ChainFault } from './fault.ts';
import type { RowFact } from './row-fact.ts';

/** The wording of every fault of the row pass, in one place. Positions count from 0 in file order. */

const HASH_EQUATION = 'hash = sha256(canonical([prevHash, payload]))';

/** A hash as it stands in the evidence: escaped, capped, null spelled out. */
export function shownHash(hash: string | null | undefined): string {
  if (hash === undefined) return '(not readable)';
  return hash === null ? 'null' : showText(hash, 80);
}

/** `position 5`, or `positions 5 to 9`. */
export function span(first: number, last: number): string {
  return first === last ? `position ${first}` : `positions ${first} to ${last}`;
}

export function payloadAltered(row: RowFact, successor: 'agrees' | 'none' | 'unclear'): ChainFault {
  const why = {
    agrees:
      'The next entry names the stored hash as well, so what was changed is the payload, or a hash in both places where it stands.',
    none: 'Nothing follows that could tell whether the payload or the hash was changed.',
    unclear: 'The next entry names neither value, so it can not tell which of the two was changed.',
  }[successor];
  return {
    class: 'payload-altered',
    severity: 'fail',
    message: `The entry at position ${row.position} does not recompute: its content gives another hash than the one stored. ${why}`,
    first: row.position,
    last: row.position,
    seq: row.seq,
    expected: shownHash(row.hash),
    actual: shownHash(row.computed),
    equation: HASH_EQUATION,
  };
}

export function hashReplaced(row: RowFact): ChainFault {
  return {
    class: 'hash-replaced',
    severity: 'fail',
    message: `The hash stored at position ${row.position} was replaced: the content still gives the hash that the next entry names.`,
    first: row.position,
    last: row.position,
    seq: row.seq,
    expected: shownHash(row.computed),
    actual: shownHash(row.hash),
    equation: HASH_EQUATION,
  };
}

export function prevHashReplaced(previous: RowFact, row: RowFact): ChainFault {
  return {
    class: 'link-broken',
    severity: 'fail',
    message: `The entry at position ${row.position} names another predecessor than the entry before it. Its stored hash recomputes with the hash of the entry before it, so only its prevHash was changed.`,
    ...linkPair(previous, row),
  };
}

export function linkBroken(previous: RowFact, row: RowFact): ChainFault {
  return {
    class: 'link-broken',
    severity: 'fail',
    message: `The entry at position ${row.position} names another predecessor than the entry before it. An entry before it was replaced together with its hash, or entries were removed and the rest numbered anew.`,
    ...linkPair(previous, row),
  };
}

export function segmentReplaced(before: RowFact, first: RowFact, last: RowFact, after: RowFact): ChainFault {
  return {
    class: 'link-broken',
    severity: 'fail',
    message: `The chain breaks before and after ${span(first.position, last.position)}: what stands there names no neighbour and none names it, so it was put in place of what was recorded.`,
    ...linkPair(before, first),
    last: after.position,
  };
}

export function entryMissing(previous: RowFact, row: RowFact, count: number): ChainFault {
  const seq = row.seq ?? 0;
  const range = count === 1 ? `seq ${seq - 1}` : `seq ${seq - count} to ${seq - 1}`;
  const noun = count === 1 ? 'entry is' : 'entries are';
  return {
    class: 'entry-missing',
    severity: 'fail',
    message: `${count} ${noun} missing before position ${row.position} (${range}): the entry there says seq ${seq} and names a predecessor that is not in the file.`,
    ...linkPair(previous, row),
  };
}

export function genesisInvalid(previous: RowFact, row: RowFact): ChainFault {
  const message =
    row.position === 0
      ? 'The first entry names a predecessor, where the first entry of a chain has none.'
      : `A chain begins anew at position ${row.position}: the entry there has no predecessor, though entries stand before it.`;
  return { class: 'genesis-invalid', severity: 'fail', message, ...linkPair(previous, row) };
}

export function entryInserted(first: RowFact, last: RowFact, next: RowFact | undefined): ChainFault {
  const count = last.position - first.position + 1;
  const noun = count === 1 ? 'entry was' : 'entries were';
  const after = next === undefined ? '' : ` The chain goes on at position ${next.position} as if they were not there.`;
  return {
    class: 'entry-inserted',
    severity: 'fail',
    message: `${count} ${noun} inserted at ${span(first.position, last.position)}.${after}`,
    first: first.position,
    last: last.position,
    seq: first.seq,
    actual: shownHash(first.hash),
    equation: 'prevHash[n] = hash[n - 1]',
  };
}

export function duplicated(first: RowFact, last: RowFact, original: RowFact): ChainFault {
  const noun = first.position === last.position ? 'The entry at' : 'The entries at';
  const verb = first.position === last.position ? 'repeats' : 'repeat';
  const stands = original.position < first.position ? 'already stands' : 'stands';
  return {
    class: 'sequence-duplicated',
    severity: 'fail',
    message: `${noun} ${span(first.position, last.position)} ${verb} what ${stands} from position ${original.position} on.`,
    first: first.position,
    last: last.position,
    seq: first.seq,
    actual: shownHash(first.hash),
  };
}

export function reordered(first: number, last: number, seq: number | undefined): ChainFault {
  return {
    class: 'reordered',
    severity: 'fail',
    message: `The entries at ${span(first, last)} stand in another order than the one their hashes link in. None is missing and none was added.`,
    first,
    last,
    seq,
    equation: 'prevHash[n] = hash[n - 1]',
  };
}

export function moved(from: number, first: number, last: number, seq: number | undefined): ChainFault {
  return {
    class: 'reordered',
    severity: 'fail',
    message: `The entries at ${span(first, last)} belong before position ${from}: they link in there and were moved.`,
    first: Math.min(from, first),
    last: Math.max(from, last),
    seq,
    equation: 'prevHash[n] = hash[n - 1]',
  };
}

export function labelDiffers(row: RowFact, expected: number): ChainFault {
  const seq = row.seq ?? 0;
  return {
    class: seq < expected ? 'sequence-duplicated' : 'reordered',
    severity: 'fail',
    message: `The entry at position ${row.position} says seq ${seq} where ${expected} follows. The hashes around it link, so no entry is missing here: only the label is off, and no hash covers labels.`,
    first: row.position,
    last: row.position,
    seq,
    expected: String(expected),
    actual: String(seq),
    equation: 'seq[n] = seq[n - 1] + 1',
  };
}

export function labelsShift(row: RowFact, expected: number): ChainFault {
  const fault = labelDiffers(row, expected);
  return {
    ...fault,
    message: `From position ${row.position} on the labels count from seq ${row.seq} where ${expected} follows. The hashes link, so no entry is missing here: only the labels are off, and no hash covers labels.${row.position === 0 ? ' A chain counts from 0.' : ''}`,
  };
}

function linkPair(
  previous: RowFact,
  row: RowFact,
): Pick<ChainFault, 'first' | 'last' | 'seq' | 'expected' | 'actual' | 'equation'> {
  return {
    first: row.position,
    last: row.position,
    seq: row.seq,
    expected: shownHash(previous.hash),
    actual: shownHash(row.prevHash),
    equation: row.position === 0 ? 'prevHash[0] = null' : `prevHash[${row.position}] = hash[${previous.position}]`,
  };
}
