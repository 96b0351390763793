import { cleanup, render, screen } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ExpectedActual, firstDifference } from '../../../renderer/components/expected-actual.tsx';

afterEach(cleanup);

const marks = () => Array.from(document.querySelectorAll('mark'), (mark) => mark.textContent);

describe('firstDifference', () => {
  it('is the length of the longest common start, never inside a surrogate pair', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (start, a, b) => {
          const [left, right] = [start + a, start + b];
          const { same, differs } = firstDifference(left, right);
          expect(differs).toBe(left !== right);
          expect(left.slice(0, same)).toBe(right.slice(0, same));
          if (differs) expect(left.codePointAt(same)).not.toBe(right.codePointAt(same));
          expect((left.codePointAt(same - 1) ?? 0) > 0xffff && same < left.length).toBe(false);
        },
      ),
    );
  });

  it('sees the whole of a character that differs in its second half', () => {
    expect(firstDifference('a😀', 'a😁').same).toBe(1);
  });
});

describe('ExpectedActual', () => {
  it('marks the first differing character on both sides and says where it is', () => {
    render(<ExpectedActual expected="2c9f41" actual="2c9e41" />);
    expect(marks()).toEqual(['f', 'e']);
    expect(screen.getByText('They differ from character 4 on.')).toBeTruthy();
  });

  it('marks the end of the shorter side', () => {
    render(<ExpectedActual expected="abc" actual="ab" />);
    expect(marks()).toEqual(['c', '(end)']);
  });

  it('spells a hidden character that is the difference', () => {
    render(<ExpectedActual expected="a" actual={'a\u200B'} />);
    expect(marks()).toEqual(['(end)', '⟨U+200B⟩']);
  });

  it('says that both are equal and marks nothing', () => {
    render(<ExpectedActual expected="same" actual="same" />);
    expect(marks()).toEqual([]);
    expect(screen.getByText('They are equal.')).toBeTruthy();
  });

  it('shows the place of a difference far into long values, and stays short', () => {
    render(<ExpectedActual expected={`${'x'.repeat(100_000)}A`} actual={`${'x'.repeat(100_000)}B`} />);
    expect(marks()).toEqual(['A', 'B']);
    expect((document.body.textContent ?? '').length).toBeLessThan(1_000);
    expect(document.body.textContent).toContain('equal characters) …');
  });
});
