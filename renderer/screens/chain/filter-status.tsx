import type { Fault } from '../../../shared/base/result.ts';
import type { QueryView, RowQuery } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { matchWords } from './filter-words.ts';

interface FilterStatusProps {
  readonly filter: {
    readonly query: RowQuery | null;
    readonly view: QueryView | null;
    readonly fault: Fault | null;
    readonly cancel: () => void;
  };
  /** The answer to the last thing the reader asked for. */
  readonly sentence: string;
  readonly onClear: () => void;
}

/** The filter in force, in words and with exact counts; what a jump or a copy came to. */
export function FilterStatus({ filter, sentence, onClear }: FilterStatusProps) {
  const { query, view, fault } = filter;
  return (
    <div className="chain__status">
      <p role="status">{sentence}</p>
      {query === null ? null : (
        <div className="chain__filter">
          <p role={view?.state === 'running' ? undefined : 'status'}>
            {fault === null ? matchWords(query, view) : `The search could not start: ${fault.message}`}
          </p>
          {view?.state === 'running' ? (
            <>
              <progress max={Math.max(1, view.total)} value={view.scanned} aria-label="Entries looked at" />
              <Button onPress={filter.cancel}>Cancel the search</Button>
            </>
          ) : null}
          <Button kind="quiet" icon="close" onPress={onClear}>
            Show all entries
          </Button>
        </div>
      )}
    </div>
  );
}
