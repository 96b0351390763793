import type { BenchResult } from './plan.ts';

const HEADINGS = ['rows', 'members', 'implementation', 'seconds', 'entries/s', 'MiB/s', 'peak MiB', 'x reference'];

/** Results as an aligned table; numbers to the right. */
export function resultTable(results: readonly BenchResult[]): string {
  const lines = [HEADINGS, ...results.map(cells)];
  const widths = HEADINGS.map((_heading, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const render = (line: readonly string[]): string =>
    line.map((cell, column) => align(cell, widths[column] ?? 0, column)).join('  ');
  return `${lines.map(render).join('\n')}\n`;
}

function cells(result: BenchResult): string[] {
  return [
    String(result.rows),
    result.order,
    result.implementation,
    result.seconds.toFixed(result.seconds < 10 ? 2 : 1),
    String(Math.round(result.entriesPerSecond)),
    result.mebibytesPerSecond.toFixed(1),
    result.peakMebibytes.toFixed(0),
    result.ratio.toFixed(2),
  ];
}

function align(cell: string, width: number, column: number): string {
  return column === 1 || column === 2 ? cell.padEnd(width) : cell.padStart(width);
}
