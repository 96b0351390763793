import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../renderer/state/index.ts';
import type { FakeScenario } from '../../support/fake-api.ts';
import { argumentsOf, openChain, settle } from './open-chain.tsx';

const panel = () => screen.getByRole('complementary');
const text = () => (panel().textContent ?? '').replaceAll(/[\u202f\u00a0]/g, ' ');
const marks = () =>
  Array.from(panel().querySelectorAll('mark.written__uncovered'), (mark) =>
    Array.from(mark.childNodes)
      .filter((node) => !(node instanceof Element && node.className === 'written__number'))
      .map((node) => node.textContent)
      .join(''),
  );

async function openEntry(scenario: FakeScenario, position: number) {
  const opened = await openChain({ scenario });
  act(() => actions.jumpTo(position));
  await settle();
  return opened;
}

describe('the panel of an entry', () => {
  it('asks and answers each equation, and shows both values where it fails', async () => {
    await openEntry('edited', 8_204);
    const legs = Array.from(panel().querySelectorAll('.leg'));
    expect(legs.map((leg) => leg.querySelector('.leg__question')?.textContent)).toEqual([
      'Does its label count on from the entry before?Yes',
      'Does it name the entry before it?Yes',
      'Does its content give the hash that is stored?No',
    ]);
    expect(legs[2]?.querySelectorAll('.expected-actual__first')).toHaveLength(2);
    expect(legs[2]?.textContent).toContain('hash[8204] = sha256(canonical([prevHash[8204], payload[8204]]))');
    expect(Array.from(legs[2]?.querySelectorAll('dt') ?? [], (label) => label.textContent)).toEqual([
      'Stored',
      'Computed here',
    ]);
    expect(legs[0]?.querySelector('.expected-actual')).toBeNull();
  });

  it('marks the __proto__ member and says why it is not covered', async () => {
    await openEntry('edited', 5);
    expect(marks()).toEqual(['"__proto__":{"amount":999999}']);
    expect(text()).toContain('One part is not covered by the hash');
    expect(text()).toContain('Member named __proto__.');
  });

  it('marks the earlier value of a repeated name and digits beyond a double', async () => {
    await openEntry('edited', 6);
    expect(marks()).toEqual(['"amount":1,']);
    act(() => actions.jumpTo(7));
    await settle();
    expect(marks()).toEqual(['993.0001']);
    expect(text()).toContain('Digits beyond a double.');
  });

  it('shows markup and hidden characters of a payload as text', async () => {
    await openEntry('edited', 4);
    expect(panel().querySelector('img')).toBeNull();
    expect(text()).toContain('"<img src=x onerror=alert(1)>"');
    expect(text()).toContain('report⟨U+202E⟩gpj.exe');
  });

  it('asks the questions that only rows of packs have, with one value, none, or two', async () => {
    const { api } = await openChain({ scenario: 'edited' });
    const row = await api.rowGet({ documentId: 'document-1', position: 3 });
    if (!row.ok) throw new Error('the entry is there');
    const leg = { equation: '', expected: '', actual: '', result: 'pass' as const };
    const legs = [
      { ...leg, id: 'row.anchor', question: 'Is the anchor the one of this row?', expected: 'a', actual: 'a' },
      { ...leg, id: 'row.signature', question: 'Was it signed?', result: 'not-checked' as const, actual: 'key-1' },
      { ...leg, id: 'row.link', question: 'Does it recompute?', result: 'not-applicable' as const },
      { ...leg, id: 'row.genesis', question: 'Is it the first?', result: 'fail' as const, expected: 'b', actual: 'c' },
    ];
    api.rowGet = () => Promise.resolve({ ok: true, value: { ...row.value, state: 'not-disclosed', legs } });
    act(() => actions.jumpTo(3));
    await settle();
    expect(Array.from(panel().querySelectorAll('.leg'), (item) => item.textContent)).toEqual([
      'Is the anchor the one of this row?YesBoth are a',
      'Was it signed?Not checkedFound key-1',
      'Does it recompute?Does not apply',
      'Is it the first?NoExpectedbActualcThey differ from character 1 on.',
    ]);
    expect(text()).toContain('nothing is shown about the content');
  });

  it('lays the text out without changing a character, and keeps the marks', async () => {
    await openEntry('edited', 5);
    const written = () => panel().querySelector('.written');
    const characters = () => {
      const copy = written()?.cloneNode(true) as HTMLElement;
      for (const added of copy.querySelectorAll('.written__added, .written__number')) added.remove();
      return copy.textContent;
    };
    const before = characters();
    fireEvent.click(screen.getByRole('button', { name: 'Lay out' }));
    expect(characters()).toBe(before);
    expect(written()?.querySelectorAll('.written__added').length).toBeGreaterThan(5);
    expect(marks().join('')).toBe('"__proto__":{"amount":999999}');
    expect(text()).toContain('Line breaks and indents were added to this view.');
  });

  it('copies the entry as written and the command, character by character', async () => {
    const { api, documentId } = await openEntry('edited', 4);
    const reply = await api.rowGet({ documentId, position: 4 });
    const row = reply.ok ? reply.value : null;
    fireEvent.click(screen.getByRole('button', { name: 'Copy raw: the entry as written' }));
    await settle();
    fireEvent.click(screen.getByText('Check it elsewhere'));
    fireEvent.click(screen.getByText('Copy as command'));
    await settle();
    expect(api.copied).toEqual([row?.raw, row?.command]);
    expect(row?.raw).toContain('\u202E');
  });

  it('caps a long text and shows the rest on request', async () => {
    await openEntry('edited', 9);
    expect(text()).toMatch(/… \([\d ]+ more characters\)/);
    expect(text()).not.toContain('"hash":"');
    const written = screen.getByRole('region', { name: 'As written' });
    fireEvent.click(within(written).getByRole('button', { name: 'Show all' }));
    expect(text()).toContain('"hash":"');
  });

  it('says of an entry that could not be read that nothing can be told', async () => {
    await openEntry('huge', 8_888_888);
    expect(text()).toContain('without a sequence number');
    expect(screen.getAllByText('Can not be told')).toHaveLength(3);
    expect(text()).toContain('Found (not readable)');
    expect(text()).not.toContain('Yes');
  });

  it('goes to both neighbours, and not past the ends', async () => {
    await openEntry('row-deleted', 998);
    expect(screen.getByRole('button', { name: 'Next' })).toHaveProperty('disabled', true);
    fireEvent.click(screen.getByRole('button', { name: 'Previous' }));
    await settle();
    expect(text()).toContain('Position 997');
    expect(document.querySelector('[role="row"][aria-selected="true"]')?.getAttribute('aria-label')).toContain(
      'row 997',
    );
    act(() => actions.jumpTo(0));
    await settle();
    expect(screen.getByRole('button', { name: 'Previous' })).toHaveProperty('disabled', true);
    expect(text()).toContain('this is the first');
  });

  it('asks for the last entry only when the reader moves fast', async () => {
    const { api } = await openEntry('healthy', 10);
    const before = argumentsOf(api, 'rowGet').length;
    for (const position of [11, 12, 13, 14]) act(() => actions.jumpTo(position));
    await settle();
    expect(argumentsOf(api, 'rowGet').slice(before)).toMatchObject([{ position: 14 }]);
    expect(text()).toContain('Position 14');
  });

  it('never shows one entry under the number of another', async () => {
    const { api } = await openEntry('healthy', 10);
    api.failWith('rowGet', 'verifier-gone');
    act(() => actions.jumpTo(11));
    await settle();
    expect(text()).toContain('Position 11');
    expect(text()).toContain('This entry could not be read: The request failed: verifier-gone.');
    expect(text()).not.toContain('As written');
  });

  it('takes the focus on Enter', async () => {
    await openEntry('edited', 5);
    fireEvent.keyDown(document.body, { key: 'Enter' });
    await settle();
    expect(document.activeElement?.id).toBe('row-panel');
  });
});
