import { useId, useState } from 'react';
import type { PlainTable as PlainTableData } from '../../shared/ipc/model.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { ShownOf } from './count.tsx';
import { EvidenceText } from './evidence-text.tsx';
import './field.css';
import './plain-table.css';
import { toTsv } from './tsv.ts';

const PAGE = 200;

/** Rows of which some cell holds `needle`; every row for an empty needle. Case is ignored. */
export function filterRows(rows: readonly (readonly string[])[], needle: string): readonly (readonly string[])[] {
  if (needle === '') return rows;
  const wanted = needle.toLowerCase();
  return rows.filter((row) => row.some((cell) => cell.toLowerCase().includes(wanted)));
}

/** A table of facts as evidence states them: exact counts, a filter that says what it leaves out, copy as TSV. */
export function PlainTable({ table }: { readonly table: PlainTableData }) {
  const [needle, setNeedle] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const titleId = useId();
  const matching = filterRows(table.rows, needle);
  const shown = matching.slice(0, limit);
  return (
    <div className="plain">
      <header className="plain__head">
        <h3 id={titleId}>{table.title}</h3>
        <ShownOf shown={table.rows.length} total={table.total} one="row" many="rows" />
        <input
          className="field plain__filter"
          type="search"
          value={needle}
          placeholder="Filter rows"
          aria-label={`Filter the rows of ${table.title}`}
          onChange={(event) => setNeedle(event.target.value)}
        />
        <CopyButton
          text={() => toTsv([table.columns.map((column) => column.label), ...matching])}
          label={`Copy as TSV: ${table.title}`}
        >
          Copy as TSV
        </CopyButton>
      </header>
      {needle === '' ? null : (
        <p className="plain__filtered" role="status">
          {formatCount(matching.length)} of {formatCounted(table.rows.length, 'row', 'rows')} hold “{needle}”.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section className="plain__scroll" id={`table-${table.id}`} aria-labelledby={titleId} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {table.columns.map((column, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place, and never move
                <th key={index} scope="col">
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place, and never move
              <tr key={index}>
                {table.columns.map((column, cell) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={cell}>
                    <EvidenceText text={row[cell] ?? ''} mono={column.mono} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.length < matching.length ? (
        <Button onPress={() => setLimit(limit + PAGE)}>
          {`Show ${formatCount(Math.min(PAGE, matching.length - shown.length))} more of ${formatCount(matching.length)}`}
        </Button>
      ) : null}
    </div>
  );
}
