import { type Result, success } from '../../../shared/base/result.ts';
import type { RowSummary } from '../../../shared/ipc/model.ts';
import '../../api.ts';
import { toTsv } from '../../components/tsv.ts';
import { TSV_HEAD, tsvCells } from './entry-columns.tsx';

/** Rows that are copied at once. */
export const MOST_COPIED = 10_000;
/** Rows of one request; the contract allows no more. */
const STEP = 1_000;

/**
 * Copies rows of the table to the clipboard as tab-separated values with a head line.
 * @param queryId the filter in force, or null.
 * @param first index of the first row.
 * @param last index of the last row; rows past `MOST_COPIED` are left out.
 * @returns how many rows were copied.
 */
export async function copyRows(
  documentId: string,
  queryId: string | null,
  first: number,
  last: number,
): Promise<Result<number>> {
  const rows: RowSummary[] = [];
  const end = Math.min(last, first + MOST_COPIED - 1);
  for (let from = first; from <= end; from += STEP) {
    const reply = await window.api.rowsGet({
      documentId,
      from,
      count: Math.min(STEP, end - from + 1),
      ...(queryId === null ? {} : { queryId }),
    });
    if (!reply.ok) return reply;
    rows.push(...reply.value.rows);
  }
  const copied = await window.api.copyText(toTsv([TSV_HEAD, ...rows.map(tsvCells)]));
  return copied.ok ? success(rows.length) : copied;
}
