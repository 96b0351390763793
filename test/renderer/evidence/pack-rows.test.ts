import { describe, expect, it } from 'vitest';
import { knownEntries, packOfRows } from '../../../renderer/evidence/pack-rows.ts';
import { railParts } from '../../../renderer/frame/rail-parts.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { fakeDocument } from '../../support/fake/document.ts';
import { CHAIN_PACK, PACKS, RECEIPT } from '../fixtures/packs.ts';

/** A pack alone: its rows were judged and not replayed. */
function packAlone(): DocumentView {
  const view = fakeDocument('empty', 'd');
  if (view.report === null) throw new Error('the document is done');
  const summary = { ...view.report.summary, rows: 999 };
  return { ...view, packs: [...PACKS], report: { ...view.report, summary } };
}

describe('the rows of a pack', () => {
  it('stand in for a chain where the bundle has none', () => {
    expect(packOfRows(packAlone())).toBe(CHAIN_PACK);
    expect(knownEntries(packAlone())).toBe(999);
    expect(railParts(packAlone(), []).find((part) => part.screen === 'chain')?.present).toBe(true);
  });

  it('are those of the first pack alone, where the summary counts several', () => {
    const alone = packAlone();
    const [rows] = CHAIN_PACK.tables;
    if (alone.report === null || rows === undefined) throw new Error('a pack with rows was judged');
    const second = { ...CHAIN_PACK, id: 'pack-4', tables: [{ ...rows, total: 12 }] };
    const summary = { ...alone.report.summary, rows: 1_011 };
    expect(knownEntries({ ...alone, packs: [...PACKS, second], report: { ...alone.report, summary } })).toBe(999);
  });

  it('do not stand in beside a chain, and other packs have no rows', () => {
    const beside = { ...packAlone(), chainFile: 'audit-chain.ndjson' };
    expect(packOfRows(beside)).toBeNull();
    expect(knownEntries(beside)).toBe(beside.progress.rows);
    const receipts = { ...packAlone(), packs: [RECEIPT] };
    expect(packOfRows(receipts)).toBeNull();
    expect(knownEntries(receipts)).toBe(0);
  });

  it('are not counted before they were judged', () => {
    expect(knownEntries({ ...packAlone(), state: 'running', report: null })).toBe(0);
  });
});
