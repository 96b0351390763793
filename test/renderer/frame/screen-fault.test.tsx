import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScreenFault } from '../../../renderer/frame/screen-fault.tsx';

function Broken(): never {
  throw new Error('no such row \u202Egpj');
}

describe('ScreenFault', () => {
  beforeEach(() => {
    // React reports what it caught; the report is not what is tested.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });

  it('says that the tool failed and that this is no verdict', () => {
    render(
      <ScreenFault>
        <Broken />
      </ScreenFault>,
    );
    const alert = screen.getByRole('alert').textContent ?? '';
    expect(alert).toContain('The tool could not draw this part.');
    expect(alert).toContain('This says nothing about the evidence.');
    expect(alert).toContain('no such row ⟨U+202E⟩gpj');
  });

  it('stands aside otherwise', () => {
    render(
      <ScreenFault>
        <p>content</p>
      </ScreenFault>,
    );
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByText('content')).toBeDefined();
  });
});
