import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../renderer/state/index.ts';
import { fakeDocument } from '../../support/fake/document.ts';
import type { FakeScenario } from '../../support/fake-api.ts';
import { lastCall, openWindow } from './open-window.tsx';

const VERDICT_WORDS = /verified|consistent, not|tampered|unverifiable/i;

async function opened(scenario: FakeScenario) {
  const api = openWindow({ scenario });
  await act(() => actions.openRecent('recent-1'));
  return api;
}

const rail = () => screen.getByRole('navigation', { name: 'Parts of the bundle' });
const text = () => document.body.textContent ?? '';

describe('the window without a bundle', () => {
  it('says what it is, and offers files, recent bundles and lessons', async () => {
    const api = openWindow();
    await screen.findByText('One entry was taken out: one fault, not a thousand.');
    fireEvent.click(screen.getByRole('button', { name: 'Open folder…' }));
    expect(lastCall(api, 'openPicked')).toBe('folder');
    await screen.findByRole('navigation', { name: 'Parts of the bundle' });
  });

  it('offers no recent bundle that can not be reached again', async () => {
    openWindow();
    const dropped = await screen.findByRole('button', { name: /⟨U\+202E⟩/ });
    expect(dropped).toHaveProperty('disabled', true);
  });

  it('says what went wrong in a sentence, and lets it be dismissed', async () => {
    const api = openWindow();
    api.failWith('openSample', 'file-unreadable');
    await act(() => actions.openSample('healthy'));
    expect(screen.getByRole('alert').textContent).toContain('The request failed: file-unreadable.');
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('the verdict', () => {
  it('is not shown while a replay runs, and is announced when it is done', async () => {
    const api = await opened('running');
    expect(text()).toContain('Replaying…');
    expect(text()).toMatch(/Partial: 6\s412\s000\sentries/);
    expect(text()).not.toMatch(VERDICT_WORDS);
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('64');
    const id = String(lastCall(api, 'documentGet'));
    act(() => api.advance(id, 10_000_000));
    expect(screen.getByTestId('spoken-verdict').textContent).toContain('10000000 entries replayed; the chain breaks');
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it('is not shown after a stop, which offers to start again', async () => {
    const api = await opened('running');
    fireEvent.click(screen.getByRole('button', { name: 'Cancel the replay' }));
    await screen.findAllByText('Cancelled');
    expect(text()).not.toMatch(VERDICT_WORDS);
    fireEvent.click(screen.getAllByRole('button', { name: 'Start again' })[0] ?? document.body);
    await screen.findAllByText('Replaying…');
    expect(lastCall(api, 'replayRestart')).toBe(lastCall(api, 'documentGet'));
  });

  it('is not shown when the tool could not finish', async () => {
    await opened('error');
    expect(screen.getAllByText('The tool could not finish').length).toBeGreaterThan(0);
    expect(text()).toContain('There is no verdict on this evidence.');
    expect(text()).not.toMatch(VERDICT_WORDS);
    expect(text()).not.toContain('not in this bundle');
  });

  it('follows an anchor that the reader brings, and its removal', async () => {
    await opened('healthy');
    const bar = screen.getByRole('region', { name: 'Verdict' });
    expect(bar.textContent).toContain('Consistent, not anchored');
    expect(bar.textContent).toContain('Trust inputs: none');
    fireEvent.click(within(bar).getByRole('button', { name: 'Add anchor…' }));
    await within(bar).findByText('Verified');
    act(() => actions.openScreen('trust'));
    fireEvent.click(screen.getByRole('button', { name: 'Remove the anchor anchor-2026-06-28.json' }));
    await within(bar).findByText('Consistent, not anchored');
  });

  it('offers the anchor of a sample that has one', async () => {
    const api = openWindow();
    await act(() => actions.openSample('healthy'));
    const offer = screen.getAllByRole('button', { name: 'Add the sample’s anchor' })[0];
    fireEvent.click(offer ?? document.body);
    await within(screen.getByRole('region', { name: 'Verdict' })).findByText('Verified');
    expect(lastCall(api, 'anchorSample')).toBe(lastCall(api, 'documentGet'));
  });
});

describe('the rail', () => {
  it('dims the parts that the bundle lacks, and teaches what would be there', async () => {
    await opened('empty');
    const isolation = within(rail()).getByRole('button', { name: 'Isolation not in this bundle' });
    fireEvent.click(isolation);
    expect(isolation.getAttribute('aria-current')).toBe('page');
    expect(screen.getByRole('main').textContent).toContain('rls-policies.json is not in this bundle.');
    expect(screen.getByRole('main').textContent).toContain('Ask the producer');
  });

  it('counts findings in words for a screen reader', async () => {
    await opened('edited');
    expect(within(rail()).getByRole('button', { name: /^Chain.*3\sfailures, 4\sfindings in all$/ })).toBeDefined();
  });
});

describe('the detail column', () => {
  const detail = () => screen.queryByRole('complementary', { name: 'Detail of what is selected' });

  it('is there where something can be selected, and not where there is nothing', async () => {
    await opened('edited');
    for (const part of ['Chain', 'Findings', 'Files']) {
      fireEvent.click(within(rail()).getByRole('button', { name: new RegExp(`^${part}`) }));
      expect(detail(), part).not.toBeNull();
    }
    await act(() => actions.closeDocument());
    cleanup();
    await opened('empty');
    for (const part of ['Chain', 'Findings']) {
      fireEvent.click(within(rail()).getByRole('button', { name: new RegExp(`^${part}`) }));
      expect(detail(), part).toBeNull();
    }
  });
});

describe('hostile strings', () => {
  it('never become markup, and never reorder what stands around them', async () => {
    await opened('malformed');
    for (const part of ['Overview', 'Findings', 'Files']) {
      fireEvent.click(within(rail()).getByRole('button', { name: new RegExp(`^${part}`) }));
      expect(document.querySelector('img, script')).toBeNull();
      expect(text()).not.toContain('\u202e');
      expect(text()).toContain('⟨U+202E⟩');
    }
    expect(document.title).toContain('not-⟨U+202E⟩evidence<img');
  });
});

describe('keys', () => {
  const press = (key: string, more = {}) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
  const current = () => within(rail()).getByRole('button', { current: 'page' }).textContent;

  it('step through the parts and stop at the ends', async () => {
    await opened('healthy');
    press('[');
    expect(current()).toMatch(/^Overview/);
    press(']');
    press(']');
    expect(current()).toMatch(/^Isolation/);
    for (let step = 0; step < 12; step += 1) press(']');
    expect(current()).toMatch(/^Files/);
  });

  it('show the help with ? and close it with Esc', async () => {
    await opened('healthy');
    press('?');
    expect(screen.getByRole('dialog').textContent).toContain('Previous, next part');
    press('Escape');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('are left alone while the reader types', async () => {
    await opened('healthy');
    act(() => actions.openScreen('files'));
    screen.getByRole('searchbox').focus();
    press(']');
    press('?');
    expect(current()).toMatch(/^Files/);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('focus the filter of the part with /', async () => {
    await opened('healthy');
    act(() => actions.openScreen('files'));
    press('/');
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  });

  it('open a file with Ctrl O and a folder with Shift', async () => {
    const api = await opened('healthy');
    await act(async () => void press('o', { ctrlKey: true }));
    expect(lastCall(api, 'openPicked')).toBe('file');
    await act(async () => void press('O', { metaKey: true, shiftKey: true }));
    expect(lastCall(api, 'openPicked')).toBe('folder');
  });

  it('go to the next finding in the chain with n, from any part', async () => {
    const api = await opened('edited');
    await act(async () => void press('n'));
    expect(current()).toMatch(/^Chain/);
    const firstFinding = 5;
    await waitFor(() => expect(lastCall(api, 'rowGet')).toMatchObject({ position: firstFinding }));
  });

  it('move between files with j and k, g and G', async () => {
    await opened('healthy');
    act(() => actions.openScreen('files'));
    press('j');
    expect(document.activeElement?.textContent).toBe('rls-policies.json');
    press('G');
    expect(document.activeElement?.textContent).toBe('field-encryption.json');
    press('k');
    expect(document.activeElement?.textContent).toBe('../../etc/passwd');
    press('g');
    expect(document.activeElement?.textContent).toBe('rls-policies.json');
  });

  it('put the detail away with d; selecting something brings it back', async () => {
    await opened('healthy');
    act(() => actions.openScreen('files'));
    press('d');
    expect(screen.queryByRole('complementary')).toBeNull();
    expect(screen.getByRole('button', { name: 'Show the detail column (d)' })).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'rls-policies.json' }));
    expect(within(screen.getByRole('complementary')).getByRole('heading', { level: 2 })).toBeDefined();
  });

  it('drop the selection with Esc', async () => {
    await opened('healthy');
    act(() => actions.openScreen('files'));
    fireEvent.click(screen.getByRole('button', { name: 'rls-policies.json' }));
    const detail = screen.getByRole('complementary', { name: 'Detail of what is selected' });
    expect(within(detail).getByRole('heading', { level: 2 }).textContent).toBe('rls-policies.json');
    press('Escape');
    expect(within(detail).queryByRole('heading')).toBeNull();
  });
});

describe('settings', () => {
  it('put the chosen theme and density on the page, and take them back', async () => {
    const api = await opened('healthy');
    await act(async () => {
      fireEvent.change(screen.getByRole('combobox', { name: 'Theme' }), { target: { value: 'dark' } });
    });
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(lastCall(api, 'settingsSet')).toEqual({ theme: 'dark' });
    await act(async () => {
      fireEvent.change(screen.getByRole('combobox', { name: 'Theme' }), { target: { value: 'system' } });
      fireEvent.change(screen.getByRole('combobox', { name: 'Rows' }), { target: { value: 'compact' } });
    });
    expect(document.documentElement.dataset.theme).toBeUndefined();
    expect(document.documentElement.dataset.density).toBe('compact');
  });
});

describe('what comes from outside the page', () => {
  it('opens a document that the shell announces, and closes the former one', async () => {
    const api = await opened('healthy');
    const former = String(lastCall(api, 'documentGet'));
    const other = await api.openSample('edited');
    if (!other.ok) throw new Error('the sample opens');
    await act(async () => api.emit({ type: 'opened', documentId: other.value.id }));
    await within(screen.getByRole('region', { name: 'Verdict' })).findByText('Tampered');
    expect(lastCall(api, 'documentClose')).toBe(former);
  });

  it('ignores events of documents that are not shown', async () => {
    const api = await opened('healthy');
    act(() => api.emit({ type: 'document', document: fakeDocument('edited', 'another') }));
    expect(screen.getByRole('region', { name: 'Verdict' }).textContent).toContain('Consistent, not anchored');
  });
});
