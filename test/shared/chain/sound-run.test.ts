import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import { readEntry } from '../../../shared/chain/entry.ts';
import { Replay } from '../../../shared/chain/replay.ts';
import type { SoundRun } from '../../../shared/chain/sound-run.ts';
import { referencePayloadHash } from '../../reference/canonical.ts';
import { buildChain, CollectingSink, linesOf, type TestEntry, testSha256 } from '../../support/chain/build-chain.ts';

/** The longest run from `from` on that is sound in itself, as the kernel would report it. */
function runFrom(
  entries: readonly TestEntry[],
  broken: ReadonlySet<number>,
  from: number,
  most: number,
): SoundRun | null {
  const taken: TestEntry[] = [];
  for (let at = from; at < entries.length && taken.length < most; at += 1) {
    const entry = entries[at];
    const before = taken.at(-1);
    if (entry === undefined || broken.has(at)) break;
    if (before !== undefined && (entry.prevHash !== before.hash || entry.seq !== before.seq + 1)) break;
    taken.push(entry);
  }
  const [first] = taken;
  if (first === undefined) return null;
  const lastHashes = taken.map((entry) => entry.hash).slice(-1_024);
  return { count: taken.length, firstSeq: first.seq, firstPrevHash: first.prevHash, firstHash: first.hash, lastHashes };
}

function pushAll(lines: readonly string[]) {
  const sink = new CollectingSink();
  const replay = new Replay(testSha256, sink);
  lines.forEach((line, at) => {
    replay.push(readEntry(encodeUtf8(line)), at);
  });
  return { totals: replay.finish(), faults: sink.faults };
}

function pushRuns(entries: readonly TestEntry[], broken: ReadonlySet<number>, sizes: readonly number[]) {
  const lines = linesOf(entries);
  const sink = new CollectingSink();
  const replay = new Replay(testSha256, sink);
  let skipped = 0;
  for (let at = 0, turn = 0; at < entries.length; turn += 1) {
    const run = runFrom(entries, broken, at, sizes[turn % sizes.length] ?? 1);
    if (run !== null && replay.pushRun(run)) {
      at += run.count;
      skipped += run.count;
    } else {
      replay.push(readEntry(encodeUtf8(lines[at] ?? '')), at);
      at += 1;
    }
  }
  return { totals: replay.finish(), faults: sink.faults, skipped };
}

describe('a run of sound entries', () => {
  it('has the same outcome as its entries pushed one by one, whatever stands around it', () => {
    const change = fc.record({
      kind: fc.constantFrom('drop', 'swap', 'copy', 'payload', 'hash', 'prevHash', 'seq', 'far'),
      at: fc.nat(399),
    });
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 }),
        (changes, sizes) => {
          const entries = buildChain(400);
          for (const { kind, at } of changes) {
            const entry = entries[at];
            const next = entries[at + 1];
            if (entry === undefined || next === undefined) continue;
            if (kind === 'drop') entries.splice(at, 1);
            if (kind === 'swap') entries.splice(at, 2, next, entry);
            if (kind === 'copy') entries.splice(at, 0, { ...entry });
            if (kind === 'far') entries.push(...entries.splice(at, 1));
            if (kind === 'payload') entry.payload = 'edited';
            if (kind === 'hash') entry.hash = 'ab'.repeat(32);
            if (kind === 'prevHash') entry.prevHash = 'cd'.repeat(32);
            if (kind === 'seq') entry.seq += 7;
          }
          const recomputes = ({ prevHash, payload, hash }: TestEntry) =>
            referencePayloadHash(prevHash, payload) === hash;
          const broken = new Set(entries.flatMap((entry, at) => (recomputes(entry) ? [] : [at])));
          const { skipped, ...byRuns } = pushRuns(entries, broken, sizes);
          expect({ totals: byRuns.totals, faults: byRuns.faults.map(({ byteOffset: _, ...rest }) => rest) }).toEqual(
            ((plain) => ({ totals: plain.totals, faults: plain.faults.map(({ byteOffset: _, ...rest }) => rest) }))(
              pushAll(linesOf(entries)),
            ),
          );
          expect(skipped).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('has the same outcome for what repeats an entry far behind, at the edge of what is kept', () => {
    const sound = buildChain(1_500);
    const comparable = ({ totals, faults }: ReturnType<typeof pushAll>) => ({
      totals,
      faults: faults.map(({ byteOffset: _, ...rest }) => rest),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 400, max: 900 }),
        fc.integer({ min: 480, max: 599 }),
        fc.array(fc.integer({ min: 1_000, max: 1_500 }), { minLength: 1, maxLength: 3 }),
        (at, distance, sizes) => {
          const copy = sound[at];
          if (copy === undefined) throw new Error('no such entry');
          const entries = sound.toSpliced(at + distance, 0, copy);
          const byRuns = pushRuns(entries, new Set(), sizes);
          expect(comparable(byRuns)).toEqual(comparable(pushAll(linesOf(entries))));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is refused when it does not follow, and nothing changes', () => {
    const entries = buildChain(20);
    const replay = new Replay(testSha256, new CollectingSink());
    const later = runFrom(entries, new Set(), 5, 10);
    expect(later !== null && replay.pushRun(later)).toBe(false);
    expect(replay.finish()).toMatchObject({ rows: 0, firstBroken: null, tip: null });
  });
});
