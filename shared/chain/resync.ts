import { isPredecessor, type RowFact } from './row-fact.ts';

/** Entries that stand together in the file, each naming the one before it. */
export interface Piece {
  /** At least one. */
  readonly rows: readonly RowFact[];
  /** Walked before the break was met. */
  readonly walked: boolean;
}

/** What the neighbourhood of a break turned out to be. */
export interface Resolution {
  /** Pieces that belong to the chain, in file order; the root is not among them. */
  readonly kept: readonly Piece[];
  /** Pieces that the chain passes by, in file order. */
  readonly extra: readonly Piece[];
  /** Places where the chain does not go on: the last entry before and the first after, in file order. */
  readonly gaps: readonly { readonly before: RowFact; readonly after: RowFact }[];
  /** Kept pieces whose order in the file is not the order they link in. */
  readonly outOfOrder: readonly Piece[];
}

/**
 * Finds how the chain runs through a neighbourhood where file order and links disagree. The chain is followed backwards from the
 * last piece, each piece to the one that its first entry names, until the undisturbed part before is reached. Where a name leads
 * nowhere there is a gap, and the search goes on from the nearest piece before it. What was never reached is extra.
 *
 * @param before the undisturbed entries before the first break, oldest first, at least one (the place before genesis counts)
 * @param broken the entries from the first break on, in file order, cut wherever an entry does not name the one before it
 */
export function resolveBreak(before: readonly RowFact[], broken: readonly (readonly RowFact[])[]): Resolution {
  const { root, pieces } = cutAtForks(before, broken);
  const chained = new Set<Piece>();
  const gaps: { before: RowFact; after: RowFact }[] = [];
  const order: Piece[] = [];
  let current = pieces.at(-1);
  while (current !== undefined) {
    chained.add(current);
    order.unshift(current);
    const first = firstOf(current);
    if (isPredecessor(root, first)) break;
    const parent = findParent(pieces, chained, current);
    if (parent !== undefined) {
      current = parent;
      continue;
    }
    const at = pieces.indexOf(current);
    const nearest = pieces.slice(0, at).findLast((piece) => !chained.has(piece));
    gaps.unshift({ before: nearest === undefined ? root : lastOf(nearest), after: first });
    current = nearest;
  }
  const kept = pieces.filter((piece) => chained.has(piece));
  return {
    kept,
    extra: pieces.filter((piece) => !chained.has(piece)),
    gaps,
    outOfOrder: kept.filter((piece, at) => order[at] !== piece),
  };
}

/** Cuts every piece where a later one links into its middle, so that links only ever lead to the end of a piece. */
function cutAtForks(
  before: readonly RowFact[],
  broken: readonly (readonly RowFact[])[],
): { root: RowFact; pieces: Piece[] } {
  const named = namedHashes(before, broken);
  const isFork = (row: RowFact) => isNamed(named, row.hash, row) || isNamed(named, row.computed, row);
  const rootAt = before.findIndex((row) => isFork(row));
  const lastBefore = before.length - 1;
  const cutFrom = rootAt === -1 ? lastBefore : rootAt;
  const pieces: Piece[] = [];
  const cut = (rows: readonly RowFact[], walked: boolean) => {
    let from = 0;
    rows.forEach((row, at) => {
      if (at < rows.length - 1 && !isFork(row)) return;
      pieces.push({ rows: rows.slice(from, at + 1), walked });
      from = at + 1;
    });
  };
  cut(before.slice(cutFrom + 1), true);
  for (const rows of broken) cut(rows, false);
  const root = before[cutFrom];
  if (root === undefined) throw new RangeError('a break needs an entry, or the place before genesis, before it');
  return { root, pieces };
}

/** Each hash that a piece starts from, with the last place in the file that does so. */
function namedHashes(
  before: readonly RowFact[],
  broken: readonly (readonly RowFact[])[],
): ReadonlyMap<string | null, number> {
  const genesis = before[0]?.position === -1 ? before[1] : undefined;
  const named = new Map<string | null, number>();
  for (const [start] of broken) {
    if (start?.prevHash === undefined) continue;
    // A second entry without predecessor goes back to genesis only when it repeats it; else it begins another chain.
    const another = start.prevHash === null && genesis !== undefined && start.hash !== genesis.hash;
    if (!another) named.set(start.prevHash, start.position);
  }
  return named;
}

function isNamed(named: ReadonlyMap<string | null, number>, hash: string | null | undefined, row: RowFact): boolean {
  return hash !== undefined && (named.get(hash) ?? -1) > row.position;
}

/** The piece whose last entry is named by the first of `piece`: the nearest before it in the file, else the nearest after it. */
function findParent(pieces: readonly Piece[], chained: ReadonlySet<Piece>, piece: Piece): Piece | undefined {
  const first = firstOf(piece);
  const fits = (other: Piece) => !chained.has(other) && isPredecessor(lastOf(other), first);
  const at = pieces.indexOf(piece);
  return pieces.slice(0, at).findLast(fits) ?? pieces.slice(at + 1).find(fits);
}

/** First entry of a piece. */
export function firstOf(piece: Piece): RowFact {
  return piece.rows[0] ?? fail();
}

/** Last entry of a piece. */
export function lastOf(piece: Piece): RowFact {
  return piece.rows.at(-1) ?? fail();
}

function fail(): never {
  throw new RangeError('a piece has at least one entry');
}
