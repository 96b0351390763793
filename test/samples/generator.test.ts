import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { anchorOf, mint, mintCompanyChain, renderRow, renderRows } from '../fixtures/generate/chain.ts';
import * as damage from '../fixtures/generate/damage.ts';
import { companyEvents, writePayload } from '../fixtures/generate/events.ts';
import { writeLargeChain } from '../fixtures/generate/large.ts';
import { createRandom } from '../fixtures/generate/random.ts';
import { rawZipOf, zipOf } from '../fixtures/generate/zip.ts';
import { referenceCanonicalize } from '../reference/canonical.ts';
import { referenceFirstBroken, referenceReplay } from '../reference/replay.ts';

const folder = mkdtempSync(join(tmpdir(), 'bathyscope-generator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the stream of numbers', () => {
  it('is the published mulberry32 stream', () => {
    // First outputs for seed 1 as 32-bit fractions, computed from the public-domain definition.
    const random = createRandom(1);
    expect([random.int(1_000_000), random.int(1_000_000), random.int(1_000_000)]).toEqual([627073, 2735, 527447]);
  });

  it('stays in range and repeats for a seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1_000_000 }), (seed, below) => {
        const [a, b] = [createRandom(seed), createRandom(seed)];
        const drawn = Array.from({ length: 20 }, () => a.int(below));
        expect(drawn).toEqual(Array.from({ length: 20 }, () => b.int(below)));
        expect(drawn.every((value) => Number.isInteger(value) && value >= 0 && value < below)).toBe(true);
      }),
    );
  });

  it('refuses to pick from nothing', () => {
    expect(() => createRandom(1).pick([])).toThrow(RangeError);
  });
});

describe('events', () => {
  it('are canonical as written, and every order of members hashes alike', () => {
    const random = createRandom(5);
    let seen = 0;
    for (const payload of companyEvents(5, 500)) {
      const canonical = writePayload(payload, 'canonical', random);
      expect(referenceCanonicalize(JSON.parse(canonical))).toBe(canonical);
      for (const order of ['database', 'shuffled'] as const) {
        const text = writePayload(payload, order, random);
        expect(referenceCanonicalize(JSON.parse(text))).toBe(canonical);
      }
      seen += 1;
      if (seen === 500) {
        break;
      }
    }
  });
});

describe('damages', () => {
  const sound = mintCompanyChain(9, 30);
  const damaged = (change: (rows: ReturnType<typeof damage.copyRows>) => void) => {
    const rows = damage.copyRows(sound);
    change(rows);
    return referenceReplay(rows.map(renderRow)).firstBroken;
  };

  it('start from a sound chain', () => {
    expect(referenceReplay(sound.map(renderRow)).firstBroken).toBeNull();
  });

  it.each([
    ['an edit', 7, (rows: typeof sound) => damage.editPayload(rows, 7, (payload) => payload.replace('"at"', '"At"'))],
    ['a replaced hash', 7, (rows: typeof sound) => damage.replaceHash(rows, 7)],
    ['a deletion', 7, (rows: typeof sound) => damage.deleteRow(rows, 7)],
    ['a repetition', 8, (rows: typeof sound) => damage.duplicateRow(rows, 7)],
    ['a swap', 7, (rows: typeof sound) => damage.swapRows(rows, 7)],
    ['a label', 7, (rows: typeof sound) => damage.relabel(rows, 7, 99)],
    ['an insertion', 8, (rows: typeof sound) => damage.insertRow(rows, 7, '{"x":1}')],
  ] as const)('%s breaks first at %i', (_name, position, change) => {
    expect(damaged((rows) => change(rows))).toBe(position);
  });

  it('a rewrite breaks nothing but the anchor', () => {
    const rewritten = damage.rewriteFrom(sound, 7, (payload) => payload.replace('"at"', '"At"'));
    const replay = referenceReplay(rewritten.map(renderRow));
    expect(replay.firstBroken).toBeNull();
    expect(referenceFirstBroken(replay, [anchorOf(sound)])).toBe(29);
  });

  it('refuse to damage what is not there, and edits that change nothing', () => {
    const rows = damage.copyRows(sound);
    expect(() => damage.deleteRow(rows, 30)).toThrow(RangeError);
    expect(() => damage.editPayload(rows, 3, (payload) => payload)).toThrow(RangeError);
    expect(() => damage.positionOf(rows, 'no such text', 0)).toThrow(RangeError);
  });
});

describe('the large chain', () => {
  it.each(['canonical', 'database', 'shuffled'] as const)('is sound and anchored, members %s', async (order) => {
    const path = join(folder, `${order}.ndjson`);
    const anchor = await writeLargeChain(path, 4_321, order);
    const replay = referenceReplay(readFileSync(path, 'utf8').trimEnd().split('\n'));
    expect(replay.rows).toBe(4_321);
    expect(referenceFirstBroken(replay, [anchor])).toBeNull();
  });

  it('leaves nothing half-written behind', async () => {
    await writeLargeChain(join(folder, 'whole.ndjson'), 10, 'canonical');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('zips', () => {
  it('are the same bytes each time', async () => {
    const files = new Map([['a.ndjson', renderRows(mint(['1', '2']))]]);
    expect(await zipOf(files)).toEqual(await zipOf(files));
  });

  it('raw ones keep names as given', async () => {
    const bytes = await rawZipOf([
      { name: '../up', content: Buffer.from('x') },
      { name: '../up', content: Buffer.from('y'.repeat(100)) },
    ]);
    expect(Buffer.from(bytes).toString('latin1').split('../up').length - 1).toBe(4);
  });
});
