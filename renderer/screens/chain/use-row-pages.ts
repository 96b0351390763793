import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Fault } from '../../../shared/base/result.ts';
import type { RowSummary } from '../../../shared/ipc/model.ts';
import '../../api.ts';
import { createRowPages } from './row-pages.ts';

interface UsedRowPages {
  rowAt(index: number): RowSummary | undefined;
  /** Tells which rows are in view. */
  want(first: number, last: number): void;
  /** First and last row in view. */
  readonly visible: { readonly first: number; readonly last: number };
  readonly fault: Fault | null;
  /** Asks again after a fault. */
  readonly retry: () => void;
}

/**
 * Pages the rows of a chain, or of the matches of a query, into view.
 * @param total rows there are at present.
 * @param epoch changes when rows that are shown already may have another state now.
 */
export function useRowPages(documentId: string, queryId: string | null, total: number, epoch: string): UsedRowPages {
  const [, setVersion] = useState(0);
  const [visible, setVisible] = useState({ first: 0, last: -1 });
  const changed = useRef(() => setVersion((version) => version + 1));
  const pages = useMemo(
    () =>
      createRowPages(
        (from, count) => window.api.rowsGet({ documentId, from, count, ...(queryId === null ? {} : { queryId }) }),
        () => changed.current(),
      ),
    [documentId, queryId],
  );
  const shownEpoch = useRef(epoch);

  useEffect(() => {
    if (shownEpoch.current !== epoch) pages.refresh();
    shownEpoch.current = epoch;
    pages.want(visible.first, visible.last, total);
  }, [pages, visible, total, epoch]);

  const want = useCallback((first: number, last: number): void => {
    setVisible((before) => (before.first === first && before.last === last ? before : { first, last }));
  }, []);
  const retry = (): void => pages.want(visible.first, visible.last, total);
  return { rowAt: pages.get, want, visible, fault: pages.fault(), retry };
}
