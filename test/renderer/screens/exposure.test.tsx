import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { Exposure } from '../../../renderer/screens/overview/exposure.tsx';
import { exposureSchema } from '../../../shared/base/verification.ts';

afterEach(cleanup);

const PARTIES = exposureSchema.shape.parties.element.options;

describe('Exposure', () => {
  it('names every party once, in the order given', () => {
    render(
      <Exposure verdict="consistent-not-anchored" exposure={{ parties: [...PARTIES], sentence: 'All of them.' }} />,
    );
    const names = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(names.map((item) => item.textContent)).toEqual([
      'Anybody',
      'and Whoever wrote the database, or carried this',
      'and Holder of the signing key',
      'and Keeper of the anchor',
      'and Time-stamp authority',
      'and Operator of the public log',
    ]);
    expect(document.body.textContent).toContain('All of them.');
  });

  it('names nobody where the evidence does not hold', () => {
    render(<Exposure verdict="tampered" exposure={null} />);
    expect(screen.queryByRole('list')).toBeNull();
    expect(document.body.textContent).toContain('only of evidence that was judged and holds. Here it does not hold.');
  });

  it('says of evidence that could not be judged that it could not, and not that it does not hold', () => {
    render(<Exposure verdict="unverifiable" exposure={null} />);
    expect(document.body.textContent).toContain('Here nothing was judged.');
    expect(document.body.textContent).not.toContain('does not hold');
  });
});
