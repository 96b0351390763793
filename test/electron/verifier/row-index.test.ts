import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntryBytes, Spool } from '../../../electron/verifier/entry-bytes.ts';
import { RowIndex, type RowPlace } from '../../../electron/verifier/row-index.ts';
import { LIMITS } from '../../../shared/base/limits.ts';

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bathyscope-index-'));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the index of entries', () => {
  it('gives back every place, up to the largest file and the largest entry', async () => {
    const place = fc.record({
      offset: fc.oneof(
        fc.nat(300),
        fc.integer({ min: 0, max: LIMITS.entriesFileBytes }),
        fc.constant(LIMITS.entriesFileBytes),
      ),
      length: fc.oneof(fc.nat(300), fc.integer({ min: 0, max: LIMITS.entryBytes }), fc.constant(LIMITS.entryBytes)),
    });
    await inFolder(async (folder) => {
      let turn = 0;
      fc.assert(
        fc.property(fc.array(place, { maxLength: 50 }), fc.nat(60), fc.nat(60), (places, from, count) => {
          turn += 1;
          const index = new RowIndex(join(folder, `rows-${turn}`));
          for (const [at, { offset, length }] of places.entries()) {
            index.append(offset, length);
            if (at % 7 === 0) expect(index.read(at, 1)).toEqual([places[at]]);
          }
          expect(index.count).toBe(places.length);
          expect(index.read(from, count)).toEqual(places.slice(from, from + count));
          index.close();
        }),
      );
    });
  });

  it('reads across what is written and what is still at hand', async () => {
    await inFolder(async (folder) => {
      const index = new RowIndex(join(folder, 'rows'));
      const places: RowPlace[] = Array.from({ length: 20_000 }, (_, at) => ({ offset: at * 300, length: at % 300 }));
      for (const { offset, length } of places) index.append(offset, length);
      expect(index.read(8_000, 9_000)).toEqual(places.slice(8_000, 17_000));
      index.close();
    });
  });

  it('reads nothing once it is closed: its descriptor may be another file by then', async () => {
    await inFolder(async (folder) => {
      const index = new RowIndex(join(folder, 'rows'));
      index.append(0, 5);
      index.close();
      index.close();
      expect(() => index.read(0, 1)).toThrow('closed');
    });
  });
});

describe('the spool', () => {
  it('can be read to the last byte that was written, while more is coming', async () => {
    await inFolder(async (folder) => {
      const spool = await Spool.create(join(folder, 'entries'));
      const whole: number[] = [];
      for (let turn = 0; turn < 40; turn += 1) {
        const chunk = Uint8Array.from({ length: 1 + turn * 37 }, (_, at) => (at * 7 + turn) & 0xff);
        await spool.write(chunk);
        whole.push(...chunk);
        const from = Math.max(0, whole.length - 100);
        expect([...(await readEntryBytes(spool, from, 100))]).toEqual(whole.slice(from));
      }
      expect([...(await readEntryBytes(spool, 0, whole.length + 10))]).toEqual(whole);
      expect((await readEntryBytes(spool, whole.length + 5, 10)).length).toBe(0);
      await spool.close();
    });
  });

  it('is never another file that lies there already', async () => {
    await inFolder(async (folder) => {
      const spool = await Spool.create(join(folder, 'entries'));
      await expect(Spool.create(join(folder, 'entries'))).rejects.toThrow('EEXIST');
      await spool.close();
    });
  });
});
