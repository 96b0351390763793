import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/base/result.ts';
import { fakeDocument } from '../../support/fake/document.ts';
import { custodyLog, holdTrust } from '../fixtures/trust.ts';
import { openWindow } from '../frame/open-window.tsx';
import { main, openPart, plain } from './open-part.tsx';

const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })));

async function openLog(log = custodyLog(3)) {
  const trust = holdTrust(undefined, log);
  const api = openWindow({}, trust);
  await press('Custody log');
  return { api, trust };
}

const replay = () => screen.getByRole('status', { name: 'Replay of the log' });

describe('the custody log', () => {
  it('is reached without a bundle, and left again', async () => {
    await openLog();
    expect(within(main()).getByRole('heading', { level: 1 }).textContent).toBe('Custody log');
    expect(plain(replay())).toContain('Holds 3 entries recompute and link');
    await press('Back to the start');
    expect(screen.getByRole('button', { name: 'Open file…' })).toBeDefined();
  });

  it('is reached from the rail, which then marks no part, and left by a part', async () => {
    await openPart(fakeDocument('three-file', 'd'), 'files');
    await press('Custody log');
    const rail = screen.getByRole('navigation', { name: 'Parts of the bundle' });
    expect(within(rail).getByRole('button', { current: 'page' }).textContent).toBe('Custody log');
    expect(screen.queryByRole('complementary', { name: 'Detail of what is selected' })).toBeNull();
    fireEvent.click(within(rail).getByRole('button', { name: /^Files/ }));
    expect(within(main()).getByRole('heading', { level: 1 }).textContent).toBe('Files');
  });

  it('shows what hides in the name of a bundle that was opened', async () => {
    await openLog();
    expect(plain(main())).toContain('soc2-evidence⟨U+202E⟩-2026-06-28.zip');
    expect(plain(main())).not.toContain('\u202e');
  });

  it('shows the newest entries first to be seen, and pages to the oldest', async () => {
    const { trust } = await openLog(custodyLog(450));
    expect(trust.asked.map((call) => call.argument)).toEqual([
      { from: 0, count: 200 },
      { from: 400, count: 200 },
    ]);
    expect(plain(main())).toContain('entries 400 to 449 of 450');
    expect(screen.getByRole('button', { name: 'Newest' })).toHaveProperty('disabled', true);
    await press('Earlier');
    expect(plain(main())).toContain('entries 200 to 399 of 450');
    await press('First');
    expect(screen.getByRole('button', { name: 'Earlier' })).toHaveProperty('disabled', true);
  });

  it('says what does not hold, and gives no good mark then', async () => {
    await openLog({ ...custodyLog(3), problem: 'Entry 1 does not give its hash.' });
    expect(plain(replay())).toContain('Does not hold Entry 1 does not give its hash.');
    expect(replay().querySelector('.state-mark--pass')).toBeNull();
  });

  it('makes no good mark out of an empty log', async () => {
    await openLog(custodyLog(0));
    expect(plain(replay())).toContain('No entry to replay');
    expect(replay().querySelector('.state-mark--pass')).toBeNull();
    expect(plain(main())).toContain('Nothing was written down yet.');
  });

  it('copies the whole tip hash', async () => {
    const { api } = await openLog();
    await act(async () => void fireEvent.click(within(replay()).getByRole('button', { name: /^Tip hash of the log/ })));
    expect(api.copied).toEqual([custodyLog(3).tip]);
  });

  it('replays again when asked', async () => {
    const { trust } = await openLog();
    await press('Replay again');
    expect(trust.asked.filter((call) => call.name === 'custodyGet')).toHaveLength(2);
  });

  it('says when an export or the reading failed', async () => {
    const { api } = await openLog();
    await press('Export…');
    expect(screen.getByRole('alert').textContent).toBe('The folder can not be written to.');
    api.custodyGet = () => Promise.resolve(failure({ code: 'log-unreadable', message: 'The log can not be read.' }));
    await press('Replay again');
    expect(screen.getAllByRole('alert').map(plain).join()).toContain('The log can not be read.');
  });
});
