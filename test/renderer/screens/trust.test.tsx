import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../renderer/state/index.ts';
import { failure } from '../../../shared/base/result.ts';
import type { AnchorView } from '../../../shared/ipc/model.ts';
import { auditorAnchor, fakeDocument } from '../../support/fake/document.ts';
import { holdTrust, TRUST_ITEM, TRUST_STORE, TRUST_USES } from '../fixtures/trust.ts';
import { lastCall, openWindow } from '../frame/open-window.tsx';
import { main, openPart, plain } from './open-part.tsx';

const EMPTY = { items: [], shippedLogs: TRUST_STORE.shippedLogs };
const judged = () => ({ ...fakeDocument('three-file', 'd'), trust: [...TRUST_USES] });
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name: new RegExp(`^${label}`) }), { target: { value } });
const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })));

describe('what was brought for a bundle', () => {
  it('says of each piece where it is from, how old it is, and whether it was of use', async () => {
    await openPart(judged(), 'trust');
    const [, key, root, signature] = within(
      screen.getByRole('columnheader', { name: 'Here' }).closest('table') ?? main(),
    ).getAllByRole('row');
    expect(plain(key ?? main())).toMatch(/^Usedkey-2026Key of the producer/);
    expect(plain(key ?? main())).toContain('by A. Example, lead auditor, 2026-06-28: 146 days old');
    expect(plain(root ?? main())).toMatch(/^Not usedExample TSA root⟨U\+202E⟩x/);
    expect(plain(root ?? main())).toContain('1 047 days old, more than 2 years');
    expect(plain(signature ?? main())).toContain('nothing was said about where it is from');
  });

  it('does not say that nothing backs the bundle when only the anchor is missing', async () => {
    await openPart(judged(), 'trust');
    expect(plain(main())).toContain('No anchor yet');
    expect(plain(main())).not.toContain('nothing outside the bundle backs it');
  });

  it('says of an anchor whether it is signed, and leaves the answer to its message', async () => {
    const anchor = { ...auditorAnchor('three-file', 'a'), signed: true };
    await openPart({ ...judged(), anchors: [anchor] }, 'trust');
    expect(screen.getByRole('cell', { name: 'signed' })).toBeDefined();
  });
});

describe('bringing anchors', () => {
  it('takes files or a folder, and their bytes as they are only when that was chosen', async () => {
    const api = await openPart(judged(), 'trust');
    const pressHere = (name: string) =>
      act(async () => void fireEvent.click(within(main()).getByRole('button', { name })));
    await pressHere('Add anchor…');
    expect(lastCall(api, 'anchorPicked')).toEqual({ documentId: 'd', kind: 'file', bytes: 'canonical' });
    fireEvent.click(within(main()).getByRole('checkbox', { name: 'Take the bytes as they are' }));
    await pressHere('Add a folder of anchors…');
    expect(lastCall(api, 'anchorPicked')).toEqual({ documentId: 'd', kind: 'folder', bytes: 'as-is' });
  });

  it('says what all anchors say together, with both ends between which a fault lies', async () => {
    const document = fakeDocument('edited', 'd');
    const { report } = document;
    if (report === null) throw new Error('no report');
    const both = 'Last proven good at length 8\u2009191, first found bad at position 8\u2009204.';
    const integrity = {
      ...report.axes.integrity,
      result: 'fail' as const,
      answer: `No. One place does not hold. ${both}`,
    };
    const axes = { ...report.axes, integrity };
    const anchors = Array.from({ length: 120 }, (_none, at) => auditorAnchor('edited', `a${at}`));
    const bad = { ...auditorAnchor('edited', 'bad'), result: 'fail' as const, file: 'bad.json' };
    await openPart({ ...document, anchors: [...anchors, bad], report: { ...report, axes } }, 'trust');
    const said = plain(screen.getByRole('list', { name: 'What the anchors say' })).replaceAll('\u2009', ' ');
    expect(said).toContain('Last proven good at length 8 191, first found bad at position 8 204.');
    const table = screen.getByRole('columnheader', { name: 'Length' }).closest('table') ?? main();
    expect(within(table).getAllByRole('row')).toHaveLength(51);
    expect(plain(within(table).getAllByRole('row')[1] ?? main())).toContain('bad.json');
    await press('Show 50 more of 121');
    expect(within(table).getAllByRole('row')).toHaveLength(101);
  });

  it('says of an anchor that its bytes were taken as they are, and whether that makes a difference', async () => {
    const anchor = (id: string, bytes: AnchorView['bytes']) => ({ ...auditorAnchor('three-file', id), bytes });
    const anchors = [anchor('a', 'canonical'), anchor('b', 'as-is'), anchor('c', 'as-is-canonical')];
    await openPart({ ...judged(), anchors }, 'trust');
    const table = screen.getByRole('columnheader', { name: 'Length' }).closest('table') ?? main();
    const [, canonical, asIs, same] = within(table).getAllByRole('row').map(plain);
    expect(canonical).not.toContain('Bytes taken as they are');
    expect(asIs).toContain('They are not the canonical ones');
    expect(same).toContain('They are the canonical ones');
  });
});

describe('the trust store', () => {
  it('teaches what belongs into it while it is empty', async () => {
    await openPart(judged(), 'trust', holdTrust(EMPTY));
    expect(plain(main())).toContain('The trust store is empty.');
    expect(screen.queryByRole('button', { name: 'Export as a trust file…' })).toBeNull();
  });

  it('imports a key only after it was said how and by whom it was obtained', async () => {
    const trust = holdTrust(EMPTY);
    await openPart(judged(), 'trust', trust);
    await press('Key of the producer…');
    await press('Choose the file…');
    expect(screen.getByRole('alert').textContent).toBe('Still missing: how it was obtained, who obtained it.');
    expect(document.activeElement?.getAttribute('name')).toBe('how');
    expect(trust.asked).toEqual([]);
    type('How was it obtained', '  Read out over the telephone ');
    type('By whom', 'A. Example');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Manifests of control packs' }));
    await press('Choose the file…');
    const provenance = { how: 'Read out over the telephone', by: 'A. Example' };
    expect(trust.asked).toEqual([
      { name: 'trustImportPicked', argument: { kind: 'key', uses: ['audit-chain'], provenance } },
    ]);
    await screen.findByText('new key');
    expect(screen.queryByRole('form')).toBeNull();
    expect(document.activeElement?.textContent).toBe('Trust file…');
  });

  it('takes a dropped file for the open form, and nothing while an answer is missing', async () => {
    const trust = holdTrust(EMPTY);
    await openPart(judged(), 'trust', trust);
    await press('Key of a public log…');
    const items = [{ path: 'log.pem', file: new File([''], 'log.pem') }];
    await act(() => actions.drop(items));
    expect(trust.asked).toEqual([]);
    expect(screen.getAllByRole('alert')[0]?.textContent).toContain('first say how and by whom');
    type('Name of the log', 'log.example');
    type('How was it obtained', 'From its operator');
    type('By whom', 'A. Example');
    await act(() => actions.drop(items));
    const provenance = { how: 'From its operator', by: 'A. Example' };
    expect(trust.asked).toEqual([
      {
        name: 'trustImportDropped',
        argument: { request: { kind: 'log-key', origin: 'log.example', provenance }, items },
      },
    ]);
  });

  it('asks nothing before a trust file, which says itself where each piece is from', async () => {
    const trust = holdTrust(EMPTY);
    await openPart(judged(), 'trust', trust);
    await press('Trust file…');
    expect(screen.queryByRole('textbox')).toBeNull();
    await press('Choose the file…');
    expect(trust.asked).toEqual([{ name: 'trustImportPicked', argument: { kind: 'trust-file' } }]);
  });

  it('puts the form away with Esc, and a later drop is no import', async () => {
    const trust = holdTrust(EMPTY);
    await openPart(judged(), 'trust', trust);
    await press('Time-stamp root…');
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
    expect(screen.queryByRole('form')).toBeNull();
    await act(() => actions.drop([{ path: 'a.json', file: new File([''], 'a.json') }]));
    expect(trust.asked).toEqual([]);
    expect(plain(document.body)).toContain('What is it?');
    await press('Import as a trust file');
    expect(trust.asked).toMatchObject([{ name: 'trustImportDropped', argument: { request: { kind: 'trust-file' } } }]);
  });

  it('leaves the store as it was when the import fails, and says why', async () => {
    const trust = holdTrust(EMPTY);
    trust.trustImportPicked = () =>
      Promise.resolve(failure({ code: 'trust-unreadable', message: 'The file is no key.' }));
    await openPart(judged(), 'trust', trust);
    await press('Trust file…');
    await press('Choose the file…');
    expect(screen.getAllByRole('alert')[0]?.textContent).toContain('The file is no key.');
    expect(screen.getByRole('form')).toBeDefined();
  });

  it('removes a piece after a second press only', async () => {
    const trust = holdTrust();
    await openPart(judged(), 'trust', trust);
    await press('Remove key-2026');
    expect(document.activeElement?.textContent).toBe('Keep it');
    await press('Keep it: key-2026');
    expect(document.activeElement?.textContent).toBe('Remove…');
    expect(trust.asked).toEqual([]);
    await press('Remove key-2026');
    await press('Remove it: key-2026');
    expect(trust.asked).toEqual([{ name: 'trustRemove', argument: TRUST_ITEM.id }]);
    expect(plain(main())).toContain('The trust store is empty.');
  });

  it('asks for the verdict anew after a change', async () => {
    const api = await openPart(judged(), 'trust');
    api.documentGet = () => Promise.resolve({ ok: true, value: { ...judged(), trust: [] } });
    await press('Remove key-2026');
    await press('Remove it: key-2026');
    await waitFor(() => expect(plain(screen.getByRole('region', { name: 'Verdict' }))).toContain('Trust inputs: none'));
  });

  it('switches the shipped log keys on, says on whose word, and offers no other way to remove them', async () => {
    const trust = holdTrust(EMPTY);
    await openPart(judged(), 'trust', trust);
    const shipped = screen.getByRole('region', { name: 'Log keys that came with the app' });
    expect(plain(shipped)).toContain('2025-09-23');
    expect(plain(shipped)).toContain('on their word and not on yours');
    await act(async () => void fireEvent.click(within(shipped).getByRole('checkbox')));
    expect(trust.asked).toEqual([{ name: 'trustShippedLogs', argument: true }]);
    const row = screen.getByText('The makers of the app').closest('tr') ?? main();
    expect(within(row).queryByRole('button', { name: /^Remove/ })).toBeNull();
    expect(within(shipped).getByRole('checkbox')).toHaveProperty('checked', true);
  });

  it('exports itself', async () => {
    const trust = holdTrust();
    await openPart(judged(), 'trust', trust);
    await press('Export as a trust file…');
    expect(trust.asked).toEqual([{ name: 'trustExport', argument: null }]);
  });

  it('can be filled before any bundle is opened, and left again', async () => {
    openWindow({}, holdTrust());
    await press('Trust store');
    await screen.findByText('key-2026');
    expect(within(main()).getByRole('heading', { level: 1 }).textContent).toBe('Trust store');
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(screen.getByRole('button', { name: 'Open file…' })).toBeDefined();
  });
});
