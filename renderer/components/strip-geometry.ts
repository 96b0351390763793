import type { RowState } from '../../shared/ipc/model.ts';

/** Meaning of the codes of a strip's cells, by number; the higher the worse. */
export const STRIP_STATES = [
  'not-read',
  'recomputed',
  'warning',
  'malformed',
  'tampered',
] as const satisfies RowState[];

/** A stretch of entries whose cells carry the same worst state. */
export interface StripRange {
  /** First and last position, inclusive. */
  readonly from: number;
  readonly to: number;
  readonly state: RowState;
}

/**
 * The worst state that a cell's code stands for.
 * @param code 0 to 4; anything else reads as not read.
 */
export function stateOfCode(code: number): RowState {
  return STRIP_STATES[code] ?? 'not-read';
}

/**
 * The positions that one cell covers.
 * @param cell index of the cell.
 * @param cells number of cells, at least 1 and at most `total`.
 * @param total number of entries.
 */
export function rangeOfCell(
  cell: number,
  cells: number,
  total: number,
): { readonly from: number; readonly to: number } {
  const from = Math.floor((cell * total) / cells);
  return { from, to: Math.max(from, Math.floor(((cell + 1) * total) / cells) - 1) };
}

/** The cell that covers a position. */
export function cellOfPosition(position: number, cells: number, total: number): number {
  const guess = Math.floor((position * cells) / total);
  return rangeOfCell(guess, cells, total).to < position ? guess + 1 : guess;
}

/**
 * Joins neighbouring cells of one state: the strip as a table. Linear in the number of cells.
 * @param cells codes.
 * @param total number of entries that the cells cover together.
 */
export function rangesOf(cells: readonly number[], total: number): StripRange[] {
  const ranges: StripRange[] = [];
  cells.forEach((code, cell) => {
    const { from, to } = rangeOfCell(cell, cells.length, total);
    const state = stateOfCode(code);
    const last = ranges.at(-1);
    if (last !== undefined && last.state === state) ranges[ranges.length - 1] = { ...last, to };
    else ranges.push({ from, to, state });
  });
  return ranges;
}

/** A glyph above the strip: where its middle is, in pixels, and the worst state among those it stands for. */
export interface StripGlyph {
  readonly x: number;
  readonly state: RowState;
}

/**
 * Places glyphs over cells that are worse than recomputed, so that none overlaps: those closer than `spacing` to the one
 * before are folded into it and the worst is shown, in its own place.
 * @param cells codes.
 * @param width pixels that the cells take together.
 * @param spacing least distance between two glyphs, in pixels.
 */
export function placeGlyphs(cells: readonly number[], width: number, spacing: number): StripGlyph[] {
  const glyphs: { x: number; code: number; start: number }[] = [];
  const pitch = width / cells.length;
  for (let cell = 0; cell < cells.length; cell += 1) {
    const code = cells[cell] ?? 0;
    if (code < 2) continue;
    let end = cell;
    while (cells[end + 1] === code) end += 1;
    const x = ((cell + end + 1) / 2) * pitch;
    const last = glyphs.at(-1);
    if (last === undefined || x - last.start >= spacing) glyphs.push({ x, code, start: x });
    else if (code > last.code) {
      last.code = code;
      last.x = Math.max(x, (glyphs.at(-2)?.x ?? Number.NEGATIVE_INFINITY) + spacing);
      last.start = last.x;
    }
    cell = end;
  }
  return glyphs.map(({ x, code }) => ({ x, state: stateOfCode(code) }));
}
