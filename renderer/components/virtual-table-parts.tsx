// biome-ignore-all lint/a11y/useSemanticElements: rows that come and go over a scrolled height can not be laid out as <table>
import { memo, type ReactNode, useRef } from 'react';

export interface TableColumn<Row> {
  readonly id: string;
  readonly label: string;
  /** First width, in CSS pixels at the usual font size and larger with it; the `flexible` column takes what is left over. */
  readonly width: number;
  readonly flexible?: boolean;
  readonly numeric?: boolean;
  readonly mono?: boolean;
  readonly render: (row: Row) => ReactNode;
}

const NARROWEST = 48;
const WIDEST = 1_200;
const WIDTH_STEP = 8;

/** The usual font size: widths that follow the font of the reader are given at this one. */
const USUAL_FONT = 16;

/** The width of a column in CSS: as it was set by hand, else in step with the font size. */
export function widthOf(column: TableColumn<never>, width: number | undefined): string {
  return width === undefined ? `${column.width / USUAL_FONT}rem` : `${width}px`;
}

/** The width of a column as a grid track. */
export function trackOf(column: TableColumn<never>, width: number | undefined): string {
  const own = widthOf(column, width);
  return width === undefined && column.flexible === true ? `minmax(${own}, 1fr)` : own;
}

interface HeadCellProps<Row> {
  readonly column: TableColumn<Row>;
  readonly width: number;
  readonly onWidth: (width: number) => void;
}

/** Head of a column, with a grip that sets its width by pointer or arrow keys. */
export function HeadCell<Row>({ column, width, onWidth }: HeadCellProps<Row>) {
  const cell = useRef<HTMLDivElement>(null);
  const held = useRef({ width: 0, x: 0 });
  const set = (wanted: number): void => onWidth(Math.min(WIDEST, Math.max(NARROWEST, Math.round(wanted))));
  const measured = (): number => cell.current?.offsetWidth ?? width;
  return (
    <div
      ref={cell}
      className={`virtual-table__cell${column.numeric === true ? ' virtual-table__cell--numeric' : ''}`}
      role="columnheader"
      tabIndex={-1}
    >
      <span className="virtual-table__label">{column.label}</span>
      <span
        className="virtual-table__grip"
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={`Width of the column ${column.label}`}
        aria-valuenow={width}
        aria-valuemin={NARROWEST}
        aria-valuemax={WIDEST}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
          event.preventDefault();
          event.stopPropagation();
          set(measured() + (event.key === 'ArrowRight' ? WIDTH_STEP : -WIDTH_STEP));
        }}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          held.current = { width: measured(), x: event.clientX };
        }}
        onPointerMove={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          set(held.current.width + event.clientX - held.current.x);
        }}
      />
    </div>
  );
}

interface TableRowProps {
  readonly id: string;
  readonly index: number;
  readonly row: unknown;
  readonly label: string;
  readonly columns: readonly TableColumn<unknown>[];
  readonly offset: number;
  readonly selected: boolean;
  readonly active: boolean;
}

/** One row, rendered again only when something about it changed. */
export const TableRow = memo(function TableRow({
  id,
  index,
  row,
  label,
  columns,
  offset,
  selected,
  active,
}: TableRowProps) {
  return (
    <div
      id={id}
      className={`virtual-table__row${active ? ' virtual-table__row--active' : ''}`}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-label={label}
      aria-selected={selected}
      aria-busy={row === undefined}
      data-index={index}
      style={{ transform: `translateY(${offset}px)` }}
    >
      {columns.map((column) => (
        <div
          key={column.id}
          className={`virtual-table__cell${column.numeric === true ? ' virtual-table__cell--numeric' : ''}${column.mono === true ? ' mono' : ''}`}
          role="gridcell"
          tabIndex={-1}
        >
          {row === undefined ? <span className="virtual-table__placeholder" /> : column.render(row)}
        </div>
      ))}
    </div>
  );
});
