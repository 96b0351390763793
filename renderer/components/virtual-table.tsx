// biome-ignore-all lint/a11y/useSemanticElements: rows that come and go over a scrolled height can not be laid out as <table>
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useVirtualRows } from './use-virtual-rows.ts';
import './virtual-table.css';
import { HeadCell, type TableColumn, TableRow, trackOf, widthOf } from './virtual-table-parts.tsx';

export type { TableColumn } from './virtual-table-parts.tsx';

interface VirtualTableProps<Row> {
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly total: number;
  /** Undefined while the row is on its way. */
  readonly rowAt: (index: number) => Row | undefined;
  /** Accessible name of a row, for example "row 8 204 of 41 984, tampered, link broken". */
  readonly rowLabel: (index: number, row: Row | undefined) => string;
  /** Index of the selected row; null for none. */
  readonly active: number | null;
  readonly onActivate: (index: number) => void;
  /** Enter or double click on a row. */
  readonly onOpen: (index: number) => void;
  /** Copy the rows from `first` to `last`. */
  readonly onCopy: (first: number, last: number) => void;
  readonly onVisible: (first: number, last: number) => void;
  /** A request to bring a row into view, into the middle unless told; each new object is one request. */
  readonly reveal: { readonly index: number; readonly align?: 'nearest' | 'center' } | null;
  /** Shown where there is no row. */
  readonly empty: ReactNode;
}

/**
 * A table of any number of rows, of which only those in view exist. One tab stop; the selected row is told to screen
 * readers by `aria-activedescendant`, so focus survives when its row leaves the view.
 * Keys: arrows, Page Up and Down, Home, End; with Shift they select a range; Ctrl/⌘ C copies it; Enter opens.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { columns, total, rowAt, active, onActivate } = props;
  const rows = useVirtualRows(total, props.onVisible);
  const { reveal } = rows;
  const baseId = useId();
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const range = useRange(active);

  useEffect(() => {
    if (props.reveal !== null) reveal(props.reveal.index, props.reveal.align ?? 'center');
  }, [props.reveal, reveal]);

  const move = (index: number, extend: boolean): void => {
    if (total === 0) return;
    const next = Math.min(total - 1, Math.max(0, index));
    range.moved(next, extend);
    reveal(next, 'nearest');
    onActivate(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return;
    const from = active ?? rows.first;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: active === null ? from : from + 1,
      ArrowUp: from - 1,
      PageDown: from + rows.pageRows,
      PageUp: from - rows.pageRows,
      Home: 0,
      End: total - 1,
    };
    const target = targets[event.key];
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c' && active !== null) {
      // A text that the reader marked with the mouse is what they mean to copy.
      if (document.getSelection()?.isCollapsed === false) return;
      props.onCopy(range.first, range.last);
    } else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (target !== undefined) move(target, event.shiftKey);
    else if (event.key === 'Enter' && active !== null) props.onOpen(active);
    else return;
    event.preventDefault();
  };

  const shown: ReactNode[] = [];
  for (let index = rows.first; index <= rows.last; index += 1) {
    const row = rowAt(index);
    shown.push(
      <TableRow
        key={index}
        id={`${baseId}-${index}`}
        index={index}
        row={row}
        label={props.rowLabel(index, row)}
        columns={columns as readonly TableColumn<unknown>[]}
        offset={index * rows.rowHeight - rows.origin}
        selected={index === active || (index >= range.first && index <= range.last)}
        active={index === active}
      />,
    );
  }
  const activeShown = active !== null && active >= rows.first && active <= rows.last;
  // Head and rows have the width of the columns even where that is more than is in view: the rows are laid out apart from
  // the head, and no content of theirs may move a column.
  const least = `calc(${columns.map((column) => widthOf(column, widths[column.id])).join(' + ')})`;
  const template = columns.map((column) => trackOf(column, widths[column.id])).join(' ');

  return (
    <div
      ref={rows.scroller}
      className="virtual-table"
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      aria-activedescendant={activeShown ? `${baseId}-${active}` : undefined}
      tabIndex={0}
      style={{ '--columns': template, '--least': least } as CSSProperties}
      onScroll={rows.onScroll}
      onKeyDown={onKeyDown}
    >
      <div ref={rows.head} className="virtual-table__head" role="rowgroup">
        <div className="virtual-table__row virtual-table__row--head" role="row" aria-rowindex={1} tabIndex={-1}>
          {columns.map((column) => (
            <HeadCell
              key={column.id}
              column={column}
              width={widths[column.id] ?? column.width}
              onWidth={(width) => setWidths((before) => ({ ...before, [column.id]: width }))}
            />
          ))}
        </div>
        <div ref={rows.probe} className="virtual-table__probe" />
      </div>
      <div className="virtual-table__content" role="presentation" style={{ height: rows.scrollHeight }}>
        <div
          className="virtual-table__pane"
          role="presentation"
          style={{ height: rows.paneHeight, top: rows.headHeight }}
        >
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it takes the keys */}
          <div
            ref={rows.layer}
            className="virtual-table__layer"
            role="rowgroup"
            onClick={(event) => {
              const index = indexUnder(event.target);
              if (index !== null) move(index, event.shiftKey);
            }}
            onDoubleClick={(event) => {
              const index = indexUnder(event.target);
              if (index !== null) props.onOpen(index);
            }}
          >
            {shown}
          </div>
        </div>
      </div>
      {total === 0 ? <div className="virtual-table__empty">{props.empty}</div> : null}
    </div>
  );
}

function indexUnder(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest('[data-index]') : null;
  const index = row?.getAttribute('data-index');
  return index === null || index === undefined ? null : Number(index);
}

/** The selected range: from the row where Shift was first held to the selected one. */
function useRange(active: number | null): {
  readonly first: number;
  readonly last: number;
  moved(index: number, extend: boolean): void;
} {
  const anchor = useRef<{ from: number; to: number } | null>(null);
  const from = anchor.current !== null && anchor.current.to === active ? anchor.current.from : (active ?? -1);
  return {
    first: Math.min(from, active ?? -1),
    last: Math.max(from, active ?? -1),
    moved: (index, extend) => {
      anchor.current = { from: extend && from >= 0 ? from : index, to: index };
    },
  };
}
