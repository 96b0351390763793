import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorFaults, checkAnchor } from '../../../shared/chain/anchor-check.ts';
import { referenceSha256 } from '../../reference/canonical.ts';
import { type ReferenceAnchor, referenceAnchorBreak, referenceReplay } from '../../reference/replay.ts';
import { buildChain, linesOf, replayLines } from '../../support/chain/build-chain.ts';

const OTHER = referenceSha256('another');

function judge(lines: readonly string[], anchor: ReferenceAnchor) {
  const reference = referenceReplay(lines);
  const within = reference.hashes[anchor.length - 1] ?? undefined;
  return { reference, judgement: checkAnchor(anchor, replayLines(lines).totals, within) };
}

describe('anchor against rows', () => {
  it('breaks where the plain reference breaks; entries behind a matching anchor are the one difference', () => {
    const scene = fc.record({
      rows: fc.integer({ min: 0, max: 12 }),
      length: fc.integer({ min: 1, max: 14 }),
      tip: fc.oneof(fc.integer({ min: -1, max: 13 }), fc.constant('own' as const)),
      genesis: fc.constantFrom('absent' as const, 'own' as const, 'other' as const),
    });
    fc.assert(
      fc.property(scene, ({ rows, length, tip, genesis }) => {
        const entries = buildChain(rows);
        const tipHash = entries[tip === 'own' ? length - 1 : tip]?.hash ?? OTHER;
        const own = entries[0]?.hash ?? OTHER;
        const anchor: ReferenceAnchor = {
          length,
          tipHash,
          ...(genesis === 'absent' ? {} : { genesisHash: genesis === 'own' ? own : OTHER }),
        };
        const { reference, judgement } = judge(linesOf(entries), anchor);
        const expected = referenceAnchorBreak(reference, anchor);
        const extended = rows > length && entries[length - 1]?.hash === tipHash && genesis !== 'other';
        expect(judgement.position).toBe(extended ? null : expected);
        expect(judgement.result).toBe(extended ? 'undetermined' : expected === null ? 'pass' : 'fail');
        expect(judgement.state === 'extended').toBe(extended);
        expect(judgement.state === 'complete').toBe(expected === null && !extended);
      }),
      { numRuns: 3_000 },
    );
  });

  it('matches an anchor with what was replayed, never with a hash that is handed in for an end of the chain', () => {
    const entries = buildChain(5);
    const { totals } = replayLines(linesOf(entries));
    expect(checkAnchor({ length: 5, tipHash: OTHER }, totals, OTHER).state).toBe('rewritten');
    const one = replayLines(linesOf(buildChain(1))).totals;
    expect(checkAnchor({ length: 1, tipHash: OTHER }, one, OTHER).state).toBe('rewritten');
    expect(checkAnchor({ length: 1, tipHash: OTHER }, totals, OTHER).state).toBe('rewritten');
  });

  it('says that all missing entries are at the end only when the rows hold', () => {
    const entries = buildChain(100);
    const anchor = { length: 100, tipHash: entries[99]?.hash ?? '' };
    const cut = judge(linesOf(entries.slice(0, 90)), anchor).judgement;
    expect(cut).toMatchObject({ state: 'truncated', position: 90, fault: { first: 90, last: 99 } });
    expect(cut.message).toContain('the tail of 10 entries is cut off');
    const holed = judge(linesOf([...entries.slice(0, 50), ...entries.slice(60, 99)]), anchor).judgement;
    expect(holed.state).toBe('truncated');
    expect(holed.message).toContain('How many are missing at the end can not be told');
  });

  it('says that an anchor covers what stands before it only when that holds', () => {
    const entries = buildChain(10);
    const anchor = { length: 8, tipHash: entries[7]?.hash ?? '' };
    expect(judge(linesOf(entries), anchor).judgement.message).toBe(
      'The first 8 entries are those that the anchor covers; 2 entries that follow are not covered by it.',
    );
    const lines = linesOf(entries).map((line, at) => (at === 3 ? line.replace('event-3', 'event-X') : line));
    expect(judge(lines, anchor).judgement.message).toContain('it says nothing of those before');
  });

  it('compares nothing with what was not read', () => {
    const entries = buildChain(6);
    const { totals } = replayLines(linesOf(entries));
    const partly = { ...totals, readToEnd: false };
    const at = (length: number) => ({ length, tipHash: entries[length - 1]?.hash ?? OTHER });
    expect(checkAnchor(at(6), partly, undefined).state).toBe('not-compared');
    expect(checkAnchor(at(4), partly, entries[3]?.hash).state).toBe('not-compared');
    expect(checkAnchor({ length: 9, tipHash: OTHER }, partly, undefined).state).toBe('not-compared');
    expect(checkAnchor({ length: 4, tipHash: OTHER }, partly, entries[3]?.hash).state).toBe('rewritten');
    expect(checkAnchor(at(4), totals, undefined).state).toBe('not-compared');
    const unread = { ...totals, genesis: null };
    expect(checkAnchor({ ...at(6), genesisHash: entries[0]?.hash ?? '' }, unread, undefined).state).toBe(
      'not-compared',
    );
  });
});

describe('which faults of anchors count', () => {
  const entries = buildChain(10);
  const { totals } = replayLines(linesOf(entries));
  const at = (length: number) =>
    checkAnchor({ length, tipHash: entries[length - 1]?.hash ?? '' }, totals, entries[length - 1]?.hash);
  const wrong = checkAnchor({ length: 10, tipHash: OTHER }, totals, undefined);

  it('a candidate of the bundle counts when it contradicts, never when it falls short', () => {
    expect(anchorFaults([{ origin: 'bundle', judgement: at(4) }])).toEqual([]);
    expect(anchorFaults([{ origin: 'bundle', judgement: wrong }])).toMatchObject([{ class: 'rewritten' }]);
  });

  it('what follows a shorter anchor is not unanchored when another covers the chain', () => {
    const short = { origin: 'auditor', judgement: at(4) } as const;
    expect(anchorFaults([short])).toMatchObject([{ class: 'extended-past-anchor' }]);
    expect(anchorFaults([short, { origin: 'auditor', judgement: at(10) }])).toEqual([]);
    expect(anchorFaults([short, { origin: 'bundle', judgement: at(10) }])).toHaveLength(1);
  });
});
