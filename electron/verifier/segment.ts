import type { Kernel, PlacedRun } from './kernel.ts';

/** A piece of a segment: rows that are sound, or bytes that the plain path has to look at. Offsets count from the segment's start. */
export type SegmentPart =
  | { readonly kind: 'run'; readonly run: PlacedRun }
  | { readonly kind: 'plain'; readonly from: number; readonly to: number };

/** What became of a segment. */
export interface SegmentResult {
  readonly parts: readonly SegmentPart[];
  /** Bytes that were used up: all of them, unless the segment ends inside an element. */
  readonly next: number;
  /** The array's closing bracket was met. */
  readonly closed: boolean;
}

const LINE_FEED = 0x0a;

/**
 * Goes through one segment: as much as it can with the kernel, and hands every row that the kernel does not take to the plain path.
 *
 * @param segment lines: whole lines, the last one with or without its line feed. Elements: from the start of one, to anywhere.
 */
export function processSegment(kernel: Kernel, segment: Uint8Array, lines: boolean): SegmentResult {
  const parts: SegmentPart[] = [];
  kernel.load(segment);
  for (let next = 0; next < segment.length; ) {
    const taken = kernel.take(next, segment.length, lines);
    if (taken.run !== null) parts.push({ kind: 'run', run: taken.run });
    next = taken.next;
    if (taken.stop === 'closed') return { parts, next, closed: true };
    if (taken.stop === 'break') continue;
    if (taken.stop === 'end') return { parts, next, closed: false };
    const row = lines ? lineEnd(segment, next) : elementEnd(segment, next);
    if (row === null) return { parts, next, closed: false };
    parts.push({ kind: 'plain', from: next, to: row.to });
    next = row.next;
    if (row.closed) return { parts, next, closed: true };
  }
  return { parts, next: segment.length, closed: false };
}

interface RowEnd {
  /** End of the row, and start of the next one. */
  readonly to: number;
  readonly next: number;
  readonly closed: boolean;
}

function lineEnd(segment: Uint8Array, from: number): RowEnd {
  const feed = segment.indexOf(LINE_FEED, from);
  const to = feed === -1 ? segment.length : feed;
  return { to, next: feed === -1 ? to : to + 1, closed: false };
}

/** The comma or bracket that ends the element, found as shared/chain/framing/elements.ts finds it; null when it is not in the segment. */
function elementEnd(segment: Uint8Array, from: number): RowEnd | null {
  let depth = 0;
  let inString = false;
  for (let at = from; at < segment.length; at += 1) {
    const byte = segment[at] ?? 0;
    if (inString) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) {
      inString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
    } else if (depth > 0) {
      if (byte === 0x7d || byte === 0x5d) depth -= 1;
    } else if (byte === 0x2c || byte === 0x5d) {
      return { to: at, next: at + 1, closed: byte === 0x5d };
    }
  }
  return null;
}
