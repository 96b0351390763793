import type { DocumentView, PackView } from '../../shared/ipc/model.ts';

/**
 * The audit-chain pack whose rows stand in for a chain, because the bundle has no chain of its own; null otherwise.
 * Such rows are judged with the pack and not replayed, so no progress counts them.
 */
export function packOfRows(document: Pick<DocumentView, 'chainFile' | 'packs'>): PackView | null {
  if (document.chainFile !== null) return null;
  return document.packs.find((pack) => pack.kind === 'audit-chain-pack') ?? null;
}

/**
 * How many entries can be looked at: those replayed so far, or the rows of the pack that stands in for a chain. Those of other packs, which the
 * summary counts too, are not among them.
 */
export function knownEntries(document: DocumentView): number {
  const pack = packOfRows(document);
  if (pack === null || document.report === null) return document.progress.rows;
  return pack.tables.find(({ id }) => id === 'rows')?.total ?? 0;
}
