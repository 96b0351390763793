import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Strip } from '../../../renderer/components/strip.tsx';

afterEach(cleanup);

const CELLS = [1, 1, 4, 1, 1, 1, 1, 2, 1, 0];

function show(overrides: Partial<Parameters<typeof Strip>[0]> = {}) {
  const handlers = { onJump: vi.fn(), onFault: vi.fn(), onWidth: vi.fn() };
  render(
    <Strip
      cells={CELLS}
      total={1_000}
      extent={1}
      selected={null}
      viewport={{ first: 0, last: 20 }}
      {...handlers}
      {...overrides}
    />,
  );
  return handlers;
}

const bar = () => screen.getByRole('slider', { name: 'Strip of the whole chain' });

describe('Strip', () => {
  it('tells a screen reader where it stands and the worst state there', () => {
    show({ selected: 250 });
    expect(bar().getAttribute('aria-valuenow')).toBe('250');
    expect(bar().getAttribute('aria-valuetext')).toBe('positions 200 to 299 of 1\u202f000, tampered');
  });

  it('names the states of rows of a pack, which share a code, wherever it names a state', () => {
    show({ pack: true, selected: 750 });
    const legend = within(screen.getByRole('list', { name: 'Legend' })).getAllByRole('listitem');
    expect(legend.map((item) => item.textContent)).toEqual([
      'Recomputed',
      'Warning',
      'Not disclosed',
      'Unverifiable',
      'Malformed',
      'Tampered',
      'Not read',
    ]);
    expect(bar().getAttribute('aria-valuetext')).toMatch(/, warning, not disclosed, or unverifiable$/);
  });

  it('moves by one cell, by a tenth, and to both ends with the keyboard', () => {
    const { onJump } = show({ selected: 250 });
    for (const key of ['ArrowRight', 'ArrowLeft', 'PageUp', 'Home', 'End']) fireEvent.keyDown(bar(), { key });
    expect(onJump.mock.calls.map(([target]) => target)).toEqual([
      { from: 300, to: 399, state: 'recomputed' },
      { from: 100, to: 199, state: 'recomputed' },
      { from: 300, to: 399, state: 'recomputed' },
      { from: 0, to: 99, state: 'recomputed' },
      { from: 900, to: 999, state: 'not-read' },
    ]);
  });

  it('goes to faults with n and N, and keeps those keys from the page around it', () => {
    const outside = vi.fn();
    document.addEventListener('keydown', outside);
    const { onFault } = show();
    fireEvent.keyDown(bar(), { key: 'n' });
    fireEvent.keyDown(bar(), { key: 'N', shiftKey: true });
    document.removeEventListener('keydown', outside);
    expect(onFault.mock.calls).toEqual([['next'], ['previous']]);
    expect(outside).not.toHaveBeenCalled();
  });

  it('takes a press beside a narrow fault as meant for the fault', () => {
    const cells = Array.from({ length: 1_000 }, (_, cell) => (cell === 500 ? 4 : 1));
    const { onJump } = show({ cells, total: 10_000_000 });
    bar().getBoundingClientRect = () => new DOMRect(0, 0, 1_000, 40);
    fireEvent.click(bar(), { clientX: 502 });
    fireEvent.click(bar(), { clientX: 510 });
    expect(onJump.mock.calls.map(([target]) => target)).toEqual([
      { from: 5_000_000, to: 5_009_999, state: 'tampered' },
      { from: 5_100_000, to: 5_109_999, state: 'recomputed' },
    ]);
  });

  it('does not take a press on the part that was not read yet', () => {
    const { onJump } = show({ extent: 0.5 });
    bar().getBoundingClientRect = () => new DOMRect(0, 0, 1_000, 40);
    fireEvent.click(bar(), { clientX: 700 });
    expect(onJump).not.toHaveBeenCalled();
    fireEvent.click(bar(), { clientX: 250 });
    expect(onJump).toHaveBeenCalledTimes(1);
  });

  it('has a table as its text twin, by ranges of one state', async () => {
    const { onJump } = show();
    const twin = screen.getByText('Strip as a table').closest('details');
    await act(async () => {
      twin?.setAttribute('open', '');
      twin?.dispatchEvent(new Event('toggle'));
    });
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
    expect(
      rows.map((row) =>
        within(row)
          .getAllByRole('cell')
          .map((cell) => cell.textContent),
      ),
    ).toEqual([
      ['0', '199', 'Recomputed'],
      ['200', '299', 'Tampered'],
      ['300', '699', 'Recomputed'],
      ['700', '799', 'Warning'],
      ['800', '899', 'Recomputed'],
      ['900', '999', 'Not read'],
    ]);
    fireEvent.click(screen.getByRole('button', { name: '200' }));
    expect(onJump).toHaveBeenCalledWith({ from: 200, to: 299, state: 'tampered' });
  });

  it('stands empty before anything is known', () => {
    const { onJump } = show({ cells: [], total: 0, viewport: null });
    expect(bar().getAttribute('aria-valuetext')).toBe('no entry is known');
    fireEvent.keyDown(bar(), { key: 'End' });
    expect(onJump).not.toHaveBeenCalled();
  });
});
