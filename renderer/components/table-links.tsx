import type { PlainTable } from '../../shared/ipc/model.ts';
import { formatCount } from '../format/number.ts';

function show(tableId: string): void {
  const table = window.document.getElementById(`table-${tableId}`);
  table?.closest('.plain')?.scrollIntoView();
  table?.focus({ preventScroll: true });
}

/** The tables of a part with how many rows each has; pressing one goes there. */
export function TableLinks({ tables }: { readonly tables: readonly PlainTable[] }) {
  return (
    <nav className="table-links" aria-label="Tables of this part">
      <ul>
        {tables.map((table) => (
          <li key={table.id}>
            <button type="button" className="link" onClick={() => show(table.id)}>
              {table.title}
            </button>{' '}
            <span className="muted number">{formatCount(table.total)}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}
