import type { Kernel } from './kernel.ts';
import type { RunData } from './placed-run.ts';

/**
 * A piece of a segment: rows that are sound, or bytes that the plain path has to look at (`run` is null). Offsets count from the
 * segment's start; what separates the rows belongs to the piece.
 */
export interface SegmentPart {
  readonly from: number;
  readonly to: number;
  readonly run: RunData | null;
  /** The last byte is the array's closing bracket. */
  readonly closed: boolean;
}

/** What became of a segment. */
export interface SegmentResult {
  /** In order and without gaps. */
  readonly parts: readonly SegmentPart[];
  /** Bytes that were used up: all of them, unless the segment ends inside an element or the array closed before. */
  readonly next: number;
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
  let next = 0;
  while (next < segment.length) {
    const taken = kernel.take(next, segment.length, lines);
    const closed = taken.stop === 'closed';
    if (taken.run !== null) {
      parts.push({ from: next, to: taken.next, run: taken.run, closed });
      next = taken.next;
    }
    if (closed || taken.stop === 'end') break;
    if (taken.stop === 'break') continue;
    const row = lines ? lineEnd(segment, next) : elementEnd(segment, next);
    if (row === null) break;
    parts.push({ from: next, to: row.next, run: null, closed: row.closed });
    next = row.next;
    if (row.closed) break;
  }
  return { parts, next };
}

interface RowEnd {
  /** Where the next row starts. */
  readonly next: number;
  readonly closed: boolean;
}

function lineEnd(segment: Uint8Array, from: number): RowEnd {
  const feed = segment.indexOf(LINE_FEED, from);
  return { next: feed === -1 ? segment.length : feed + 1, closed: false };
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
      return { next: at + 1, closed: byte === 0x5d };
    }
  }
  return null;
}
