import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Fault } from '../../../shared/base/result.ts';
import type { RowSummary } from '../../../shared/ipc/model.ts';
import '../../api.ts';
import { createRowPages } from './row-pages.ts';

/** Between two updates of what is in view, in milliseconds: the strip need not move with every frame. */
const PAUSE = 100;
/** Rows beyond both edges that are asked for too, so that a turn of the wheel finds them there. */
const AHEAD = 20;

interface UsedRowPages {
  rowAt(index: number): RowSummary | undefined;
  /** Tells which rows are in view. */
  want(first: number, last: number): void;
  /** First and last row in view, a moment ago. */
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
  const pages = useMemo(
    () =>
      createRowPages(
        (from, count) => window.api.rowsGet({ documentId, from, count, ...(queryId === null ? {} : { queryId }) }),
        () => setVersion((version) => version + 1),
      ),
    [documentId, queryId],
  );
  const now = useRef({ pages, total, first: 0, last: -1 });
  now.current = { ...now.current, pages, total };
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const shownEpoch = useRef(epoch);

  useEffect(() => {
    if (shownEpoch.current !== epoch) pages.refresh();
    shownEpoch.current = epoch;
    pages.want(now.current.first - AHEAD, now.current.last + AHEAD, total);
  }, [pages, total, epoch]);

  const want = useCallback((first: number, last: number): void => {
    now.current = { ...now.current, first, last };
    now.current.pages.want(first - AHEAD, last + AHEAD, now.current.total);
    timer.current ??= setTimeout(() => {
      timer.current = null;
      setVisible({ first: now.current.first, last: now.current.last });
    }, PAUSE);
  }, []);

  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );

  const retry = (): void => pages.want(now.current.first - AHEAD, now.current.last + AHEAD, total);
  return { rowAt: pages.get, want, visible, fault: pages.fault(), retry };
}
