import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import type { RowState } from '../../shared/ipc/model.ts';
import { formatCount } from '../format/number.ts';
import { markOf, StateMark } from './state-mark.tsx';
import './strip.css';
import { cellOfPosition, rangeOfCell, rangesOf, stateOfCode } from './strip-geometry.ts';
import { paintStrip, readColours, STRIP_HEIGHT } from './strip-paint.ts';

const LEGEND: readonly RowState[] = ['recomputed', 'warning', 'malformed', 'tampered', 'not-read'];
/** The cells of rows of a pack have one code for the three states that leave a row open. */
const PACK_LEGEND: readonly RowState[] = [
  'recomputed',
  'warning',
  'not-disclosed',
  'unverifiable',
  'malformed',
  'tampered',
  'not-read',
];
const PACK_OPEN = 'Warning, not disclosed, or unverifiable';
/** Ranges that the table lists; the rest is counted. */
const LISTED_RANGES = 200;
const PAGE_SHARE = 0.1;

/** Where the reader asked to go: the positions that the chosen pixel stands for, and the worst state among them. */
export interface StripTarget {
  readonly from: number;
  readonly to: number;
  readonly state: RowState;
}

interface StripProps {
  /** Codes of equal ranges of the entries known so far; see `stripSchema`. */
  readonly cells: readonly number[];
  /** Entries that the cells cover. */
  readonly total: number;
  /** Share of the input that the cells stand for: below 1 while a replay runs. */
  readonly extent: number;
  /** The entries are rows of a pack, which have states of their own. */
  readonly pack?: boolean;
  readonly selected: number | null;
  /** First and last position that the table shows. */
  readonly viewport: { readonly first: number; readonly last: number } | null;
  readonly onJump: (target: StripTarget) => void;
  readonly onFault: (direction: 'next' | 'previous') => void;
  /** Tells how many pixels there are to fill. */
  readonly onWidth: (pixels: number) => void;
}

function stateWord(state: RowState, pack: boolean): string {
  return pack && state === 'warning' ? PACK_OPEN : markOf(state).word;
}

function rangeWords({ from, to, state }: StripTarget, total: number, pack: boolean): string {
  const place = from === to ? `position ${formatCount(from)}` : `positions ${formatCount(from)} to ${formatCount(to)}`;
  return `${place} of ${formatCount(total)}, ${stateWord(state, pack).toLowerCase()}`;
}

/**
 * The whole log in one bar: each pixel shows the worst state of its range by height, pattern, glyph and colour. A slider
 * for keyboard and screen reader, with a table as its text twin.
 */
export function Strip({
  cells,
  total,
  extent,
  pack = false,
  selected,
  viewport,
  onJump,
  onFault,
  onWidth,
}: StripProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState<StripTarget | null>(null);
  usePainting(canvas, cells, extent, onWidth);

  const targetOfCell = (cell: number): StripTarget => ({
    ...rangeOfCell(cell, cells.length, total),
    state: stateOfCode(cells[cell] ?? 0),
  });
  const cursor = selected ?? viewport?.first ?? 0;
  const cursorCell = cells.length === 0 ? 0 : Math.min(cells.length - 1, cellOfPosition(cursor, cells.length, total));

  const targetAt = (event: MouseEvent<HTMLElement>): StripTarget | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / (box.width * extent);
    if (cells.length === 0 || !(share >= 0) || share >= 1) return null;
    return targetOfCell(worstNear(cells, Math.floor(share * cells.length), (box.width * extent) / cells.length));
  };

  const step = (event: KeyboardEvent<HTMLElement>): void => {
    const page = Math.max(1, Math.round(cells.length * PAGE_SHARE));
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: cursorCell + 1,
      ArrowUp: cursorCell + 1,
      ArrowLeft: cursorCell - 1,
      ArrowDown: cursorCell - 1,
      PageUp: cursorCell + page,
      PageDown: cursorCell - page,
      Home: 0,
      End: cells.length - 1,
    };
    const wanted = moves[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'n' || event.key === 'N') onFault(event.key === 'n' ? 'next' : 'previous');
    else if (wanted !== undefined && cells.length > 0) {
      onJump(targetOfCell(Math.min(cells.length - 1, Math.max(0, wanted))));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const share = (position: number): string => `${(total === 0 ? 0 : position / total) * extent * 100}%`;
  return (
    <div className="strip">
      <div
        className="strip__bar"
        role="slider"
        tabIndex={0}
        aria-label="Strip of the whole chain"
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, total - 1)}
        aria-valuenow={Math.min(cursor, Math.max(0, total - 1))}
        aria-valuetext={cells.length === 0 ? 'no entry is known' : rangeWords(targetOfCell(cursorCell), total, pack)}
        onKeyDown={step}
        onPointerMove={(event) => setPointed(targetAt(event))}
        onPointerLeave={() => setPointed(null)}
        onClick={(event) => {
          const target = targetAt(event);
          if (target !== null) onJump(target);
        }}
      >
        <canvas ref={canvas} className="strip__canvas" height={STRIP_HEIGHT} />
        {viewport === null || total === 0 ? null : (
          <span
            className="strip__viewport"
            style={{
              left: `min(${share(viewport.first)}, 100% - 6px)`,
              width: share(viewport.last + 1 - viewport.first),
            }}
          />
        )}
        {selected === null || total === 0 ? null : (
          <span className="strip__selected" style={{ left: share(selected + 0.5) }} />
        )}
      </div>
      <div className="strip__foot">
        <ul className={pointed === null ? 'strip__legend' : 'strip__legend strip__legend--away'} aria-label="Legend">
          {(pack ? PACK_LEGEND : LEGEND).map((state) => (
            <li key={state}>
              <StateMark state={state} />
            </li>
          ))}
        </ul>
        {pointed === null ? null : (
          <span className="strip__readout number" aria-hidden="true">
            {rangeWords(pointed, total, pack)}
          </span>
        )}
        <StripTable cells={cells} total={total} pack={pack} onJump={onJump} />
      </div>
    </div>
  );
}

/** Worst cell under a pointer that is a little off: faults are narrow, and fingers and mice are not. */
function worstNear(cells: readonly number[], cell: number, pitch: number): number {
  const reach = Math.ceil(2 / pitch);
  let worst = cell;
  for (let near = Math.max(0, cell - reach); near <= Math.min(cells.length - 1, cell + reach); near += 1) {
    const code = cells[near] ?? 0;
    if (code >= 2 && code > (cells[worst] ?? 0)) worst = near;
  }
  return worst;
}

/** Keeps the canvas painted: on new cells, and when size, pixel density or theme change. */
function usePainting(
  canvas: { readonly current: HTMLCanvasElement | null },
  cells: readonly number[],
  extent: number,
  onWidth: (pixels: number) => void,
): void {
  useEffect(() => {
    const element = canvas.current;
    const bar = element?.parentElement ?? null;
    if (element === null || bar === null) return;
    const paint = (): void => {
      const width = bar.clientWidth;
      const context = element.getContext('2d');
      if (context === null || width === 0) return;
      const density = globalThis.devicePixelRatio;
      element.width = Math.round(width * density);
      element.height = Math.round(STRIP_HEIGHT * density);
      context.setTransform(density, 0, 0, density, 0, 0);
      paintStrip(context, { cells, width, filled: width * extent, colours: readColours(element) });
    };
    paint();
    const sized = new ResizeObserver(() => {
      onWidth(bar.clientWidth);
      paint();
    });
    // Device pixels, so that a new zoom or another screen repaints even when the CSS width stays.
    sized.observe(bar, { box: 'device-pixel-content-box' });
    const themed = new MutationObserver(paint);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const queries = [matchMedia('(prefers-color-scheme: dark)'), matchMedia('(forced-colors: active)')];
    for (const query of queries) query.addEventListener('change', paint);
    return () => {
      sized.disconnect();
      themed.disconnect();
      for (const query of queries) query.removeEventListener('change', paint);
    };
  }, [canvas, cells, extent, onWidth]);
}

interface StripTableProps {
  readonly cells: readonly number[];
  readonly total: number;
  readonly pack: boolean;
  readonly onJump: (target: StripTarget) => void;
}

function StripTable({ cells, total, pack, onJump }: StripTableProps) {
  const [open, setOpen] = useState(false);
  const ranges = open ? rangesOf(cells, total) : [];
  return (
    <details className="strip__twin" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Strip as a table</summary>
      <div className="strip__twin-box">
        <table>
          <caption className="visually-hidden">
            Ranges of the chain by their worst state, as exact as the strip: {formatCount(cells.length)} steps
          </caption>
          <thead>
            <tr>
              <th scope="col">From position</th>
              <th scope="col">To position</th>
              <th scope="col">Worst state</th>
            </tr>
          </thead>
          <tbody>
            {ranges.slice(0, LISTED_RANGES).map((range) => (
              <tr key={range.from}>
                <td>
                  <button type="button" className="strip__go number" onClick={() => onJump(range)}>
                    {formatCount(range.from)}
                  </button>
                </td>
                <td className="number">{formatCount(range.to)}</td>
                <td>
                  <StateMark state={range.state} word={stateWord(range.state, pack)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {ranges.length > LISTED_RANGES ? (
          <p className="muted">{formatCount(ranges.length - LISTED_RANGES)} more ranges.</p>
        ) : null}
      </div>
    </details>
  );
}
