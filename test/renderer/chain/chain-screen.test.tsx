import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../renderer/state/index.ts';
import { argumentsOf, openChain, settle } from './open-chain.tsx';

const text = () => (document.body.textContent ?? '').replaceAll(/[\u202f\u00a0]/g, ' ');
const grid = () => screen.getByRole('grid');
const selected = () => document.querySelector('[role="row"][aria-selected="true"]')?.getAttribute('aria-label') ?? null;
const plain = (label: string | null) => label?.replaceAll(/[\u202f\u00a0]/g, ' ') ?? null;

async function press(key: string, target: Element = document.body) {
  fireEvent.keyDown(target, { key });
  await settle();
}

async function filterBy(fields: { text?: string; path?: string; value?: string }) {
  const type = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  if (fields.text !== undefined) type(/^Text in the entry/, fields.text);
  if (fields.path !== undefined) type(/^Path of a field/, fields.path);
  if (fields.value !== undefined) type(/^Value that the field/, fields.value);
  fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
  await settle();
}

async function goTo(kind: 'position' | 'sequence', number: string) {
  fireEvent.change(screen.getByLabelText('Go to an entry by'), { target: { value: kind } });
  fireEvent.change(screen.getByLabelText(`Number of the ${kind}`), { target: { value: number } });
  fireEvent.click(screen.getByRole('button', { name: 'Go' }));
  await settle();
}

describe('the table of entries', () => {
  it('names rows by place, state and class', async () => {
    await openChain({ scenario: 'edited' });
    await goTo('position', '8 204');
    expect(plain(selected())).toBe('row 8 204 of 41 984, tampered, payload altered');
    expect(grid().getAttribute('aria-rowcount')).toBe('41985');
  });

  it('goes by j k g G from anywhere but a field', async () => {
    await openChain({ scenario: 'healthy' });
    await press('j');
    await press('j');
    await press('j');
    await press('k');
    expect(plain(selected())).toContain('row 1 of');
    await press('G');
    expect(plain(selected())).toContain('row 41 983 of');
    await press('g');
    expect(plain(selected())).toContain('row 0 of');
    const field = screen.getByLabelText(/^Text in the entry/);
    await press('j', field);
    expect(plain(selected())).toContain('row 0 of');
  });

  it('goes to search with / and back to the table with Esc', async () => {
    await openChain({ scenario: 'healthy' });
    await press('/');
    expect(document.activeElement).toBe(screen.getByLabelText(/^Text in the entry/));
    await press('Escape', document.activeElement ?? document.body);
    expect(document.activeElement).toBe(grid());
  });

  it('copies the selected row as tab-separated values with a head', async () => {
    const { api } = await openChain({ scenario: 'edited' });
    await goTo('position', '4');
    await press('c');
    const [copied = ''] = api.copied;
    const [head = '', row = '', ...rest] = copied.split('\n');
    expect(rest).toEqual(['']);
    expect(head.split('\t')).toHaveLength(row.split('\t').length);
    expect(row.split('\t').slice(0, 3)).toEqual(['4', '4', 'Recomputed']);
    expect(row).toContain('⟨U+202E⟩');
    expect(text()).toContain('Copied 1 row as tab-separated values.');
  });

  it('asks for short pages only, and not again for what it has', async () => {
    const { api } = await openChain({ scenario: 'huge' });
    await press('G');
    await press('g');
    await press('j');
    const pages = argumentsOf(api, 'rowsGet') as { from: number; count: number }[];
    expect(Math.max(...pages.map((page) => page.count))).toBeLessThanOrEqual(200);
    expect(new Set(pages.map((page) => page.from)).size).toBe(pages.length);
  });

  it('says in place that rows could not be read, and reads them on request', async () => {
    const { api } = await openChain({ scenario: 'huge' });
    api.failWith('rowsGet', 'verifier-gone');
    await press('G');
    expect(screen.getByRole('alert').textContent).toContain('The request failed: verifier-gone.');
    api.failWith('rowsGet', null);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await settle();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(plain(selected())).toBe('row 9 999 999 of 10 000 000, tampered, payload altered');
  });
});

describe('faults', () => {
  it('are listed by class with exact counts, range, both values and equation', async () => {
    await openChain({ scenario: 'edited' });
    const list = screen.getByRole('region', { name: 'Faults of the chain' });
    const titles = within(list)
      .getAllByRole('heading')
      .map((heading) => heading.textContent);
    expect(titles).toEqual(['Payload altered', 'Hash replaced', 'Entry not readable', 'Not fully covered by the hash']);
    expect(plain(list.textContent)).toContain('20 011 – 20 019');
    expect(list.textContent).toContain('hash = sha256(utf8(canonicalize([prevHash, payload])))');
    expect(plain(text())).toContain('4 findings of 4 classes');
  });

  it('are gone through with n and N, from the first entry on', async () => {
    await openChain({ scenario: 'edited' });
    const seen: (string | null)[] = [];
    for (const key of ['n', 'n', 'n', 'N']) {
      await press(key);
      seen.push(plain(selected())?.split(' of ')[0] ?? null);
    }
    expect(seen[0]).toBe('row 5');
    expect(seen[1]).toBe('row 8 204');
    expect(seen[2]).toBe('row 20 011');
    expect(seen[3]).toBe('row 8 204');
  });

  it('are not found past the last one, which is said', async () => {
    await openChain({ scenario: 'row-deleted' });
    await press('n');
    expect(plain(selected())).toBe('row 6 of 999, tampered, entry missing');
    await press('n');
    expect(text()).toContain('No entry with a finding after position 6.');
    expect(plain(selected())).toContain('row 6 of 999');
  });

  it('lead to their entry when pressed', async () => {
    await openChain({ scenario: 'edited' });
    fireEvent.click(screen.getByRole('button', { name: /31\s000.*not JSON/ }));
    await settle();
    expect(plain(selected())).toBe('row 31 000 of 41 984, malformed, entry not readable');
  });

  it('that are none are said with the number of entries they were looked for in', async () => {
    await openChain({ scenario: 'healthy' });
    expect(text()).toContain('No fault was found among the 41 984 entries that were replayed.');
  });
});

describe('the filter', () => {
  it('finds text, says what it looks for and exactly how many entries match', async () => {
    const { api } = await openChain({ scenario: 'row-deleted' });
    await filterBy({ text: 'SUPERSEDED' });
    expect(argumentsOf(api, 'queryStart').at(-1)).toMatchObject({ query: { text: 'SUPERSEDED', ignoreCase: true } });
    expect(text()).toMatch(/200 of 999 entries hold “SUPERSEDED” in any case\./);
    expect(screen.getByRole('grid', { name: 'Entries that match the filter' }).getAttribute('aria-rowcount')).toBe(
      '201',
    );
    await press('g');
    expect(plain(selected())).toBe('match 1 of 200, row 1, recomputed');
  });

  it('minds case on request, and takes a field and its value', async () => {
    const { api } = await openChain({ scenario: 'row-deleted' });
    fireEvent.click(screen.getByRole('button', { name: 'Aa, match case' }));
    await filterBy({ text: 'SUPERSEDED', path: 'actor', value: 'user-7' });
    expect(argumentsOf(api, 'queryStart').at(-1)).toMatchObject({
      query: { text: 'SUPERSEDED', ignoreCase: false, field: { path: 'actor', equals: 'user-7' } },
    });
    expect(text()).toContain('0 of 999 entries hold “SUPERSEDED” exactly, and have actor equal to “user-7”.');
    expect(text()).toContain('No entry matches.');
  });

  it('shows only entries of the classes chosen, and all again', async () => {
    await openChain({ scenario: 'edited' });
    fireEvent.click(screen.getByRole('button', { name: 'Show only these: hash replaced' }));
    await settle();
    expect(text()).toContain('9 of 41 984 entries are touched by: hash replaced.');
    fireEvent.click(screen.getByRole('button', { name: 'Show only these: payload altered' }));
    await settle();
    expect(text()).toContain('10 of 41 984 entries are touched by: hash replaced or payload altered.');
    fireEvent.click(screen.getByRole('button', { name: 'Show all entries' }));
    await settle();
    expect(grid().getAttribute('aria-rowcount')).toBe('41985');
  });

  it('labels counts partial while it scans, and can be stopped', async () => {
    const { api } = await openChain({ scenario: 'huge', slowQueries: true });
    await filterBy({ text: 'locked' });
    act(() => api.advanceQueries(0.5));
    await settle();
    expect(text()).toMatch(/Partial: [\d ]+ among the first 5 000 000 of 10 000 000 entries hold/);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel the search' }));
    await settle();
    expect(text()).toMatch(/Stopped: [\d ]+ among the first 5 000 000 of 10 000 000 entries/);
    expect(text()).toContain('the rest was not looked at');
    expect(argumentsOf(api, 'queryCancel')).toHaveLength(1);
  });

  it('stops the scan of a filter that is replaced', async () => {
    const { api } = await openChain({ scenario: 'huge', slowQueries: true });
    await filterBy({ text: 'locked' });
    await filterBy({ text: 'read' });
    const cancelled = argumentsOf(api, 'queryCancel') as { queryId: string }[];
    expect(cancelled).toHaveLength(1);
    act(() => api.advanceQueries(1));
    await settle();
    expect(text()).toContain('hold “read”');
    expect(text()).not.toContain('hold “locked”');
  });

  it('keeps its matches when a jump leads elsewhere, and says so', async () => {
    await openChain({ scenario: 'edited' });
    fireEvent.click(screen.getByRole('button', { name: 'Show only these: hash replaced' }));
    await settle();
    await goTo('position', '100');
    expect(text()).toContain('Position 100 is shown on the right; it is not among the entries that match.');
    expect(grid().getAttribute('aria-rowcount')).toBe('10');
    await goTo('position', '20012');
    expect(plain(selected())).toBe('match 2 of 9, row 20 012, tampered, hash replaced');
  });

  it('says why a search could not start', async () => {
    const { api } = await openChain({ scenario: 'huge' });
    api.failWith('queryStart', 'verifier-gone');
    await filterBy({ text: 'x' });
    expect(text()).toContain('The search could not start: The request failed: verifier-gone.');
  });
});

describe('going to an entry', () => {
  it('finds a sequence number behind a deleted entry', async () => {
    await openChain({ scenario: 'row-deleted' });
    await goTo('sequence', '500');
    expect(plain(selected())).toContain('row 499 of 999');
  });

  it('says that a number is not there', async () => {
    await openChain({ scenario: 'row-deleted' });
    await goTo('sequence', '6');
    expect(text()).toContain('No entry with sequence number 6 was found');
    await goTo('position', '999');
    expect(text()).toContain('There is no position 999: positions run from 0 to 998.');
    expect(selected()).toBeNull();
  });

  it('follows the request of another screen, again also when it is the same', async () => {
    await openChain({ scenario: 'huge' });
    act(() => actions.jumpTo(6_412_007));
    await settle();
    expect(plain(selected())).toBe('row 6 412 007 of 10 000 000, tampered, entry missing');
    await press('g');
    act(() => actions.jumpTo(6_412_007));
    await settle();
    expect(plain(selected())).toBe('row 6 412 007 of 10 000 000, tampered, entry missing');
  });

  it('goes by the strip to the fault itself, not to the start of its range', async () => {
    await openChain({ scenario: 'edited' });
    fireEvent.keyDown(screen.getByRole('slider'), { key: 'n' });
    await settle();
    expect(plain(selected())).toContain('row 5 of');
  });
});

describe('states of the document', () => {
  it('shows entries while the replay runs, labelled partial, with no verdict and no list of faults', async () => {
    const { api, documentId } = await openChain({ scenario: 'running' });
    expect(text()).toContain('Partial: 6 412 000 entries replayed so far.');
    expect(text()).toContain('Partial: 1 break among the first 6 412 000 entries.');
    expect(grid().getAttribute('aria-rowcount')).toBe('6412001');
    expect(screen.queryByRole('region', { name: 'Faults of the chain' })).toBeNull();
    act(() => api.advance(documentId, 7_000_000));
    await settle();
    expect(grid().getAttribute('aria-rowcount')).toBe('7000001');
    act(() => api.advance(documentId, 10_000_000));
    await settle();
    expect(text()).not.toContain('Partial');
    expect(screen.getByRole('region', { name: 'Faults of the chain' })).toBeTruthy();
  });

  it.each([
    ['cancelled', 'Partial: 6 412 000 entries were replayed.'],
    ['empty', 'The chain is not in this bundle.'],
    ['malformed', 'No entry could be read.'],
    ['error', 'The tool could not read the chain.'],
  ] as const)('says where it stands when it is %s', async (scenario, sentence) => {
    await openChain({ scenario });
    expect(text()).toContain(sentence);
    expect(text()).not.toMatch(/verified|consistent, not anchored/i);
  });

  it('blames itself and not the evidence when the tool failed', async () => {
    await openChain({ scenario: 'error' });
    expect(text()).toContain('This says nothing about the evidence.');
  });
});

describe('taking the filter off', () => {
  it('empties the fields and keeps the entry in view', async () => {
    await openChain({ scenario: 'row-deleted' });
    await filterBy({ text: 'superseded' });
    await press('G');
    expect(plain(selected())).toBe('match 200 of 200, row 996, recomputed');
    fireEvent.click(screen.getByRole('button', { name: 'Show all entries' }));
    await settle();
    expect(plain(selected())).toBe('row 996 of 999, recomputed');
    expect(screen.getByLabelText(/^Text in the entry/)).toHaveProperty('value', '');
  });
});
