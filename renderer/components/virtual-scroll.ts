/**
 * Scroll positions of a table that is taller than a browser lets an element be (Chromium: 2^25 device pixels). The
 * scrolling element stays below a cap; its two ends map pixel by pixel, the middle is stretched. What a wheel or a finger
 * does is taken pixel by pixel everywhere; what a drag of the scroll bar does is taken by proportion.
 */

/** Height of the scrolling element at most, in CSS pixels; leaves room for 400 % zoom. */
export const TALLEST = 8_000_000;
/** Stretch at each end that maps pixel by pixel, so that the first and the last rows are reached exactly. */
const END = 500_000;
/** A move further than this within one event is a drag: one pixel of a dragged thumb is more, one turn of a wheel is less. */
const DRAG = 3_000;

/** Heights in CSS pixels. */
export interface ScrollExtent {
  /** All rows together. */
  readonly content: number;
  /** The part that is seen. */
  readonly view: number;
}

/** Where the scrolling element stands, and which pixel of the content is at the top. */
export interface ScrollPlace {
  readonly scrollTop: number;
  readonly top: number;
}

/** Height that the scrolling element gets. */
export function scrollHeightOf({ content }: ScrollExtent): number {
  return Math.min(content, TALLEST);
}

function ranges(extent: ScrollExtent): { readonly scroll: number; readonly top: number } {
  return {
    scroll: Math.max(0, scrollHeightOf(extent) - extent.view),
    top: Math.max(0, extent.content - extent.view),
  };
}

function clamp(value: number, max: number): number {
  return Math.min(max, Math.max(0, value));
}

/** Which pixel of the content belongs to a scroll position. Monotonic, exact at both ends. */
export function topOfScroll(scrollTop: number, extent: ScrollExtent): number {
  const most = ranges(extent);
  const at = clamp(scrollTop, most.scroll);
  if (most.top === most.scroll || at <= END) return at;
  if (at >= most.scroll - END) return most.top - (most.scroll - at);
  return END + ((at - END) * (most.top - 2 * END)) / (most.scroll - 2 * END);
}

/** Which scroll position belongs to a pixel of the content: the inverse of `topOfScroll`. */
export function scrollOfTop(top: number, extent: ScrollExtent): number {
  const most = ranges(extent);
  const at = clamp(top, most.top);
  if (most.top === most.scroll || at <= END) return at;
  if (at >= most.top - END) return most.scroll - (most.top - at);
  return END + ((at - END) * (most.scroll - 2 * END)) / (most.top - 2 * END);
}

/**
 * Follows a scroll event.
 * @param place before the event.
 * @param scrollTop after it.
 */
export function followScroll(place: ScrollPlace, scrollTop: number, extent: ScrollExtent): ScrollPlace {
  const most = ranges(extent);
  const moved = scrollTop - place.scrollTop;
  const exact = most.top !== most.scroll && Math.abs(moved) <= DRAG;
  const top = exact ? clamp(place.top + moved, most.top) : topOfScroll(scrollTop, extent);
  return { scrollTop, top };
}

/** The rows that are seen, also in part; one at least. */
export function visibleRows(
  top: number,
  extent: ScrollExtent,
  rowHeight: number,
  total: number,
): { readonly first: number; readonly last: number } {
  const first = Math.floor(top / rowHeight);
  const last = Math.ceil((top + extent.view) / rowHeight) - 1;
  return { first: clamp(first, Math.max(0, total - 1)), last: clamp(Math.max(first, last), Math.max(0, total - 1)) };
}

/**
 * The top that brings a row into view.
 * @param align `nearest` moves as little as needed; `center` puts a row that is out of view into the middle.
 * @returns the same top when the row is seen whole already.
 */
export function topToReveal(
  row: number,
  align: 'nearest' | 'center',
  top: number,
  extent: ScrollExtent,
  rowHeight: number,
): number {
  const most = ranges(extent);
  const start = row * rowHeight;
  if (start >= top && start + rowHeight <= top + extent.view) return top;
  const above = Math.max(0, Math.floor((extent.view / rowHeight - 1) / 2));
  if (align === 'center') return clamp((row - above) * rowHeight, most.top);
  return clamp(start < top ? start : start + rowHeight - extent.view, most.top);
}
