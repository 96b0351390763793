import { type FormEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import type { RowQuery } from '../../../shared/ipc/model.ts';
import '../../components/field.css';
import { Button } from '../../components/button.tsx';

interface FilterBarProps {
  readonly search: RefObject<HTMLInputElement | null>;
  /** Asked with what the reader typed; null when nothing is left to filter by. */
  readonly onFilter: (query: Pick<RowQuery, 'text' | 'ignoreCase' | 'field'> | null) => void;
  /** Esc in one of the fields. */
  readonly onLeave: () => void;
}

/** One line: find text, and a field that equals a value. Enter applies. */
export function FilterBar({ search, onFilter, onLeave }: FilterBarProps) {
  const [text, setText] = useState('');
  const [exact, setExact] = useState(false);
  const [path, setPath] = useState('');
  const [value, setValue] = useState('');

  const filter = (event: FormEvent): void => {
    event.preventDefault();
    if (text === '' && path === '') onFilter(null);
    else {
      onFilter({
        ...(text === '' ? {} : { text, ignoreCase: !exact }),
        ...(path === '' ? {} : { field: { path, equals: value } }),
      });
    }
  };
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onLeave();
  };

  return (
    <form className="chain__form" aria-label="Filter the entries" onSubmit={filter} onKeyDown={leave}>
      <input
        ref={search}
        className="field chain__text"
        type="search"
        maxLength={1_000}
        value={text}
        placeholder="Find text"
        aria-label="Text in the entry as written"
        aria-keyshortcuts="/"
        onChange={(event) => setText(event.target.value)}
      />
      <Button pressed={exact} onPress={() => setExact(!exact)} label="Aa, match case" title="Match case">
        Aa
      </Button>
      <input
        className="field mono chain__path"
        maxLength={1_000}
        value={path}
        placeholder="field.path"
        aria-label="Path of a field in the payload, for example actor.id"
        onChange={(event) => setPath(event.target.value)}
      />
      <span aria-hidden="true">=</span>
      <input
        className="field mono chain__value"
        maxLength={1_000}
        value={value}
        placeholder="value"
        aria-label="Value that the field must have"
        onChange={(event) => setValue(event.target.value)}
      />
      <button type="submit" className="button button--plain">
        Filter
      </button>
    </form>
  );
}
