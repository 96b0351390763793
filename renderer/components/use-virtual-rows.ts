import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import {
  followScroll,
  type ScrollExtent,
  type ScrollPlace,
  scrollHeightOf,
  scrollOfTop,
  topToReveal,
  visibleRows,
} from './virtual-scroll.ts';

/** Rows rendered beyond both edges, so that a turn of the wheel finds them there already. */
const OVERSCAN = 10;
/** Rows are placed relative to an origin that moves in steps of so many pixels: transforms are single-precision floats. */
const ORIGIN_STEP = 1_000_000;
/** After this many milliseconds without a scroll event the scroll bar is put back to where the content is. */
const REST = 160;

interface Sizes {
  readonly row: number;
  readonly head: number;
  readonly view: number;
}

/** Which rows are rendered, and against which pixel of the content they are placed. */
interface Rendered {
  readonly first: number;
  readonly last: number;
  readonly origin: number;
}

function isSame(a: Rendered, b: Rendered): boolean {
  return a.first === b.first && a.last === b.last && a.origin === b.origin;
}

/** What the table needs to place rows. */
export interface VirtualRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly head: RefObject<HTMLDivElement | null>;
  readonly probe: RefObject<HTMLDivElement | null>;
  readonly layer: RefObject<HTMLDivElement | null>;
  /** First and last row to render. */
  readonly first: number;
  readonly last: number;
  /** Pixel of the content that rows are placed against. */
  readonly origin: number;
  readonly rowHeight: number;
  readonly headHeight: number;
  /** Heights of the scrolled element and of the pane that stays in view. */
  readonly scrollHeight: number;
  readonly paneHeight: number;
  /** Rows that fit into view whole; at least 1. */
  readonly pageRows: number;
  onScroll(): void;
  /** Brings a row into view. */
  reveal(row: number, align: 'nearest' | 'center'): void;
}

/**
 * Keeps track of which rows of a table are in view, however many there are. Own code instead of a virtualizer library:
 * those size one element to the sum of all rows, which for ten million rows is eight times what Chromium allows.
 * @param total number of rows.
 * @param onVisible called with the first and last row in view whenever they change.
 */
export function useVirtualRows(total: number, onVisible: (first: number, last: number) => void): VirtualRows {
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const place = useRef<ScrollPlace>({ scrollTop: 0, top: 0 });
  const rest = useRef<ReturnType<typeof setTimeout> | null>(null);
  const [sizes, setSizes] = useState<Sizes>({ row: 28, head: 28, view: 0 });
  const extent: ScrollExtent = { content: total * sizes.row, view: sizes.view };
  const [seen, setSeen] = useState<Rendered>({ first: 0, last: -1, origin: 0 });
  const told = useRef({ first: 0, last: -1 });
  const live = useRef({ extent, sizes, total, seen, onVisible });
  live.current = { extent, sizes, total, seen, onVisible };

  const settle = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    const wanted = scrollOfTop(place.current.top, live.current.extent);
    if (Math.abs(wanted - element.scrollTop) > 1) element.scrollTop = wanted;
    place.current = { scrollTop: element.scrollTop, top: place.current.top };
  }, []);

  const show = useCallback((urgent: boolean): void => {
    const { extent: now, sizes: size, total: rows, seen: rendered } = live.current;
    const { top } = place.current;
    const visible = visibleRows(top, now, size.row, rows);
    const origin = Math.floor(top / ORIGIN_STEP) * ORIGIN_STEP;
    if (layer.current !== null && origin === rendered.origin) {
      layer.current.style.transform = `translateY(${origin - top}px)`;
    }
    if (visible.first !== told.current.first || visible.last !== told.current.last) {
      told.current = visible;
      live.current.onVisible(visible.first, visible.last);
    }
    const next = {
      first: Math.max(0, visible.first - OVERSCAN),
      last: Math.min(rows - 1, visible.last + OVERSCAN),
      origin,
    };
    const update = (): void => setSeen((before) => (isSame(before, next) ? before : next));
    const covered = visible.first >= rendered.first && visible.last <= rendered.last && origin === rendered.origin;
    if (covered || !urgent) update();
    // The rows in view are not there yet: rendering them now, within this frame, is what keeps it from showing a gap.
    else flushSync(update);
  }, []);

  const onScroll = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    place.current = followScroll(place.current, element.scrollTop, live.current.extent);
    show(true);
    if (rest.current !== null) clearTimeout(rest.current);
    rest.current = setTimeout(settle, REST);
  }, [settle, show]);

  const reveal = useCallback(
    (row: number, align: 'nearest' | 'center'): void => {
      const { extent: now, sizes: size } = live.current;
      const top = topToReveal(row, align, place.current.top, now, size.row);
      if (top === place.current.top) return;
      place.current = { scrollTop: place.current.scrollTop, top };
      settle();
      show(false);
    },
    [settle, show],
  );

  useLayoutEffect(() => {
    const measure = (): void => {
      const view = Math.max(0, (scroller.current?.clientHeight ?? 0) - (head.current?.offsetHeight ?? 0));
      const row = probe.current?.offsetHeight ?? 0;
      const headHeight = head.current?.offsetHeight ?? 0;
      setSizes((before) => {
        const next = { row: row === 0 ? before.row : row, head: headHeight, view };
        if (next.row === before.row && next.view === before.view && next.head === before.head) return before;
        // The row at the top stays at the top when the density changes.
        place.current = { scrollTop: place.current.scrollTop, top: (place.current.top / before.row) * next.row };
        return next;
      });
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const element of [scroller.current, head.current, probe.current])
      if (element !== null) observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: heights and number of rows are read through `live`; a change of any of them has to place the rows again
  useLayoutEffect(() => {
    const most = Math.max(0, extent.content - extent.view);
    if (place.current.top > most) place.current = { scrollTop: place.current.scrollTop, top: most };
    settle();
    show(false);
  }, [extent.content, extent.view, sizes.row, settle, show]);

  useLayoutEffect(() => {
    if (layer.current !== null) layer.current.style.transform = `translateY(${seen.origin - place.current.top}px)`;
  }, [seen.origin]);

  useEffect(
    () => () => {
      if (rest.current !== null) clearTimeout(rest.current);
    },
    [],
  );

  return {
    scroller,
    head,
    probe,
    layer,
    first: seen.first,
    last: Math.min(seen.last, total - 1),
    origin: seen.origin,
    rowHeight: sizes.row,
    headHeight: sizes.head,
    scrollHeight: scrollHeightOf(extent),
    paneHeight: Math.min(sizes.view, extent.content),
    pageRows: Math.max(1, Math.floor(sizes.view / sizes.row)),
    onScroll,
    reveal,
  };
}
