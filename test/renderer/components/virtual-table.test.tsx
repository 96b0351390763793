import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TableColumn, VirtualTable } from '../../../renderer/components/virtual-table.tsx';

const ROW = 28;
const HEAD = 28;
const HEIGHT = HEAD + 10 * ROW;

/** The layout that happy-dom does not do: a table of ten rows under its head. */
const LAYOUT: Readonly<Record<'clientHeight' | 'offsetHeight', (element: HTMLElement) => number>> = {
  clientHeight: (element) => (element.getAttribute('role') === 'grid' ? HEIGHT : 0),
  offsetHeight: (element) => (element.className === 'virtual-table__probe' ? ROW : HEAD),
};
const before = new Map<string, PropertyDescriptor | undefined>();

beforeAll(() => {
  for (const [name, measure] of Object.entries(LAYOUT)) {
    before.set(name, Object.getOwnPropertyDescriptor(HTMLElement.prototype, name));
    Object.defineProperty(HTMLElement.prototype, name, {
      configurable: true,
      get(this: HTMLElement) {
        return measure(this);
      },
    });
  }
});
afterAll(() => {
  for (const [name, descriptor] of before) {
    Reflect.deleteProperty(HTMLElement.prototype, name);
    if (descriptor !== undefined) Object.defineProperty(HTMLElement.prototype, name, descriptor);
  }
});
afterEach(cleanup);

interface Entry {
  readonly place: number;
}

const COLUMNS: readonly TableColumn<Entry>[] = [
  { id: 'place', label: 'Place', width: 90, numeric: true, render: (row) => row.place },
  { id: 'text', label: 'Text', width: 200, flexible: true, render: (row) => `text of ${row.place}` },
];

interface TableProps {
  readonly total?: number;
  readonly loaded?: (index: number) => boolean;
  readonly start?: number | null;
}

interface HarnessProps extends Required<TableProps> {
  readonly onOpen: (index: number) => void;
  readonly onCopy: (first: number, last: number) => void;
  readonly onVisible: (first: number, last: number) => void;
}

function Harness({ total, loaded, start, ...handlers }: HarnessProps) {
  const [active, setActive] = useState<number | null>(start);
  const [reveal] = useState(start === null ? null : { index: start });
  return (
    <VirtualTable
      label="Entries"
      columns={COLUMNS}
      total={total}
      rowAt={(index) => (loaded(index) ? { place: index } : undefined)}
      rowLabel={(index, row) => `row ${index}${row === undefined ? ', loading' : ''}`}
      active={active}
      onActivate={setActive}
      reveal={reveal}
      empty="Nothing here."
      {...handlers}
    />
  );
}

function show({ total = 10_000_000, loaded = () => true, start = null }: TableProps = {}) {
  const handlers = {
    onOpen: vi.fn<HarnessProps['onOpen']>(),
    onCopy: vi.fn<HarnessProps['onCopy']>(),
    onVisible: vi.fn<HarnessProps['onVisible']>(),
  };
  render(<Harness total={total} loaded={loaded} start={start} {...handlers} />);
  return handlers;
}

const grid = () => screen.getByRole('grid', { name: 'Entries' });
const shownRows = () =>
  Array.from(document.querySelectorAll('[data-index]'), (row) => Number(row.getAttribute('data-index')));
const selected = () =>
  Array.from(document.querySelectorAll('[aria-selected="true"]'), (row) => Number(row.getAttribute('data-index')));
const press = (key: string, more: object = {}) => fireEvent.keyDown(grid(), { key, ...more });

describe('VirtualTable', () => {
  it('says how many rows there are, and makes only those in view', () => {
    const { onVisible } = show();
    expect(grid().getAttribute('aria-rowcount')).toBe('10000001');
    expect(shownRows()[0]).toBe(0);
    expect(shownRows().length).toBeLessThan(40);
    expect(onVisible).toHaveBeenLastCalledWith(0, 9);
    expect(document.querySelector('[data-index="3"]')?.getAttribute('aria-rowindex')).toBe('5');
  });

  it('goes to the last of ten million rows and back with two keys', () => {
    const { onVisible } = show();
    press('End');
    expect(selected()).toEqual([9_999_999]);
    expect(onVisible).toHaveBeenLastCalledWith(9_999_990, 9_999_999);
    expect(grid().getAttribute('aria-activedescendant')).toBe(document.querySelector('[data-index="9999999"]')?.id);
    press('Home');
    expect(selected()).toEqual([0]);
    expect(onVisible).toHaveBeenLastCalledWith(0, 9);
  });

  it('moves by row and by page, and stops at the ends', () => {
    show({ total: 25 });
    press('ArrowDown');
    expect(selected()).toEqual([0]);
    press('ArrowDown');
    expect(selected()).toEqual([1]);
    press('PageDown');
    expect(selected()).toEqual([11]);
    press('PageDown');
    press('PageDown');
    expect(selected()).toEqual([24]);
    press('ArrowUp');
    expect(selected()).toEqual([23]);
    for (let time = 0; time < 5; time += 1) press('PageUp');
    expect(selected()).toEqual([0]);
  });

  it('follows the wheel pixel by pixel from the middle of ten million rows', () => {
    const { onVisible } = show({ start: 5_000_000 });
    const first = onVisible.mock.lastCall?.[0] ?? Number.NaN;
    const table = grid();
    act(() => {
      table.scrollTop += 3 * ROW;
      fireEvent.scroll(table);
    });
    expect(onVisible.mock.lastCall?.[0]).toBe(first + 3);
  });

  it('selects a range with Shift and copies it', () => {
    const { onCopy } = show({ start: 5 });
    press('ArrowDown', { shiftKey: true });
    press('ArrowDown', { shiftKey: true });
    expect(selected()).toEqual([5, 6, 7]);
    press('c', { ctrlKey: true });
    expect(onCopy).toHaveBeenCalledWith(5, 7);
    press('ArrowDown');
    expect(selected()).toEqual([8]);
  });

  it('selects by pointer, also a range, and opens by Enter and by double press', () => {
    const { onOpen } = show();
    const row = (index: number) => document.querySelector(`[data-index="${index}"]`) ?? grid();
    fireEvent.click(row(2));
    fireEvent.click(row(4), { shiftKey: true });
    expect(selected()).toEqual([2, 3, 4]);
    press('Enter');
    expect(onOpen).toHaveBeenLastCalledWith(4);
    fireEvent.doubleClick(row(1));
    expect(onOpen).toHaveBeenLastCalledWith(1);
  });

  it('holds the place of rows that are on their way', () => {
    show({ loaded: (index) => index !== 2 });
    const late = document.querySelector<HTMLElement>('[data-index="2"]');
    const early = document.querySelector<HTMLElement>('[data-index="1"]');
    expect(late?.getAttribute('aria-busy')).toBe('true');
    expect(late?.getAttribute('aria-label')).toBe('row 2, loading');
    expect(late?.style.transform).toBe(`translateY(${2 * ROW}px)`);
    expect(early?.style.transform).toBe(`translateY(${ROW}px)`);
  });

  it('sets the width of a column with the arrow keys, without moving the selection', () => {
    show({ start: 3 });
    const grip = screen.getByRole('separator', { name: 'Width of the column Place' });
    const width = Number(grip.getAttribute('aria-valuenow'));
    fireEvent.keyDown(grip, { key: 'ArrowRight' });
    const wider = Number(grip.getAttribute('aria-valuenow'));
    expect(wider).not.toBe(width);
    fireEvent.keyDown(grip, { key: 'ArrowDown' });
    expect(selected()).toEqual([3]);
  });

  it('says that there is nothing, and ignores keys then', () => {
    const { onOpen } = show({ total: 0 });
    expect(document.body.textContent).toContain('Nothing here.');
    press('End');
    press('Enter');
    expect(onOpen).not.toHaveBeenCalled();
    expect(shownRows()).toEqual([]);
  });
});
