import { showText } from '../../shared/base/text.ts';

/**
 * Writes rows as tab-separated values for a spreadsheet or a workpaper.
 *
 * SECURITY: a cell that starts like a formula is prefixed with an apostrophe, and hidden characters are spelled out, so
 * that pasting evidence runs nothing and hides nothing. Test: test/renderer/components/tsv.test.ts.
 * @param rows cells as untrusted text.
 * @returns one line for each row, each ended by a line feed.
 */
export function toTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(toCell).join('\t')}\n`).join('');
}

function toCell(text: string): string {
  const shown = showText(text, text.length);
  return /^[=+\-@]/.test(shown) && !/^-?\d+(?:\.\d+)?$/.test(shown) ? `'${shown}` : shown;
}
