import { useCallback, useEffect, useRef, useState } from 'react';
import type { Fault } from '../../../shared/base/result.ts';
import type { QueryView, RowQuery } from '../../../shared/ipc/model.ts';
import '../../api.ts';

/** The filter that is in force, how far its scan got, and why it could not start. */
interface UsedQuery {
  readonly query: RowQuery | null;
  readonly view: QueryView | null;
  readonly fault: Fault | null;
  /** Puts a filter in force; null shows all entries again. A scan under way is cancelled. */
  readonly start: (query: RowQuery | null) => void;
  /** Stops the scan and keeps what it found. */
  readonly cancel: () => void;
}

interface Current {
  readonly query: RowQuery;
  readonly view: QueryView | null;
  readonly fault: Fault | null;
}

/** Runs one query at a time over a document's entries; the newest wins. */
export function useQuery(documentId: string): UsedQuery {
  const [current, setCurrent] = useState<Current | null>(null);
  const request = useRef(0);
  const running = useRef<string | null>(null);
  const early = useRef<QueryView | null>(null);

  const take = useCallback((view: QueryView): void => {
    running.current = view.state === 'running' ? view.id : null;
    setCurrent((before) => (before === null ? null : { ...before, view }));
  }, []);

  useEffect(
    () =>
      window.api.subscribe((event) => {
        if (event.type !== 'query' || event.documentId !== documentId) return;
        if (running.current === event.query.id) take(event.query);
        else early.current = event.query;
      }),
    [documentId, take],
  );

  const stop = useCallback((): void => {
    const queryId = running.current;
    running.current = null;
    if (queryId !== null) void window.api.queryCancel({ documentId, queryId });
  }, [documentId]);

  const start = useCallback(
    (query: RowQuery | null): void => {
      stop();
      request.current += 1;
      const mine = request.current;
      setCurrent(query === null ? null : { query, view: null, fault: null });
      if (query === null) return;
      void window.api.queryStart({ documentId, query }).then((reply) => {
        if (mine !== request.current) {
          if (reply.ok) void window.api.queryCancel({ documentId, queryId: reply.value.id });
          return;
        }
        // Events and replies may overtake each other.
        if (reply.ok) take(early.current?.id === reply.value.id ? early.current : reply.value);
        else setCurrent({ query, view: null, fault: reply.error });
      });
    },
    [documentId, stop, take],
  );

  const cancel = useCallback((): void => {
    const queryId = running.current;
    if (queryId === null) return;
    void window.api.queryCancel({ documentId, queryId }).then((reply) => {
      if (reply.ok && running.current === queryId) take(reply.value);
    });
  }, [documentId, take]);

  useEffect(
    () => () => {
      request.current += 1;
      stop();
      setCurrent(null);
    },
    [stop],
  );

  return { query: current?.query ?? null, view: current?.view ?? null, fault: current?.fault ?? null, start, cancel };
}
