import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../renderer/state/index.ts';
import { fakeDocument } from '../../support/fake/document.ts';
import { CONTROL_PACK, PACKS, question } from '../fixtures/packs.ts';
import { lastCall } from '../frame/open-window.tsx';
import { main, openPart, plain } from './open-part.tsx';

const withPacks = (packs = PACKS) => ({ ...fakeDocument('three-file', 'd'), packs: [...packs] });
const topic = (name: string) => screen.getByRole('region', { name });

describe('Packs', () => {
  it('says what would be here while the bundle has none', async () => {
    await openPart(withPacks([]), 'packs');
    expect(plain(main())).toContain('No pack, receipt or other sealed document is in this bundle.');
    expect(plain(main())).toContain('the public key on another way than the pack');
  });

  it('claims no absence of packs before the bundle was listed', async () => {
    await openPart({ ...withPacks([]), state: 'error' }, 'packs');
    expect(plain(main())).toContain('was not read to its end');
  });

  it('lists all of them and shows the one that is chosen', async () => {
    await openPart(withPacks(), 'packs');
    const list = screen.getByRole('region', { name: 'Packs, receipts and other sealed documents' });
    expect(within(list).getAllByRole('row')).toHaveLength(4);
    expect(screen.getByRole('article', { name: CONTROL_PACK.title })).toBeDefined();
    fireEvent.click(within(list).getByRole('button', { name: 'External receipt, public log' }));
    expect(screen.getByRole('article', { name: 'External receipt, public log' })).toBeDefined();
    expect(within(list).getAllByRole('button', { pressed: true })).toHaveLength(1);
  });

  it('moves through the list with j and k', async () => {
    await openPart(withPacks(), 'packs');
    fireEvent.keyDown(document.body, { key: 'j' });
    fireEvent.keyDown(document.body, { key: 'j' });
    expect(document.activeElement?.textContent).toBe('External receipt, public log');
  });

  it('goes to each of the four depths, focus included', async () => {
    await openPart(withPacks(), 'packs');
    const depths = screen.getByRole('navigation', { name: 'Depths of this document' });
    expect(within(depths).getAllByRole('button')).toHaveLength(4);
    for (const [name, heading] of [
      ['Questions', 'Questions and answers'],
      ['Claims, facts, tables', 'What it states'],
      ['Raw bytes', 'Raw bytes'],
      ['Sentence', CONTROL_PACK.title],
    ] as const) {
      fireEvent.click(within(depths).getByRole('button', { name }));
      expect(document.activeElement?.querySelector('h2')?.textContent).toBe(heading);
    }
  });

  it('keeps what the document states and what was computed here in lists of their own', async () => {
    await openPart(withPacks(), 'packs');
    const chipsBefore = (label: string) => {
      const list = screen.getByText(label).closest('dl');
      return plain(list?.previousElementSibling as HTMLElement);
    };
    expect(chipsBefore('Tenant')).toBe('Factsstated by the producer');
    expect(chipsBefore('Fingerprint of the key beside it (candidate)')).toBe('Factscomputed here');
  });

  it('leads to the raw bytes, and says where they are when there is no file of its own', async () => {
    const api = await openPart(withPacks(), 'packs');
    fireEvent.click(screen.getByRole('button', { name: 'Show its bytes in Files' }));
    await waitFor(() => expect(lastCall(api, 'fileText')).toMatchObject({ fileIndex: 2 }));
    expect(within(main()).getByRole('heading', { level: 1 }).textContent).toBe('Files');
    act(() => {
      actions.openScreen('packs');
      actions.selectPack('pack-2');
    });
    expect(screen.queryByRole('button', { name: 'Show its bytes in Files' })).toBeNull();
    expect(plain(main())).toContain('it was read out of soc2-2026-06.zip');
  });

  it('copies the sentence as it is, whole hashes included', async () => {
    const hash = 'ab'.repeat(32);
    const api = await openPart(withPacks([{ ...CONTROL_PACK, sentence: `Sealed under ${hash}.` }]), 'packs');
    expect(plain(main())).toContain('Sealed under abababab…ababab.');
    fireEvent.click(screen.getByRole('button', { name: 'Copy the sentence' }));
    await waitFor(() => expect(api.copied).toEqual([`Sealed under ${hash}.`]));
  });
});

describe('the questions to a pack', () => {
  it('are answered in words, both values side by side where they differ', async () => {
    await openPart(withPacks(), 'packs');
    const [first] = within(topic('Contents')).getAllByRole('listitem');
    expect(plain(first ?? main())).toContain('NoIs the readiness of each control what its evidence gives?');
    expect(plain(first ?? main())).toContain('ExpectedgapFoundready');
  });

  it('show equal values once and short, and none where there is none', async () => {
    await openPart(withPacks(), 'packs');
    const [imprint, chain] = within(topic('Time stamp')).getAllByRole('listitem');
    expect(plain(imprint ?? main())).toMatch(/Both are [0-9a-f]{8}…[0-9a-f]{6}$/);
    expect(plain(chain ?? main())).toMatch(/anyone can run an authority\.$/);
  });

  it('call a key candidate that only travels with the evidence, and say what that means', async () => {
    await openPart(withPacks(), 'packs');
    const signature = topic('Signature');
    const asked = within(signature).getByText('Is the key beside the signature one that you pinned?').closest('h4');
    expect(plain(asked ?? main())).toMatch(/candidate$/);
    expect(plain(signature)).toContain('It travels with the evidence.');
    fireEvent.click(within(signature).getByRole('button', { name: 'Add to what you trust…' }));
    expect(within(main()).getByRole('heading', { level: 1 }).textContent).toBe('Trust');
  });

  it('call the same key pinned once the auditor holds it', async () => {
    await openPart(withPacks([...PACKS].reverse()), 'packs');
    const asked = screen.getByText('Is the key inside the pack one that you pinned?').closest('h4');
    expect(plain(asked ?? main())).toMatch(/ pinned$/);
    expect(within(topic('Signature')).queryByRole('button', { name: 'Add to what you trust…' })).toBeNull();
  });

  it('lead from counted rows to the rows', async () => {
    await openPart(withPacks([...PACKS].reverse()), 'packs');
    fireEvent.click(within(topic('Rows')).getByRole('button', { name: 'Show the rows in Chain' }));
    expect(within(main()).getByRole('heading', { level: 1 }).textContent).toBe('Chain');
  });

  it('show text of the evidence as text, spelled where it hides something', async () => {
    const hostile = question('x.y', 'Is it <img src=x>?', {
      message: 'It says a\u202Eb.',
      actual: '<script>1</script>',
    });
    await openPart(withPacks([{ ...CONTROL_PACK, title: 'Pack\u202Ex', questions: [hostile] }]), 'packs');
    expect(document.querySelector('img, script')).toBeNull();
    expect(plain(main())).not.toContain('\u202e');
    expect(plain(main())).toContain('It says a⟨U+202E⟩b.');
  });

  it('say so when nothing was asked', async () => {
    await openPart(withPacks([{ ...CONTROL_PACK, questions: [] }]), 'packs');
    expect(plain(main())).toContain('Nothing was asked of it, so nothing is said about it.');
  });
});

describe('what a pack states', () => {
  it('stands beside what was computed, differences first', async () => {
    await openPart(withPacks(), 'packs');
    const rows = within(screen.getByRole('region', { name: 'What it states' })).getAllByRole('row');
    expect(plain(rows[1] ?? main())).toContain('DiffersReadiness of AC-2');
    expect(plain(main())).toContain('1 of 2 differ');
  });

  it('is called stated by the producer, and is text', async () => {
    await openPart(withPacks(), 'packs');
    const states = screen.getByRole('region', { name: 'What it states' });
    expect(within(states).getAllByText('stated by the producer').length).toBeGreaterThan(1);
    expect(plain(states)).toContain('Account management <b>bold</b>');
    expect(plain(states)).toContain('acme⟨U+202E⟩pu');
  });

  it('names the place of claims that nothing else tells apart, and of no other', async () => {
    const [claim] = CONTROL_PACK.claims;
    if (claim === undefined) throw new Error('the fixture has claims');
    const again = { ...claim, where: { ...claim.where, pointer: '/elsewhere/totalControls' } };
    await openPart(withPacks([{ ...CONTROL_PACK, claims: [...CONTROL_PACK.claims, again] }]), 'packs');
    const table = screen.getByRole('columnheader', { name: 'computed here' }).closest('table') ?? main();
    expect(within(table).getByText('/summary/totalControls')).toBeDefined();
    expect(within(table).getByText('/elsewhere/totalControls')).toBeDefined();
    expect(within(table).queryByText('/controls/0/readiness')).toBeNull();
  });

  it('is paged where it is long, with the exact number left', async () => {
    const [claim] = CONTROL_PACK.claims;
    if (claim === undefined) throw new Error('the fixture has claims');
    await openPart(withPacks([{ ...CONTROL_PACK, claims: Array.from({ length: 450 }, () => claim) }]), 'packs');
    const table = screen.getByRole('columnheader', { name: 'computed here' }).closest('table') ?? main();
    expect(within(table).getAllByRole('row')).toHaveLength(201);
    fireEvent.click(screen.getByRole('button', { name: 'Show 200 more of 450' }));
    fireEvent.click(screen.getByRole('button', { name: 'Show 50 more of 450' }));
    expect(within(table).getAllByRole('row')).toHaveLength(451);
  });
});
