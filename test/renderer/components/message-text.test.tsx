import { cleanup, render } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { MessageText } from '../../../renderer/components/message-text.tsx';

afterEach(cleanup);

function shown(text: string): HTMLElement {
  cleanup();
  return render(<MessageText text={text} />).container;
}

const HASH = '0123456789abcdef'.repeat(4);

describe('MessageText', () => {
  it('shows a whole hash short, and whole on pointing', () => {
    const sentence = shown(`The tip is ${HASH}, not ${'f'.repeat(64)}.`);
    expect(sentence.textContent).toBe('The tip is 01234567…abcdef, not ffffffff…ffffff.');
    expect(sentence.querySelector('[title]')?.getAttribute('title')).toBe(HASH);
  });

  it('leaves a run of digits alone that is no digest', () => {
    for (const digits of ['a'.repeat(63), 'a'.repeat(129), 'A'.repeat(64)]) {
      expect(shown(`It is ${digits}.`).textContent).toBe(`It is ${digits}.`);
    }
  });

  it('spells hidden characters and makes no markup', () => {
    const sentence = shown('a\u202Eb <img src=x>');
    expect(sentence.textContent).toBe('a⟨U+202E⟩b <img src=x>');
    expect(sentence.querySelector('img')).toBeNull();
  });

  it('changes nothing in a text without digests and hidden characters', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'f', '0', '9', '…', ' ', 'x', 'G') });
    fc.assert(
      fc.property(letters, (text) => {
        fc.pre(!/[0-9a-f]{64}/.test(text));
        expect(shown(text).textContent).toBe(text);
      }),
      { numRuns: 60 },
    );
  });
});
