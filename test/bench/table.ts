import type { Browsed } from './browse.ts';
import type { BenchResult } from './plan.ts';
import type { Ratio } from './ratios.ts';

const RESULT_HEADINGS = [
  'rows',
  'members',
  'form',
  'implementation',
  'seconds',
  'entries/s',
  'CPU s',
  'peak MiB',
  'rounds',
];
const RATIO_HEADINGS = ['rows', 'ratio', 'value', 'aim', ''];
const BROWSE_HEADINGS = ['rows', 'browsing', 'median', 'unit', 'aim'];

/** Results as an aligned table; numbers to the right. */
export function resultTable(results: readonly BenchResult[]): string {
  const lines = results.map((result) => [
    String(result.rows),
    result.order,
    result.form,
    result.implementation,
    result.seconds.toFixed(result.seconds < 10 ? 3 : 1),
    String(Math.round(result.entriesPerSecond)),
    result.cpuSeconds.toFixed(result.cpuSeconds < 10 ? 2 : 1),
    result.peakMebibytes.toFixed(0),
    String(result.rounds),
  ]);
  return table([RESULT_HEADINGS, ...lines]);
}

/** Ratios with what was aimed at. */
export function ratioTable(ratios: readonly Ratio[]): string {
  const lines = ratios.map(({ rows, name, value, target, reached }) => [
    String(rows),
    name,
    value.toFixed(2),
    target,
    reached ? '' : 'missed',
  ]);
  return table([RATIO_HEADINGS, ...lines]);
}

/** What browsing costs. */
export function browseTable(browsed: readonly Browsed[]): string {
  const lines = browsed.map(({ rows, name, value, unit, aim }) => [String(rows), name, value.toFixed(2), unit, aim]);
  return table([BROWSE_HEADINGS, ...lines]);
}

function table(lines: readonly (readonly string[])[]): string {
  const columns = lines[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const isNumber = (cell: string) => /^[0-9.]+$/.test(cell);
  const numeric = widths.map((_, at) => lines.slice(1).every((line) => isNumber(line[at] ?? '')));
  const align = (cell: string, at: number) =>
    numeric[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
  return lines.map((line) => `${line.map(align).join('  ').trimEnd()}\n`).join('');
}
