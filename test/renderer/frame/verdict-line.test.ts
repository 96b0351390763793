import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictLine } from '../../../renderer/frame/verdict-line.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { fakeDocument } from '../../support/fake/document.ts';
import { FAKE_SCENARIOS } from '../../support/fake-api.ts';

const VERDICT_WORDS = /verified|consistent|tampered|unverifiable|malformed/i;

describe('verdictLine', () => {
  it('counts no entries where there is no chain, and says none beside a chain that is empty', () => {
    const { report, ...document } = fakeDocument('healthy', 'd');
    if (report === null) throw new Error('no report');
    const empty = { ...report, summary: { ...report.summary, rows: 0, breaks: 0 } };
    expect(verdictLine({ ...document, report: empty, chainFile: null }).counts).toBe('no chain in it');
    expect(verdictLine({ ...document, report: empty }).counts.replaceAll(/\s/g, ' ')).toBe('0 entries · 0 breaks');
  });

  it('says a verdict with its counts when the replay is done', () => {
    const line = verdictLine(fakeDocument('edited', 'd'));
    expect(line).toMatchObject({ kind: 'verdict', verdict: 'tampered' });
    expect(line.counts.replaceAll(/\s/g, ' ')).toBe('41 984 entries · 11 breaks');
  });

  it('never says a verdict in any other state, even when a report is already there', () => {
    const unfinished = fc.constantFrom<DocumentView['state']>('opening', 'running', 'cancelled', 'error');
    fc.assert(
      fc.property(fc.constantFrom(...FAKE_SCENARIOS), unfinished, (scenario, state) => {
        const line = verdictLine({ ...fakeDocument(scenario, 'd'), state });
        expect(line.kind).toBe('none');
        expect(JSON.stringify(line)).not.toMatch(VERDICT_WORDS);
      }),
    );
  });

  it('says that packs are judged while they are, with no entry of a replay that is over', () => {
    const running = fakeDocument('running', 'd');
    const judging: DocumentView = { ...running, progress: { ...running.progress, phase: 'judging' } };
    expect(verdictLine(judging)).toMatchObject({ kind: 'none', word: 'Judging…', counts: 'No verdict yet.' });
  });

  it('labels what an unfinished replay saw as partial', () => {
    for (const scenario of ['running', 'cancelled'] as const) {
      expect(verdictLine(fakeDocument(scenario, 'd')).counts).toMatch(/^Partial: 6\s412\s000\sentries/);
    }
  });

  it('makes no verdict out of a document that ended without a report', () => {
    const line = verdictLine({ ...fakeDocument('healthy', 'd'), report: null });
    expect(line).toMatchObject({ kind: 'none', mark: 'error' });
  });

  it('speaks of running work once, not at every count', () => {
    const running = fakeDocument('running', 'd');
    const later = { ...running, progress: { ...running.progress, rows: 7_000_000 } };
    expect(verdictLine(later).spoken).toBe(verdictLine(running).spoken);
  });
});
