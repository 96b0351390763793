import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/base/limits.ts';
import { entryNamed, readEntry, rulesOf, textOf, withBytes } from '../support/containers.ts';
import { buildZip, type ZipEntrySpec } from '../support/zip-builder.ts';

const GOOD: ZipEntrySpec = { name: 'good.json', data: '{}' };
const MIB = 1024 * 1024;

/** Zeros, deflated; the data itself is not kept. */
function zeros(name: string, bytes: number): ZipEntrySpec {
  return { name, data: Buffer.alloc(bytes), method: 8 };
}

describe('archives that inflate without end', () => {
  it('refuses a ratio bomb before inflating it', async () => {
    await withBytes(buildZip({ entries: [zeros('bomb', 65 * MIB), GOOD] }).bytes, async (container) => {
      const bomb = entryNamed(container, 'bomb');
      expect(bomb.refused).toBe(true);
      expect(bomb.findings[0]).toMatchObject({
        class: 'limit-exceeded',
        severity: 'fail',
        where: { rule: 'zipRatio' },
      });
      expect((await readEntry(bomb)).bytes).toHaveLength(0);
      expect(await textOf(container, 'good.json')).toBe('{}');
    });
  });

  it('counts many small bombs as one', async () => {
    const entries = [...Array.from({ length: 10 }, (_, each) => zeros(`bomb-${each}`, 10 * MIB)), GOOD];
    await withBytes(buildZip({ entries }).bytes, async (container) => {
      expect(container.entries.map(({ refused }) => refused)).toEqual([
        ...Array.from({ length: 6 }, () => false),
        ...Array.from({ length: 4 }, () => true),
        false,
      ]);
    });
  });

  it('stops a bomb that understates its size', async () => {
    const lie = { size: 1_000 };
    const bomb: ZipEntrySpec = { ...zeros('bomb', 65 * MIB), local: lie, central: lie };
    await withBytes(buildZip({ entries: [bomb, GOOD] }).bytes, async (container) => {
      const { bytes, finding } = await readEntry(entryNamed(container, 'bomb'));
      expect(bytes).toHaveLength(1_000);
      expect(finding?.where.rule).toBe('zip.data.size');
    });
  });

  it('refuses entries that share their data', async () => {
    const twin = { localOffset: 0, name: 'twin', size: 4, storedSize: 4 };
    const built = buildZip({
      entries: [
        { name: 'twin', data: 'data' },
        { name: 'more', data: 'more', central: { ...twin, name: 'other' } },
        GOOD,
      ],
    });
    await withBytes(built.bytes, async (container) => {
      expect(container.entries.map(({ refused }) => refused)).toEqual([true, true, false]);
      for (const entry of container.entries.slice(0, 2))
        expect(rulesOf(entry.findings)).toContain('zip.layout.overlap');
      expect(await textOf(container, 'good.json')).toBe('{}');
    });
  });

  it('refuses a bomb whose entries quote the headers that follow them', async () => {
    const { bytes, count } = quotedOverlapBomb(50);
    await withBytes(bytes, async (container) => {
      expect(container.entries).toHaveLength(count);
      for (const entry of container.entries) {
        expect(entry.refused).toBe(true);
        expect(rulesOf(entry.findings)).toEqual(['zip.layout.overlap']);
      }
    });
  });

  it.each([
    ['with a zip64 end record', true],
    ['with a count that wrapped around at 65 536', false],
  ])('lists up to the cap of 70 000 entries, %s', async (_how, zip64) => {
    const entries = Array.from({ length: 70_000 }, (_, each): ZipEntrySpec => ({ name: `f${each}`, data: `${each}` }));
    await withBytes(buildZip({ entries, zip64 }).bytes, async (container) => {
      expect(container.entries).toHaveLength(LIMITS.bundleFiles);
      expect(container.findings.map(({ class: kind, severity, where }) => [kind, severity, where.rule])).toEqual([
        ['limit-exceeded', 'fail', 'bundleFiles'],
      ]);
      expect(await textOf(container, 'f65534')).toBe('65534');
    });
  });
});

/** After D. Fifield, "A better zip bomb" (WOOT 2019): each entry's data quotes the next local header in a stored Deflate block and goes on in its data. */
function quotedOverlapBomb(count: number): { bytes: Uint8Array; count: number } {
  const kernel = Buffer.alloc(100_000);
  const alone = (entry: ZipEntrySpec): Uint8Array => {
    const built = buildZip({ entries: [entry] });
    return built.bytes.subarray(0, built.directoryAt);
  };
  let data: Uint8Array = kernel;
  let stored: Uint8Array = deflateRawSync(kernel);
  let files = alone({ name: `f${count - 1}`, data, method: 8, stored });
  const entries: ZipEntrySpec[] = [{ name: `f${count - 1}`, data, method: 8, stored }];
  const lengths = [files.length];
  for (let each = count - 2; each >= 0; each -= 1) {
    const header = files.subarray(0, 30 + `f${each + 1}`.length);
    const quote = Buffer.from([0, header.length, 0, 255 - header.length, 255]);
    data = Buffer.concat([header, data]);
    stored = Buffer.concat([quote, header, stored]);
    const entry: ZipEntrySpec = { name: `f${each}`, data, method: 8, stored };
    files = alone(entry);
    entries.unshift(entry);
    lengths.unshift(files.length);
  }
  const placed = entries.map((entry, each) => ({
    ...entry,
    central: { localOffset: files.length - (lengths[each] ?? 0) },
  }));
  return { bytes: buildZip({ entries: placed, rawFiles: files }).bytes, count };
}
