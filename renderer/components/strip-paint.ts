import type { RowState } from '../../shared/ipc/model.ts';
import { markOf, SHAPE_PATHS, type Tone } from './state-mark.tsx';
import { placeGlyphs, STRIP_STATES, stateOfCode } from './strip-geometry.ts';

/** Heights in CSS pixels: glyphs above, the band below. */
const GLYPH_LANE = 14;
const BAND = 24;
export const STRIP_HEIGHT = GLYPH_LANE + BAND;

/** Entries that recompute are a thin line in the middle of the band; everything else stands out by height before colour. */
const QUIET_LINE = 8;
/** The narrowest mark that a reader can see and hit. */
const LEAST_MARK = 3;
const GLYPH = 12;
/** Cells wider than this are set apart by a gap. */
const GAP_FROM = 6;

/** Colours of the theme, as CSS colour strings. */
export type StripColours = Readonly<Record<Tone | 'paper' | 'hairline', string>>;

/**
 * Reads the colours that the theme gives an element now.
 * @param element any element of the page.
 */
export function readColours(element: Element): StripColours {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    pass: read('pass'),
    fail: read('fail'),
    undetermined: read('undetermined'),
    'not-checked': read('not-checked'),
    error: read('error'),
    paper: read('paper'),
    hairline: read('control-line'),
  };
}

interface Painting {
  readonly cells: readonly number[];
  /** CSS pixels of the whole strip, and of the part that the cells take. */
  readonly width: number;
  readonly filled: number;
  readonly colours: StripColours;
}

/**
 * Paints a strip: cells in the order of their severity, so that a tampered entry is never painted over; then the glyphs.
 * @param context its transform already maps CSS pixels to device pixels.
 */
export function paintStrip(context: CanvasRenderingContext2D, painting: Painting): void {
  const { cells, width, filled, colours } = painting;
  context.clearRect(0, 0, width, STRIP_HEIGHT);
  context.strokeStyle = colours.hairline;
  context.lineWidth = 1;
  context.strokeRect(0.5, GLYPH_LANE + (BAND - QUIET_LINE) / 2 + 0.5, Math.max(0, width - 1), QUIET_LINE - 1);
  if (cells.length === 0) return;
  const pitch = filled / cells.length;
  for (let code = 1; code < STRIP_STATES.length; code += 1) {
    context.fillStyle = fillOf(context, stateOfCode(code), colours);
    paintRuns(context, cells, code, pitch, filled);
  }
  for (const glyph of placeGlyphs(cells, filled, GLYPH)) {
    const x = Math.min(width - GLYPH, Math.max(0, glyph.x - GLYPH / 2));
    paintGlyph(context, glyph.state, x, colours);
  }
}

function paintRuns(
  context: CanvasRenderingContext2D,
  cells: readonly number[],
  code: number,
  pitch: number,
  filled: number,
): void {
  const quiet = code === 1;
  const gap = pitch >= GAP_FROM ? 1 : 0;
  const height = quiet ? QUIET_LINE : BAND;
  const y = GLYPH_LANE + (BAND - height) / 2;
  for (let cell = 0; cell < cells.length; cell += 1) {
    if (cells[cell] !== code) continue;
    const start = cell;
    while (gap === 0 && cells[cell + 1] === code) cell += 1;
    const exact = (cell + 1 - start) * pitch - gap;
    const wide = quiet ? exact : Math.max(LEAST_MARK, exact);
    const x = Math.min(start * pitch - (wide - exact) / 2, filled - wide);
    context.fillRect(Math.max(0, x), y, wide, height);
  }
}

function fillOf(context: CanvasRenderingContext2D, state: RowState, colours: StripColours): string | CanvasPattern {
  const colour = colours[markOf(state).tone];
  if (state !== 'warning' && state !== 'malformed') return colour;
  return pattern(context, state === 'warning' ? 'hatch' : 'dots', colour, colours.paper) ?? colour;
}

function pattern(
  context: CanvasRenderingContext2D,
  kind: 'hatch' | 'dots',
  colour: string,
  ground: string,
): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = 4;
  tile.height = 4;
  const ink = tile.getContext('2d');
  if (ink === null) return null;
  ink.fillStyle = ground;
  ink.fillRect(0, 0, 4, 4);
  ink.fillStyle = colour;
  if (kind === 'hatch') for (let step = 0; step < 4; step += 1) ink.fillRect(step, 3 - step, 2, 1);
  else {
    ink.fillRect(0, 0, 2, 2);
    ink.fillRect(2, 2, 2, 2);
  }
  return context.createPattern(tile, 'repeat');
}

function paintGlyph(context: CanvasRenderingContext2D, state: RowState, x: number, colours: StripColours): void {
  const mark = markOf(state);
  const shape = SHAPE_PATHS[mark.shape];
  const path = new Path2D(shape.path);
  context.save();
  context.translate(x, 0);
  context.fillStyle = colours[mark.tone];
  context.strokeStyle = colours[mark.tone];
  context.lineWidth = 1.5;
  if (shape.filled) context.fill(path);
  else context.stroke(path);
  context.restore();
}
