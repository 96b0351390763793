import { describe, expect, it } from 'vitest';
import { NO_VERIFIER_TRUST } from '../../../shared/ipc/verifier.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import { anchorText, type EvidenceFiles, ndjson, withEvidence } from '../../support/verifier/evidence.ts';
import { judge } from '../../support/verifier/judge.ts';

const CHAIN = buildChain(40);
const folder = (lengths: readonly number[]): EvidenceFiles =>
  Object.fromEntries(
    lengths.map((length) => [`anchors/${String(length).padStart(12, '0')}.json`, anchorText(CHAIN, length)]),
  );

describe('a folder of anchors', () => {
  const all = folder([8, 16, 24, 32, 40]);

  it('is taken whole, shortest first, and the longest makes the chain complete', async () => {
    const view = await judge({ ...all, 'chain.ndjson': ndjson(CHAIN) }, 'chain.ndjson', NO_VERIFIER_TRUST, ['anchors']);
    expect(view.report.verdict).toBe('verified');
    expect(view.anchors.map(({ length }) => length)).toEqual([8, 16, 24, 32, 40]);
  });

  it('names the last length that is proven and the first place that is bad: an edited entry', async () => {
    const edited = CHAIN.map((entry) => (entry.seq === 19 ? { ...entry, payload: {} } : entry));
    const view = await judge({ ...all, 'chain.ndjson': ndjson(edited) }, 'chain.ndjson', NO_VERIFIER_TRUST, [
      'anchors',
    ]);
    expect([view.report.verdict, view.report.firstBrokenSeq]).toEqual(['tampered', 19]);
    expect(view.report.axes.integrity.answer).toContain(
      'Last proven good at length 16, first found bad at position 19.',
    );
  });

  it('names them for a chain that was written anew from some place on', async () => {
    const rewritten = [...CHAIN.slice(0, 10)];
    const other = buildChain(40, ' anew');
    const view = await judge(
      { ...all, 'chain.ndjson': ndjson(rewritten), 'other.ndjson': ndjson(other) },
      'chain.ndjson',
      NO_VERIFIER_TRUST,
      ['anchors'],
    );
    expect(view.report.verdict).toBe('tampered');
    expect(view.report.axes.completeness.answer).toContain(
      'Last proven good at length 8, first found bad at position 10.',
    );
  });

  it('that holds no anchor is no verdict: nothing that was brought is left out in silence', async () => {
    await withEvidence({ 'chain.ndjson': ndjson(CHAIN), 'anchors/readme.txt': 'x' }, async (root, open) => {
      const { view } = await open(`${root}/chain.ndjson`, { anchors: [`${root}/anchors`] });
      expect([view.state, view.report]).toEqual(['error', null]);
      expect(view.error).toContain('<length>.json');
    });
  });
});
