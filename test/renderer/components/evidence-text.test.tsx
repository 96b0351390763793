import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { EvidenceText } from '../../../renderer/components/evidence-text.tsx';
import { LIMITS } from '../../../shared/base/limits.ts';

afterEach(cleanup);

const shown = () => document.body.textContent ?? '';
const marked = () => Array.from(document.querySelectorAll('.evidence__hidden'), (mark) => mark.textContent);

describe('EvidenceText', () => {
  it('shows markup and hidden characters as text', () => {
    render(<EvidenceText text={'<img src=x onerror=alert(1)>\u202Egpj.exe\u0000'} />);
    expect(shown()).toBe('<img src=x onerror=alert(1)>⟨U+202E⟩gpj.exe⟨U+0000⟩');
    expect(document.querySelector('img')).toBeNull();
    expect(marked()).toEqual(['⟨U+202E⟩', '⟨U+0000⟩']);
  });

  it('sets a hidden character apart from a text that spells one', () => {
    render(<EvidenceText text={'⟨U+202E⟩\u202E'} />);
    expect(shown()).toBe('⟨U+202E⟩⟨U+202E⟩');
    expect(marked()).toEqual(['⟨U+202E⟩']);
  });

  it('isolates its direction, so that it can not reorder what stands around it', () => {
    render(<EvidenceText text="שלום 123" />);
    expect(document.querySelector('bdi')?.getAttribute('dir')).toBe('auto');
    cleanup();
    render(<EvidenceText text="שלום 123" mono />);
    expect(document.querySelector('bdi')?.getAttribute('dir')).toBe('ltr');
  });

  it('caps, counts what it left off, and shows all on request', () => {
    render(<EvidenceText text={`${'a'.repeat(LIMITS.shownText)}the end`} />);
    expect(shown()).toContain('… (7 more characters)');
    expect(shown()).not.toContain('the end');
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(shown()).toContain('the end');
    expect(shown()).not.toContain('more characters');
    fireEvent.click(screen.getByRole('button', { name: 'Show less' }));
    expect(shown()).not.toContain('the end');
  });

  it('never shows more than the cap of the screen, and says so', () => {
    render(<EvidenceText text={'a'.repeat(LIMITS.shownTextMax + 5)} />);
    fireEvent.click(screen.getByRole('button', { name: /^Show the first/ }));
    expect(shown()).toContain('… (5 more characters)');
    expect(shown().length).toBeLessThan(LIMITS.shownTextMax + 100);
  });

  it('keeps the number of elements small for a text made of hidden characters, and shows every one', () => {
    render(<EvidenceText text={'\u202E'.repeat(50_000)} max={50_000} />);
    expect(document.querySelectorAll('*').length).toBeLessThan(2_100);
    expect(shown()).toBe('⟨U+202E⟩'.repeat(50_000));
  });

  it('breaks lines only where asked, and shows the line feed itself', () => {
    render(<EvidenceText text={'a\nb\tc'} />);
    expect(shown()).toBe('a⟨U+000A⟩b⟨U+0009⟩c');
    cleanup();
    render(<EvidenceText text={'a\nb\tc'} lines />);
    expect(shown()).toBe('a⏎\nb⇥   c');
    // A frame that holds the line feed would go on at the start of the next line.
    expect([...document.querySelectorAll('.evidence__hidden')].map((mark) => mark.textContent)).toEqual(['⏎', '⇥   ']);
  });

  it('says that a text is empty', () => {
    render(<EvidenceText text="" />);
    expect(shown()).toBe('(empty)');
  });
});
