/** Bytes that an entry takes up: its header, its data and its descriptor. */
export interface Extent {
  /** First byte. */
  readonly start: number;
  /** Byte after the last. */
  readonly end: number;
}

/** How the entries of an archive lie beside each other. */
export interface Layout {
  /** Positions, in the list that was given, of extents that share a byte with another one. */
  readonly overlapping: ReadonlySet<number>;
  /** Stretches from the start of the file to `until` that no extent takes up, in order. */
  readonly gaps: readonly Extent[];
}

/**
 * Lays the extents side by side. n log n in their number.
 *
 * SECURITY: entries that share bytes are refused, all of them: with shared data a small archive inflates without end.
 * Test: zip-bombs.test.ts "refuses entries that share their data".
 * @param extents none empty.
 * @param until where the space for entries ends: the start of the directory.
 */
export function layOut(extents: readonly Extent[], until: number): Layout {
  const order = extents.map((extent, position) => ({ ...extent, position })).sort((a, b) => a.start - b.start);
  const overlapping = new Set<number>();
  let furthest: { end: number; position: number } | null = null;
  const gaps: Extent[] = [];
  for (const { start, end, position } of order) {
    if (furthest !== null && start < furthest.end) {
      overlapping.add(position).add(furthest.position);
    } else if (start > (furthest?.end ?? 0)) {
      gaps.push({ start: furthest?.end ?? 0, end: start });
    }
    if (furthest === null || end > furthest.end) furthest = { end, position };
  }
  const last = furthest?.end ?? 0;
  if (last < until) gaps.push({ start: last, end: until });
  return { overlapping, gaps };
}
