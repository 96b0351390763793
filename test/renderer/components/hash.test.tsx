import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Hash, shortHash } from '../../../renderer/components/hash.tsx';
import { createFakeApi, type FakeApi } from '../../support/fake-api.ts';

const HASH = '2c9f41aa00112233445566778899aabbccddeeff00112233445566778800b7e1';
let api: FakeApi;

beforeEach(() => {
  api = createFakeApi();
  Object.defineProperty(window, 'api', { value: api, configurable: true });
});
afterEach(cleanup);

describe('shortHash', () => {
  it('keeps the first eight and the last six characters', () => {
    expect(shortHash(HASH)).toBe('2c9f41aa…00b7e1');
  });

  it('shows what is short already as it is', () => {
    expect(shortHash('abc')).toBe('abc');
  });

  it('spells hidden characters of a text that only calls itself a hash, and stays short', () => {
    const short = shortHash(`\u202E${'f'.repeat(10_000)}\u200B`);
    expect(short).toMatch(/^⟨U\+202E⟩…/u);
    expect(short.length).toBeLessThan(24);
  });
});

describe('Hash', () => {
  it('has a name that says what it is, and carries the whole value for focus and pointer', () => {
    render(<Hash value={HASH} label="SHA-256 of the file" />);
    const button = screen.getByRole('button', { name: 'SHA-256 of the file: 2c9f41aa…00b7e1, copy' });
    const described = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(described?.textContent).toBe(HASH);
  });

  it('copies the whole value', async () => {
    render(<Hash value={HASH} label="SHA-256 of the file" />);
    await act(async () => fireEvent.click(screen.getByRole('button')));
    expect(api.copied).toEqual([HASH]);
  });

  it('copies hidden characters spelled out', async () => {
    render(<Hash value={'ab\u202Ecd\n'} label="Hash stored" />);
    await act(async () => fireEvent.click(screen.getByRole('button')));
    expect(api.copied).toEqual(['ab⟨U+202E⟩cd⟨U+000A⟩']);
  });

  it('says that there is none', () => {
    render(<Hash value={null} label="Hash stored" />);
    expect(document.body.textContent).toBe('none');
    expect(screen.queryByRole('button')).toBeNull();
  });
});
