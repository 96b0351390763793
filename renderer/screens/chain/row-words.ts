import type { RowSummary } from '../../../shared/ipc/model.ts';
import { markOf } from '../../components/state-mark.tsx';
import { formatCount } from '../../format/number.ts';
import { FINDING_WORDS } from '../../words/finding-words.ts';

/**
 * The accessible name of an entry.
 * @param index its place in the table, from 0.
 * @param row undefined while it is on its way.
 * @param total rows of the table.
 * @param matches whether the table shows matches of a filter, so that place and position differ.
 * @returns for example `row 8 204 of 41 984, tampered, link broken`; rows are counted as positions are, from 0.
 */
export function rowName(index: number, row: RowSummary | undefined, total: number, matches: boolean): string {
  const place = matches
    ? `match ${formatCount(index + 1)} of ${formatCount(total)}${row === undefined ? '' : `, row ${formatCount(row.position)}`}`
    : `row ${formatCount(index)} of ${formatCount(total)}`;
  if (row === undefined) return `${place}, loading`;
  const words = [markOf(row.state).word, ...row.classes.map((name) => FINDING_WORDS[name].title)];
  return [place, ...words.map((word) => word.toLowerCase())].join(', ');
}

/**
 * Writes the sequence number that an entry carries.
 * @param seq untrusted: any number; null when the entry carries none.
 * @returns with thin spaces where it is a plain whole number, as JavaScript writes it otherwise.
 */
export function sequenceWords(seq: number | null): string {
  if (seq === null) return 'none';
  return Number.isSafeInteger(seq) && seq >= 0 ? formatCount(seq) : String(seq);
}
