import { LIMITS } from '../base/limits.ts';
import type { PlainTable } from '../ipc/model.ts';
import type { ReadDocument } from './document-reader.ts';

/** What a screen shows of a part. */
export interface PartContent {
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly tables: readonly PlainTable[];
}

/** The part of a read document that its content is made from. */
export type ReadPart<T> = Pick<ReadDocument<T>, 'value' | 'rejected'>;

/** Label of a column; a leading `#` sets its cells in the monospace face. */
type ColumnLabel = string;

/** Makes the tables of one evidence part, within one budget of text for all of them. */
export class PartTables {
  readonly tables: PlainTable[] = [];
  private budget: number = LIMITS.partText;

  /**
   * Adds a table. Rows are taken until LIMITS.tableRows or the text budget of the part is used up; the total stays exact.
   *
   * @param id stable machine word
   * @param items undefined when the evidence does not have the list: then there is no table
   * @param row cells of one item, in the order of `columns`
   * @param left elements that could not be read, counted into the total
   */
  add<T>(
    id: string,
    title: string,
    columns: readonly ColumnLabel[],
    items: readonly T[] | undefined,
    row: (item: T) => readonly string[],
    left = 0,
  ): void {
    if (items === undefined) return;
    const rows: string[][] = [];
    for (const item of items) {
      const cells = row(item).map(cut);
      this.budget -= cells.reduce((sum, cell) => sum + cell.length, 0);
      if (this.budget < 0 || rows.length === LIMITS.tableRows) break;
      rows.push(cells);
    }
    this.tables.push({
      id,
      title,
      columns: columns.map((label) => ({ label: label.replace(/^#/, ''), mono: label.startsWith('#') })),
      rows,
      total: items.length + left,
    });
  }
}

/** Text of at most LIMITS.shownText units that does not end inside a surrogate pair. */
function cut(text: string): string {
  if (text.length <= LIMITS.shownText) return text;
  const end = LIMITS.shownText - 1;
  const last = text.charCodeAt(end - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}…`;
}

/** A fact as text for a cell: yes or no, a number, a list with commas; a dash when there is none. */
export function cell(value: string | number | boolean | readonly string[] | null | undefined): string {
  if (value === null || value === undefined) return '—';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return value.length === 0 ? '—' : value.join(', ');
  return String(value);
}
