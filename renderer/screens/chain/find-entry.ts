import { failure, type Result, success } from '../../../shared/base/result.ts';
import '../../api.ts';

/** Looks at the label of an entry this often before giving up: labels that run ahead need a few steps, random ones never end. */
const LABEL_STEPS = 24;

/**
 * Finds the next or previous entry with a finding.
 * @param from position to start beside; null starts before the first entry, or after the last one.
 * @param total entries known so far.
 * @returns its position; null when there is none that way.
 */
export async function findFault(
  documentId: string,
  from: number | null,
  direction: 'next' | 'previous',
  total: number,
): Promise<Result<number | null>> {
  if (from !== null || direction === 'previous') {
    return window.api.faultNext({ documentId, from: from ?? total, direction });
  }
  const first = await window.api.rowsGet({ documentId, from: 0, count: 1 });
  if (!first.ok) return first;
  const [row] = first.value.rows;
  if (row !== undefined && row.classes.length > 0) return success(0);
  return window.api.faultNext({ documentId, from: 0, direction });
}

/**
 * Finds the entry that carries a sequence number, by walking from the position of the same number along the difference of
 * the labels. Finds it wherever labels only run ahead or behind; labels in disorder may hide it.
 * @param seq the label.
 * @param total entries known so far.
 * @returns its position; null when it was not found.
 */
export async function findSequence(documentId: string, seq: number, total: number): Promise<Result<number | null>> {
  let position = Math.min(seq, total - 1);
  for (let step = 0; step < LABEL_STEPS && position >= 0; step += 1) {
    const reply = await window.api.rowsGet({ documentId, from: position, count: 1 });
    if (!reply.ok) return reply;
    const label = reply.value.rows[0]?.seq ?? null;
    if (label === seq) return success(position);
    const next = Math.min(total - 1, Math.max(0, position + (label === null ? -1 : seq - label)));
    if (next === position) return success(null);
    position = next;
  }
  return success(null);
}

/**
 * Finds where a position stands among the matches of a query, which are in the order of their positions.
 * @param kept matches that can be paged.
 * @returns its index; null when it is not among them.
 */
export async function findMatch(
  documentId: string,
  queryId: string,
  position: number,
  kept: number,
): Promise<Result<number | null>> {
  let low = 0;
  let high = kept - 1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const reply = await window.api.rowsGet({ documentId, queryId, from: middle, count: 1 });
    if (!reply.ok) return reply;
    const found = reply.value.rows[0]?.position;
    if (found === undefined) return failure({ code: 'match-unreadable', message: 'A match could not be read.' });
    if (found === position) return success(middle);
    if (found < position) low = middle + 1;
    else high = middle - 1;
  }
  return success(null);
}

/**
 * Finds the entry with a finding that a cell of the strip stands for. The strip is coarser than the chain, so the finding
 * may lie a little beside the cell.
 * @param range positions of the cell.
 * @returns the position to show: the first finding in the cell, else the nearest one beside it, else the start of the cell.
 */
export async function findInCell(
  documentId: string,
  range: { readonly from: number; readonly to: number },
): Promise<Result<number>> {
  const { from, to } = range;
  const start = await window.api.rowsGet({ documentId, from, count: 1 });
  if (!start.ok) return start;
  const state = start.value.rows[0]?.state;
  if (state !== undefined && state !== 'recomputed' && state !== 'not-read') return success(from);
  const next = await window.api.faultNext({ documentId, from, direction: 'next' });
  if (!next.ok) return next;
  if (next.value !== null && next.value <= to) return success(next.value);
  const previous = await window.api.faultNext({ documentId, from, direction: 'previous' });
  if (!previous.ok) return previous;
  const reach = 2 * (to - from + 1);
  const near = [next.value, previous.value]
    .filter((position) => position !== null && position >= from - reach && position <= to + reach)
    .sort((a, b) => Math.abs((a ?? 0) - from) - Math.abs((b ?? 0) - from));
  return success(near[0] ?? from);
}
