import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ProgressBar } from '../../../renderer/components/progress.tsx';
import type { Progress } from '../../../shared/ipc/model.ts';

const AT: Progress = {
  phase: 'replaying',
  bytesDone: 0,
  bytesTotal: null,
  rows: 0,
  rowsPerSecond: null,
  secondsLeft: null,
  breaks: 0,
};

afterEach(cleanup);

describe('progress', () => {
  it('names what is done in words, and no amount of what is not counted', () => {
    render(<ProgressBar progress={{ ...AT, phase: 'judging' }} onCancel={() => undefined} />);
    const bar = screen.getByRole('progressbar', { name: 'Judging packs and documents' });
    expect(bar.hasAttribute('aria-valuetext')).toBe(false);
    expect(bar.hasAttribute('aria-valuenow')).toBe(false);
    expect(screen.queryAllByRole('listitem')).toEqual([]);
  });

  it('counts bytes where there are any, or their number is known', () => {
    const { rerender } = render(<ProgressBar progress={{ ...AT, bytesDone: 2_048 }} onCancel={() => undefined} />);
    expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toMatch(/^2\.0\sKiB$/);
    rerender(<ProgressBar progress={{ ...AT, bytesTotal: 2_048 }} onCancel={() => undefined} />);
    expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toMatch(/^0\sbytes of 2\.0\sKiB$/);
  });
});
