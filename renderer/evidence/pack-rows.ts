import type { DocumentView, PackView } from '../../shared/ipc/model.ts';

/**
 * The audit-chain pack whose rows stand in for a chain, because the bundle has no chain of its own; null otherwise.
 * Such rows are judged with the pack and not replayed, so no progress counts them.
 */
export function packOfRows(document: Pick<DocumentView, 'chainFile' | 'packs'>): PackView | null {
  if (document.chainFile !== null) return null;
  return document.packs.find((pack) => pack.kind === 'audit-chain-pack') ?? null;
}

/** How many entries can be looked at: those replayed so far, or the rows of the pack that stands in for a chain. */
export function knownEntries(document: DocumentView): number {
  if (packOfRows(document) === null) return document.progress.rows;
  return document.report?.summary.rows ?? document.progress.rows;
}
