import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referencePayloadHash, referenceSha256 } from '../../reference/canonical.ts';
import { referenceReplay } from '../../reference/replay.ts';
import { buildChain, linesOf, replayLines, type TestEntry } from '../../support/chain/build-chain.ts';
import { chainInput, OVER_LIMIT } from '../../support/chain/verification-input.ts';

/** A way to break a chain at a place, and the one fault that must come of it. */
interface Breakage {
  readonly name: string;
  readonly class: string;
  readonly apply: (entries: TestEntry[], at: number) => void;
}

const OTHER = 'ab'.repeat(32);

/** A hash that stands nowhere else in the chain under test. */
function stray(label: string, at: number): string {
  return referenceSha256(`${label} ${at}`);
}

function edit(entry: TestEntry | undefined, change: Partial<TestEntry>): void {
  if (entry !== undefined) Object.assign(entry, change);
}

const BREAKAGES: readonly Breakage[] = [
  {
    name: 'payload edited',
    class: 'payload-altered',
    apply: (entries, at) => edit(entries[at], { payload: { event: 'edited' } }),
  },
  {
    name: 'hash replaced',
    class: 'hash-replaced',
    apply: (entries, at) => edit(entries[at], { hash: stray('hash', at) }),
  },
  {
    name: 'prevHash replaced',
    class: 'link-broken',
    apply: (entries, at) => edit(entries[at], { prevHash: stray('prev', at) }),
  },
  {
    name: 'payload edited and hash made to fit',
    class: 'link-broken',
    apply: (entries, at) => {
      const payload = { event: 'edited' };
      edit(entries[at], { payload, hash: referencePayloadHash(entries[at]?.prevHash ?? null, payload) });
    },
  },
  { name: 'one entry deleted', class: 'entry-missing', apply: (entries, at) => void entries.splice(at, 1) },
  { name: 'seven entries deleted', class: 'entry-missing', apply: (entries, at) => void entries.splice(at, 7) },
  {
    name: 'deleted and the rest numbered anew',
    class: 'link-broken',
    apply: (entries, at) => {
      entries.splice(at, 1);
      for (const entry of entries.slice(at)) entry.seq -= 1;
    },
  },
  {
    name: 'an entry inserted that fits its predecessor',
    class: 'entry-inserted',
    apply: (entries, at) => {
      const prevHash = entries[at - 1]?.hash ?? null;
      const payload = { event: 'inserted' };
      const seq = (entries[at - 1]?.seq ?? -1) + 1;
      entries.splice(at, 0, { seq, prevHash, payload, hash: referencePayloadHash(prevHash, payload) });
    },
  },
  {
    name: 'an entry inserted that fits nothing',
    class: 'entry-inserted',
    apply: (entries, at) =>
      void entries.splice(at, 0, {
        seq: 99_999,
        prevHash: stray('nowhere', at),
        payload: 1,
        hash: stray('nobody', at),
      }),
  },
  {
    name: 'an entry repeated',
    class: 'sequence-duplicated',
    apply: (entries, at) => {
      const copy = entries[at];
      if (copy !== undefined) entries.splice(at + 1, 0, { ...copy });
    },
  },
  {
    name: 'two entries swapped',
    class: 'reordered',
    apply: (entries, at) => {
      const [a, b] = [entries[at], entries[at + 1]];
      if (a !== undefined && b !== undefined) entries.splice(at, 2, b, a);
    },
  },
  {
    name: 'a block of entries moved on',
    class: 'reordered',
    apply: (entries, at) => {
      const block = entries.splice(at, 3);
      entries.splice(at + 5, 0, ...block);
    },
  },
  {
    name: 'an entry replaced by one that fits nothing',
    class: 'link-broken',
    apply: (entries, at) => {
      const payload = { event: 'put in place' };
      const prevHash = stray('replaced', at);
      edit(entries[at], { prevHash, payload, hash: referencePayloadHash(prevHash, payload) });
    },
  },
  { name: 'a label raised', class: 'reordered', apply: (entries, at) => edit(entries[at], { seq: 5_000_000 }) },
  { name: 'a label lowered', class: 'sequence-duplicated', apply: (entries, at) => edit(entries[at], { seq: 12 }) },
];

describe('replay', () => {
  it('finds nothing in a sound chain and names its ends', () => {
    const entries = buildChain(200);
    const { totals, findings } = replayLines(linesOf(entries));
    expect(findings).toEqual([]);
    expect(totals).toMatchObject({
      rows: 200,
      recomputed: 200,
      firstBroken: null,
      genesis: entries[0]?.hash,
      tip: entries[199]?.hash,
    });
  });

  it.each(BREAKAGES)('one fault: $name', ({ class: expected, apply }) => {
    const entries = buildChain(200);
    apply(entries, 90);
    const { totals, findings } = replayLines(linesOf(entries));
    expect(findings.map((finding) => finding.class)).toEqual([expected]);
    expect(totals.firstBroken).toBe(referenceReplay(linesOf(entries)).firstBroken);
    expect(findings[0]?.where.position).toBeGreaterThanOrEqual(90);
    expect(findings[0]?.where.position).toBeLessThanOrEqual(92);
  });

  it('finds each of several independent faults in one file, and no more', () => {
    const picked = fc.array(fc.constantFrom(...BREAKAGES), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(picked, (breakages) => {
        const entries = buildChain(100 * breakages.length + 60);
        // From the end, so that places before stay where they are; renumbering would shift labels behind it.
        for (let i = breakages.length - 1; i >= 0; i -= 1) breakages[i]?.apply(entries, 100 * i + 50);
        const { totals, findings } = replayLines(linesOf(entries));
        const order = [...findings].sort((a, b) => (a.where.position ?? 0) - (b.where.position ?? 0));
        expect(order.map((finding) => finding.class)).toEqual(breakages.map((breakage) => breakage.class));
        expect(totals.firstBroken).toBe(referenceReplay(linesOf(entries)).firstBroken);
      }),
      { numRuns: 150 },
    );
  });

  it('tells faults that stand close together apart when hashes and labels allow it', () => {
    const entries = buildChain(80);
    entries.splice(40, 1);
    entries.splice(38, 1);
    edit(entries[20], { payload: 'edited' });
    edit(entries[22], { hash: OTHER });
    const { findings } = replayLines(linesOf(entries));
    expect(findings.map((finding) => [finding.class, finding.where.position])).toEqual([
      ['payload-altered', 20],
      ['hash-replaced', 22],
      ['entry-missing', 38],
      ['entry-missing', 39],
    ]);
  });

  it('blames no payload where a hash was replaced in both places where it stands', () => {
    const entries = buildChain(20);
    edit(entries[7], { hash: OTHER });
    edit(entries[8], { prevHash: OTHER });
    const { findings } = replayLines(linesOf(entries));
    expect(findings.map((finding) => [finding.class, finding.where.position])).toEqual([
      ['payload-altered', 7],
      ['payload-altered', 8],
    ]);
    for (const { message } of findings)
      expect(message).toContain('the payload, or a hash in both places where it stands');
  });

  it('names an entry that was moved far away once, as reordered', () => {
    const away = buildChain(3_000);
    const [taken] = away.splice(100, 1);
    if (taken !== undefined) away.splice(2_500, 0, taken);
    const forward = replayLines(linesOf(away)).findings;
    expect(forward.map((finding) => [finding.class, finding.where.position, finding.where.lastPosition])).toEqual([
      ['reordered', 100, 2_500],
    ]);

    const back = buildChain(3_000);
    const [later] = back.splice(2_500, 1);
    if (later !== undefined) back.splice(100, 0, later);
    const backward = replayLines(linesOf(back)).findings;
    expect(backward.map((finding) => finding.class)).toEqual(['reordered']);
  });

  it('finds the head cut off', () => {
    const entries = buildChain(100).slice(7);
    expect(replayLines(linesOf(entries)).findings).toMatchObject([
      { class: 'entry-missing', where: { position: 0, seq: 7 }, expected: 'null' },
    ]);
  });

  it('finds a first entry that names a predecessor', () => {
    const entries = buildChain(100);
    const payload = { event: 'not the first' };
    edit(entries[0], { prevHash: OTHER, payload, hash: referencePayloadHash(OTHER, payload) });
    const { findings } = replayLines(linesOf(entries));
    expect(findings[0]).toMatchObject({ class: 'genesis-invalid', where: { position: 0 } });
  });

  it('finds a second chain put behind the first', () => {
    const { findings } = replayLines(linesOf([...buildChain(100), ...buildChain(50, 'b')]));
    expect(findings).toMatchObject([{ class: 'genesis-invalid', where: { position: 100 } }]);
  });

  it('keeps reading behind an entry that is not readable, and blames nothing else for it', () => {
    const lines = linesOf(buildChain(100));
    lines[40] = '{"seq":40,"prev';
    const { totals, findings } = replayLines(lines);
    expect(findings).toMatchObject([{ class: 'malformed-entry', where: { position: 40, rule: 'json.syntax' } }]);
    expect(totals).toMatchObject({ firstBroken: 40, malformed: 1, recomputed: 99 });
  });

  it('sees entries missing around an entry that is not readable', () => {
    const lines = linesOf(buildChain(100));
    lines.splice(41, 3);
    lines[40] = 'rubbish';
    expect(replayLines(lines).findings).toMatchObject([
      { class: 'malformed-entry', where: { position: 40 } },
      { class: 'entry-missing', where: { position: 41, seq: 44 } },
    ]);
  });

  it('reports a fault exactly when the plain reference does, whatever was done to the chain', () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant('drop' as const), at: fc.nat(30) }),
      fc.record({ kind: fc.constant('copy' as const), at: fc.nat(30), to: fc.nat(30) }),
      fc.record({
        kind: fc.constant('set' as const),
        at: fc.nat(30),
        member: fc.constantFrom('seq' as const, 'prevHash' as const, 'hash' as const, 'payload' as const),
        value: fc.constantFrom(null, 0, 1, 5, -1, 1.5, OTHER, '', { a: 1 }, 'from-neighbour'),
      }),
      fc.record({ kind: fc.constant('rehash' as const), at: fc.nat(30) }),
      fc.record({ kind: fc.constant('garbage' as const), at: fc.nat(30) }),
    );
    fc.assert(
      fc.property(fc.nat(30), fc.array(change, { maxLength: 6 }), (count, changes) => {
        const entries: unknown[] = buildChain(count);
        for (const step of changes) {
          const entry = entries[step.at];
          if (step.kind === 'drop') entries.splice(step.at, 1);
          if (entry === undefined || typeof entry !== 'object') continue;
          const target = entry as TestEntry;
          if (step.kind === 'copy') entries.splice(step.to, 0, { ...target });
          if (step.kind === 'garbage') entries[step.at] = 'garbage';
          if (step.kind === 'set') {
            const neighbour = entries[step.at + 1];
            const value =
              step.value === 'from-neighbour' ? (neighbour as TestEntry | undefined)?.[step.member] : step.value;
            Object.assign(target, { [step.member]: value });
          }
          if (step.kind === 'rehash') target.hash = referencePayloadHash(target.prevHash, target.payload ?? null);
        }
        const lines = entries.map((entry) => JSON.stringify(entry));
        const expected = referenceReplay(lines);
        const { totals, findings } = replayLines(lines);
        expect(totals.firstBroken).toBe(expected.firstBroken);
        expect(findings.length > 0).toBe(expected.firstBroken !== null);
        expect(totals.rows).toBe(lines.length);
      }),
      { numRuns: 4_000 },
    );
  });

  it('stays bounded and linear when every entry breaks', () => {
    const entries = buildChain(20_000).filter((_, at) => at % 2 === 0);
    const { findings } = replayLines(linesOf(entries));
    expect(findings.length).toBe(10_000 - 1);
    expect(new Set(findings.map((finding) => finding.class))).toEqual(new Set(['entry-missing']));
  });
});

describe('entries above a cap', () => {
  it('leave what is around them judged, and blame nothing for what was not read', () => {
    const entries = buildChain(40);
    const capped = fc.uniqueArray(fc.nat(39), { minLength: 1, maxLength: 6 });
    const edited = fc.option(fc.nat(39));
    fc.assert(
      fc.property(capped, edited, (limits, at) => {
        const lines = linesOf(entries).map((line, position) => {
          if (limits.includes(position)) return OVER_LIMIT;
          return position === at ? line.replace('event-', 'edited-') : line;
        });
        const { totals, breaks, counts } = chainInput(lines);
        const broken = at !== null && !limits.includes(at) ? at : null;
        expect(totals).toMatchObject({ rows: 40, firstBroken: broken, overLimit: limits.length });
        expect(totals.recomputed).toBe(40 - limits.length);
        expect(breaks).toBe(broken === null ? 0 : 1);
        expect(counts.get('limit-exceeded')).toBe(limits.length);
      }),
    );
  });

  it('are places that a wrong label behind them is counted from', () => {
    const lines = linesOf(buildChain(10));
    lines[4] = OVER_LIMIT;
    const { totals } = chainInput(lines.filter((_, at) => at !== 5));
    expect(totals.firstBroken).toBe(5);
  });
});

describe('the wording of faults', () => {
  it('names positions that are in the file, and both values', () => {
    const change = fc.record({ at: fc.nat(29), kind: fc.constantFrom('drop', 'copy', 'edit', 'swap', 'garbage') });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const lines = linesOf(buildChain(30));
        for (const { at, kind } of changes) {
          const line = lines[at] ?? '';
          if (kind === 'drop') lines.splice(at, 1);
          if (kind === 'copy') lines.splice(at, 0, line);
          if (kind === 'edit') lines[at] = line.replace('event', 'e');
          if (kind === 'swap') lines.splice(at, 2, lines[at + 1] ?? '', line);
          if (kind === 'garbage') lines[at] = line.slice(0, 30);
        }
        const present = lines.filter((line) => line !== '');
        for (const finding of replayLines(present).findings) {
          const { position = -1, lastPosition = position } = finding.where;
          expect(position).toBeGreaterThanOrEqual(0);
          expect(lastPosition).toBeLessThan(present.length);
          expect(position).toBeLessThanOrEqual(lastPosition);
          expect(finding.message).toMatch(/position/);
          expect(finding.message).not.toMatch(/undefined|NaN|null/);
        }
      }),
      {
        numRuns: 400,
        // The head cut off and the last entry three times: what repeats is not as long as what is repeated.
        examples: [
          [
            [
              { at: 0, kind: 'drop' },
              { at: 28, kind: 'copy' },
              { at: 28, kind: 'copy' },
            ],
          ],
        ],
      },
    );
  });
});
