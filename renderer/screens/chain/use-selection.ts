import { useCallback, useEffect, useRef, useState } from 'react';
import type { QueryView } from '../../../shared/ipc/model.ts';
import '../../api.ts';
import { formatCount } from '../../format/number.ts';
import { actions, useAppState } from '../../state/index.ts';
import { findMatch } from './find-entry.ts';

interface Reveal {
  readonly index: number;
  readonly align: 'nearest' | 'center';
}

interface UsedSelection {
  /** Position of the selected entry. */
  readonly position: number | null;
  /** Its place in the table; null when it is not there. */
  readonly index: number | null;
  /** A request to the table to bring a row into view. */
  readonly reveal: Reveal | null;
  /** Selects the row at a place of the table. */
  readonly choose: (index: number) => void;
  /** Moves the table as little as needed for a row to be seen. */
  readonly bringIntoView: (index: number) => void;
  /** Selects an entry and brings it into view. */
  readonly goTo: (position: number) => void;
}

/** A place among the matches of a filter, and the position that stands there; null while that is being asked for. */
interface Match {
  readonly queryId: string;
  readonly index: number;
  readonly position: number | null;
}

/**
 * Which entry is selected, and where it stands in the table: its position without a filter, a place among the matches with one.
 * @param view the filter in force, or null.
 * @param target the frame's request to go somewhere; each new object is one request.
 * @param say shows a sentence to the reader.
 */
export function useSelection(
  documentId: string,
  view: QueryView | null,
  target: { readonly position: number } | null,
  say: (sentence: string) => void,
): UsedSelection {
  const position = useAppState((state) => state.selectedRow);
  const [reveal, setReveal] = useState<Reveal | null>(null);
  const [match, setMatch] = useState<Match | null>(null);
  const newest = useRef(0);
  const filter = useRef(view);
  filter.current = view;

  const goTo = useCallback(
    (wanted: number): void => {
      newest.current += 1;
      const mine = newest.current;
      actions.selectRow(wanted);
      const query = filter.current;
      if (query === null) {
        setReveal({ index: wanted, align: 'center' });
        return;
      }
      void findMatch(documentId, query.id, wanted, query.kept).then((found) => {
        if (mine !== newest.current) return;
        if (!found.ok) say(found.error.message);
        else if (found.value === null) {
          say(`Position ${formatCount(wanted)} is shown on the right; it is not among the entries that match.`);
        } else {
          setMatch({ queryId: query.id, position: wanted, index: found.value });
          setReveal({ index: found.value, align: 'center' });
        }
      });
    },
    [documentId, say],
  );

  const choose = useCallback(
    (index: number): void => {
      newest.current += 1;
      const mine = newest.current;
      const query = filter.current;
      if (query === null) {
        actions.selectRow(index);
        return;
      }
      setMatch({ queryId: query.id, position: null, index });
      void window.api.rowsGet({ documentId, queryId: query.id, from: index, count: 1 }).then((reply) => {
        const row = reply.ok ? reply.value.rows[0] : undefined;
        if (mine !== newest.current || row === undefined) return;
        setMatch({ queryId: query.id, position: row.position, index });
        actions.selectRow(row.position);
      });
    },
    [documentId],
  );

  const bringIntoView = useCallback((wanted: number): void => setReveal({ index: wanted, align: 'nearest' }), []);

  const shown = useRef({ target, position, queryId: view?.id ?? null });
  const queryId = view?.id ?? null;
  useEffect(() => {
    // Coming back to the screen: the table opens where the reader left it.
    if (shown.current.position !== null) setReveal({ index: shown.current.position, align: 'center' });
  }, []);
  useEffect(() => {
    const before = shown.current;
    shown.current = { target, position, queryId };
    if (target !== null && target !== before.target) goTo(target.position);
    // A filter was taken off: the entry that was looked at stays in view.
    else if (queryId === null && before.queryId !== null && position !== null)
      setReveal({ index: position, align: 'center' });
  }, [target, position, queryId, goTo]);

  const here = match !== null && match.queryId === queryId && (match.position === null || match.position === position);
  return {
    position,
    index: queryId === null ? position : here ? match.index : null,
    reveal,
    choose,
    bringIntoView,
    goTo,
  };
}
