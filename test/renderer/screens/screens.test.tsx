import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { orderClaims } from '../../../renderer/components/claims-table.tsx';
import { EvidenceScreen } from '../../../renderer/screens/evidence/evidence-screen.tsx';
import { AnchorTable } from '../../../renderer/screens/trust/anchor-table.tsx';
import { actions, type ScreenId } from '../../../renderer/state/index.ts';
import type { Finding } from '../../../shared/base/finding.ts';
import { success } from '../../../shared/base/result.ts';
import { finished } from '../../../shared/base/steps.ts';
import type { Claim } from '../../../shared/base/verification.ts';
import { checkFields } from '../../../shared/encryption/field-check.ts';
import { fieldPart } from '../../../shared/formats/evidence-part.ts';
import { parseFieldEncryption } from '../../../shared/formats/field-encryption.ts';
import { inspectSamples } from '../../../shared/formats/field-samples.ts';
import { auditorAnchor, fakeDocument } from '../../support/fake/document.ts';
import type { FakeScenario } from '../../support/fake-api.ts';
import { lastCall, openWindow } from '../frame/open-window.tsx';

async function opened(scenario: FakeScenario, part: ScreenId) {
  const api = openWindow({ scenario });
  await act(() => actions.openRecent('recent-1'));
  act(() => actions.openScreen(part));
  return api;
}

const main = () => screen.getByRole('main');
const detail = () => screen.getByRole('complementary', { name: 'Detail of what is selected' });
const plain = (element: Element) => (element.textContent ?? '').replaceAll(/\s/g, ' ');

describe('Overview', () => {
  it('puts claims that differ first, then those that could not be computed', () => {
    const claim = (subject: string, agrees: boolean | null): Claim => ({
      subject,
      stated: 's',
      computed: 'c',
      agrees,
      where: {},
    });
    const order = orderClaims([claim('a', true), claim('b', null), claim('c', false), claim('d', true)]);
    expect(order.map((one) => one.subject)).toEqual(['c', 'b', 'a', 'd']);
  });

  it('shows claims and computation under headings that say who says it', async () => {
    await opened('healthy', 'overview');
    const table = screen.getByText('Chain is intact').closest('table');
    if (table === null) throw new Error('claims stand in a table');
    const heads = within(table)
      .getAllByRole('columnheader')
      .map((head) => head.textContent);
    expect(heads).toEqual(['Result', 'What', 'stated by the producer', 'computed here']);
    expect(plain(within(table).getAllByRole('row')[1] ?? table)).toContain('DiffersChain is intact');
  });

  it('answers all six questions, each with how many records it covered', async () => {
    await opened('healthy', 'overview');
    const list = screen.getByRole('heading', { name: 'Six questions, answered apart' }).nextElementSibling;
    const rows = within(list as HTMLElement).getAllByRole('listitem');
    expect(rows).toHaveLength(6);
    expect(plain(rows[0] ?? main())).toContain('over 41 984 records');
    expect(plain(rows[2] ?? main())).toContain('over no records');
  });

  it('leads from a failed replay to its first break', async () => {
    const api = await opened('edited', 'overview');
    fireEvent.click(screen.getByRole('button', { name: /^Show position 8\s204$/ }));
    await waitFor(() => expect(lastCall(api, 'rowGet')).toMatchObject({ position: 8_204 }));
  });

  it('copies the head sentence', async () => {
    const api = await opened('healthy', 'overview');
    fireEvent.click(screen.getByRole('button', { name: 'Copy the sentence' }));
    await screen.findByRole('button', { name: 'Copied' });
    expect(api.copied).toEqual([fakeDocument('healthy', 'd').report?.head]);
  });

  it('names the parts with the files they were read from', async () => {
    await opened('three-file', 'overview');
    const table = screen.getByText('What it is about').closest('table') ?? main();
    expect(plain(table)).toContain('rls-policies.json');
    const absent = within(table)
      .getAllByText('Not in this bundle')
      .map((word) => within(word.closest('tr') ?? table).getByRole('button').textContent);
    expect(absent).toEqual(['Encryption', 'Packs']);
  });
});

describe('Overview, where the evidence fails', () => {
  it('names what fails with exact counts, and leads to the findings', async () => {
    await opened('edited', 'overview');
    const failing = screen.getByRole('list', { name: 'What fails' });
    expect(plain(failing)).toContain('Payload altered 1 finding');
    fireEvent.click(within(failing).getByRole('button', { name: 'Payload altered' }));
    expect(within(main()).getByRole('heading', { level: 1 }).textContent).toBe('Findings');
  });

  it('says nothing of the kind where nothing fails', async () => {
    await opened('three-file', 'overview');
    expect(screen.queryByRole('list', { name: 'What fails' })).toBeNull();
  });

  it('never lets a question that did not pass say what it shows', async () => {
    await opened('edited', 'overview');
    expect(plain(main())).toContain('A pass would show');
    expect(plain(main())).not.toContain('This shows');
  });

  it('lists checks with the records they covered', async () => {
    await opened('edited', 'overview');
    const row = screen.getByText('chain.replay').closest('tr') ?? main();
    expect(plain(row)).toContain('41 984');
  });
});

describe('Evidence parts', () => {
  it('shows facts as stated, and says that they are not judged', async () => {
    await opened('healthy', 'isolation');
    expect(plain(main())).toContain('stated by the producer');
    expect(plain(main())).toContain('does not judge them');
  });

  it('says how many rows a table has, and how many of them are shown', async () => {
    await opened('healthy', 'isolation');
    expect(plain(main())).toMatch(/Tables ?3 rows/);
    expect(plain(main())).toMatch(/first 2 of 412 rows shown/);
  });

  it('filters rows, says what the filter leaves, and copies just that', async () => {
    const api = await opened('healthy', 'isolation');
    fireEvent.change(screen.getByRole('searchbox', { name: 'Filter the rows of Tables' }), {
      target: { value: 'WORM' },
    });
    expect(plain(main())).toContain('1 of 3 rows hold “WORM”.');
    fireEvent.click(screen.getByRole('button', { name: 'Copy as TSV: Tables' }));
    await waitFor(() => expect(api.copied).toHaveLength(1));
    expect(api.copied[0]?.split('\n')).toHaveLength(3);
    expect(api.copied[0]).toContain('public.worm_artifact_version');
  });

  it('shows markup in a cell as text', async () => {
    await opened('healthy', 'isolation');
    expect(plain(main())).toContain('public.<script>alert(1)</script>');
    expect(document.querySelector('script')).toBeNull();
  });
});

describe('Encryption', () => {
  it('says what would be here, and that no key is needed', async () => {
    await opened('healthy', 'encryption');
    expect(plain(main())).toContain('field-encryption.json is not in this bundle.');
    expect(plain(main())).toContain('No key is needed, and none should be handed over.');
  });

  it('says who states and who counts, and lists what contradicts', () => {
    const fields = [
      { table: 't', column: 'c', protection: 'encrypted', population: 9, samples: ['Ada'], counts: null },
    ];
    const head = { format: 'bathyscope/field-encryption', formatVersion: '1', collectedAt: '2026-06-28T06:00:00Z' };
    const source = { database: 'd', tenantId: 't', selection: 's' };
    const collector = { name: 'c', version: '1' };
    const read = finished(parseFieldEncryption({ ...head, collector, source, fields }, 'f.json'));
    const inspected = inspectSamples(read.value?.fields ?? []);
    const part = fieldPart('f.json', read, inspected, checkFields(read, inspected, 'f.json').findings);
    render(<EvidenceScreen document={{ ...fakeDocument('healthy', 'd'), parts: [part] }} screen="encryption" />);
    const text = plain(document.body);
    for (const words of ['stated by the producer', 'computed here', 'nothing is decrypted', '1 finding on this file'])
      expect(text).toContain(words);
    expect(text).toContain('t.c is stated as encrypted, and 1 of 1 sample can be read as plain text');
    expect(text).not.toContain('Ada');
  });
});

describe('Trust', () => {
  it('teaches what an anchor is while none was brought', async () => {
    await opened('healthy', 'trust');
    expect(plain(main())).toContain('Nothing yet, so nothing outside the bundle backs it.');
    expect(within(main()).getByRole('button', { name: 'Add anchor…' })).toBeDefined();
  });

  it('lists candidates of the bundle apart, and says that they add nothing', async () => {
    await opened('three-file', 'trust');
    const candidates = screen.getByRole('region', { name: /^Candidates in the bundle/ });
    expect(plain(candidates)).toContain('they add nothing to the verdict');
    expect(within(candidates).queryByRole('button', { name: /^Remove/ })).toBeNull();
  });

  it('gives a candidate that matches no mark of passing', () => {
    const anchor = auditorAnchor('healthy', 'a');
    const { rerender } = render(<AnchorTable anchors={[{ ...anchor, origin: 'bundle' }]} removable={false} />);
    expect(plain(screen.getByRole('table'))).toContain('Same values');
    expect(plain(screen.getByRole('table'))).not.toContain('Pass');
    rerender(<AnchorTable anchors={[anchor]} removable />);
    expect(plain(screen.getByRole('table'))).toContain('Pass');
  });

  it('names what is missing and what would raise it', async () => {
    await opened('healthy', 'trust');
    const missing = screen.getByRole('region', { name: 'What is missing, and what it would raise' });
    expect(plain(missing)).toContain('Add the anchor that you obtained outside this bundle.');
  });
});

describe('Findings', () => {
  it('gives exact counts also where the list was cut', async () => {
    const api = openWindow({ scenario: 'edited' });
    const view = fakeDocument('edited', 'cut');
    if (view.report === null) throw new Error('the fixture has a report');
    const report = { ...view.report, findingCounts: { ...view.report.findingCounts, 'payload-altered': 41_000 } };
    api.documentGet = async () => success({ ...view, report });
    await act(() => actions.openExisting('cut'));
    act(() => actions.openScreen('findings'));
    expect(plain(screen.getByRole('region', { name: 'Payload altered' }))).toContain(
      'first 1 of 41 000 findings shown',
    );
    expect(plain(main())).toContain('40 999 further findings of this class were counted and not kept one by one.');
  });

  it('shows a finding in full when it is selected, and jumps to its entry', async () => {
    const api = await opened('edited', 'findings');
    fireEvent.click(screen.getByRole('button', { name: /Position 8204: The payload/ }));
    expect(plain(detail())).toContain('Expected');
    fireEvent.click(within(detail()).getByRole('button', { name: /^Show position 8\s204 in Chain$/ }));
    await waitFor(() => expect(lastCall(api, 'rowGet')).toMatchObject({ position: 8_204 }));
  });

  it('copies what the filter leaves as JSON that reads back', async () => {
    const api = await opened('edited', 'findings');
    fireEvent.change(screen.getByRole('searchbox', { name: 'Filter findings by text' }), {
      target: { value: 'traversal' },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Copy as JSON' }));
    await waitFor(() => expect(api.copied).toHaveLength(1));
    const copied = JSON.parse(api.copied[0] ?? '[]') as Finding[];
    expect(copied.map((finding) => finding.class)).toEqual(['unsafe-entry']);
  });

  it('says what it means that nothing was found', async () => {
    await opened('three-file', 'findings');
    expect(plain(main())).toContain('says only that what was checked held');
  });

  it('calls the list partial while a replay runs', async () => {
    await opened('running', 'findings');
    expect(plain(main())).toContain('partial');
  });
});

describe('Files', () => {
  it('lists every entry, also those that were refused, not read or are absent', async () => {
    await opened('edited', 'files');
    const rows = within(main()).getAllByRole('row').slice(1);
    expect(rows).toHaveLength(8);
    expect(plain(rows[6] ?? main())).toContain('Refused../../etc/passwd');
    expect(plain(rows[7] ?? main())).toContain('Absentfield-encryption.json');
  });

  it('shows the text of a file with what hides in it', async () => {
    const api = await opened('edited', 'files');
    fireEvent.click(screen.getByRole('button', { name: /^notes\/.*⟨U\+202E⟩.*txt\.exe/ }));
    await within(detail()).findByText(/<img src=x onerror=alert\(1\)>/);
    expect(lastCall(api, 'fileText')).toMatchObject({ fileIndex: 4, from: 0, count: 16_384 });
    expect(document.querySelector('img')).toBeNull();
    expect(plain(detail())).toContain('report⟨U+202E⟩gpj.exe');
  });

  it('offers no text of a file that was refused', async () => {
    const api = await opened('edited', 'files');
    fireEvent.click(screen.getByRole('button', { name: '../../etc/passwd' }));
    expect(plain(detail())).toContain('A safety rule forbids reading it');
    expect(lastCall(api, 'fileText')).toBeUndefined();
  });

  it('steps through a large file window by window, hex where it is no text', async () => {
    const api = await opened('edited', 'files');
    const size = 40_000;
    const asked: number[] = [];
    api.fileText = async ({ from, count }) => {
      asked.push(from);
      return success({ text: 'ff'.repeat(Math.min(count, size - from)), from, size, encoding: 'hex' });
    };
    fireEvent.click(screen.getByRole('button', { name: 'audit-chain.ndjson' }));
    await within(detail()).findByText(/^00000000 ff ff/);
    fireEvent.click(within(detail()).getByRole('button', { name: 'Last' }));
    await within(detail()).findByText(/^00008000 ff ff/);
    expect(asked).toEqual([0, 32_768]);
    expect(within(detail()).getByRole('button', { name: 'Next' })).toHaveProperty('disabled', true);
  });

  it('sets the digest that the index states beside the computed one', async () => {
    await opened('edited', 'files');
    fireEvent.click(screen.getByRole('button', { name: 'worm-retention.json' }));
    expect(plain(detail())).toContain('Stated by the index');
    expect(plain(detail())).toContain('They are equal.');
  });
});
