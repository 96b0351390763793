import { type FormEvent, useState } from 'react';
import '../../components/field.css';
import { Icon } from '../../components/icon.tsx';

/** What the reader counts entries by: places in the file from 0, or the labels that entries carry. */
export type EntryNumber = 'position' | 'sequence';

/**
 * Reads a number as a reader may type or paste it, with spaces or other marks between the thousands.
 * @returns null when it is not a whole number of at most 15 digits.
 */
export function readNumber(text: string): number | null {
  const digits = text.replace(/[\s_.,']/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** Goes to an entry by its number. */
export function GoTo({ onGo }: { readonly onGo: (kind: EntryNumber, number: number) => void }) {
  const [kind, setKind] = useState<EntryNumber>('position');
  const [number, setNumber] = useState('');
  const go = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = readNumber(number);
    if (wanted !== null) onGo(kind, wanted);
  };
  return (
    <form className="chain__form chain__form--go" aria-label="Go to an entry" onSubmit={go}>
      <select
        className="field"
        value={kind}
        aria-label="Go to an entry by"
        onChange={(event) => setKind(event.target.value === 'sequence' ? 'sequence' : 'position')}
      >
        <option value="position">Position</option>
        <option value="sequence">Sequence</option>
      </select>
      <input
        className="field mono chain__number"
        inputMode="numeric"
        value={number}
        placeholder="0"
        aria-label={`Number of the ${kind}`}
        onChange={(event) => setNumber(event.target.value)}
      />
      <button type="submit" className="button button--plain chain__go" aria-label="Go" title="Go">
        <Icon name="jump" />
      </button>
    </form>
  );
}
