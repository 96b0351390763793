import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MessageText } from '../../../renderer/components/message-text.tsx';
import { grouped } from '../../../shared/base/number-words.ts';

describe('numbers in a sentence of the tool', () => {
  it('are read as they were grouped, while any other thin space is spelled', () => {
    const sentence = `${grouped(12_345_678)} entries, 1\u20092, a\u2009b`;
    const { container } = render(<MessageText text={sentence} />);
    expect(container.textContent).toBe(`${grouped(12_345_678)} entries, 1⟨U+2009⟩2, a⟨U+2009⟩b`);
  });
});
