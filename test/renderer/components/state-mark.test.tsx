import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { markOf, StateMark } from '../../../renderer/components/state-mark.tsx';
import { checkResultSchema, verdictSchema } from '../../../shared/base/verification.ts';
import { rowStateSchema } from '../../../shared/ipc/model.ts';

afterEach(cleanup);

const GROUPS = { entries: rowStateSchema.options, checks: checkResultSchema.options };

describe('StateMark', () => {
  it.each(Object.entries(GROUPS))('tells the states of %s apart by shape alone, and by word alone', (_, states) => {
    const marks = states.map(markOf);
    expect(new Set(marks.map((mark) => mark.shape)).size).toBe(states.length);
    expect(new Set(marks.map((mark) => mark.word)).size).toBe(states.length);
  });

  it('never gives an uncertain or a failing verdict the look of a good one', () => {
    const good = markOf('verified');
    for (const verdict of verdictSchema.options.filter((name) => name !== 'verified')) {
      expect(markOf(verdict).shape).not.toBe(good.shape);
      expect(markOf(verdict).tone).not.toBe(good.tone);
    }
  });

  it('keeps the word for screen readers when only the shape is shown', () => {
    render(<StateMark state="tampered" wordless />);
    expect(document.body.textContent).toBe('Tampered');
    expect(document.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
  });
});
