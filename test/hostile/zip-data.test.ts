import { appendFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { entryNamed, inTemporaryFolder, readEntry, textOf, withBytes, withContainer } from '../support/containers.ts';
import { buildZip, type ZipEntrySpec } from '../support/zip-builder.ts';

const GOOD: ZipEntrySpec = { name: 'good.json', data: '{}' };
const TEXT = Array.from({ length: 20_000 }, (_, row) => `{"seq":${row},"x":${(row * 7919) % 104_729}}\n`).join('');

/** Both headers state the same lie. */
function agreed(entry: ZipEntrySpec, lie: { size?: number; crc32?: number; storedSize?: number }): ZipEntrySpec {
  return { ...entry, local: lie, central: lie };
}

async function outcomeOf(
  entry: ZipEntrySpec,
): Promise<{ bytes: Uint8Array; rule: string | undefined; severity: string | undefined }> {
  return withBytes(buildZip({ entries: [entry, GOOD] }).bytes, async (container) => {
    expect(await textOf(container, 'good.json')).toBe('{}');
    const listed = entryNamed(container, 'x');
    expect(listed.refused).toBe(false);
    const { bytes, finding } = await readEntry(listed);
    expect(finding?.message ?? '').not.toContain('is not read');
    return { bytes, rule: finding?.where.rule, severity: finding?.severity };
  });
}

describe('data of a zip entry', () => {
  it('reads stored and deflated data exactly, again and again', async () => {
    for (const method of [0, 8]) {
      await withBytes(buildZip({ entries: [{ name: 'x', data: TEXT, method }] }).bytes, async (container) => {
        expect(await textOf(container, 'x')).toBe(TEXT);
        expect(await textOf(container, 'x')).toBe(TEXT);
        expect(container.entries[0]?.size).toBe(TEXT.length);
      });
    }
  });

  it.each([0, 8])('reports a wrong checksum after the bytes (method %i)', async (method) => {
    const { bytes, rule, severity } = await outcomeOf(agreed({ name: 'x', data: TEXT, method }, { crc32: 5 }));
    expect({ rule, severity }).toEqual({ rule: 'zip.data.crc', severity: 'fail' });
    expect(Buffer.from(bytes).toString()).toBe(TEXT);
  });

  it('stops at the stated size when there is more', async () => {
    const { bytes, rule } = await outcomeOf(agreed({ name: 'x', data: TEXT, method: 8 }, { size: 1_000 }));
    expect(rule).toBe('zip.data.size');
    expect(Buffer.from(bytes).toString()).toBe(TEXT.slice(0, 1_000));
  });

  it('says so when there is less than stated', async () => {
    const { bytes, rule } = await outcomeOf(agreed({ name: 'x', data: TEXT, method: 8 }, { size: TEXT.length + 1 }));
    expect(rule).toBe('zip.data.size');
    expect(bytes).toHaveLength(TEXT.length);
  });

  it('gives all bytes before a cut, and the same ones each time', async () => {
    const whole = deflateRawSync(Buffer.from(TEXT));
    const stored = whole.subarray(0, whole.length - 2_000);
    const first = await outcomeOf({ name: 'x', data: TEXT, method: 8, stored });
    expect(first.rule).toBe('zip.data.truncated');
    expect(first.bytes.length).toBeGreaterThan(TEXT.length / 2);
    expect(TEXT.startsWith(Buffer.from(first.bytes).toString())).toBe(true);
    const second = await outcomeOf({ name: 'x', data: TEXT, method: 8, stored });
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
  });

  it('gives bytes before data that is no Deflate data, and the same ones each time', async () => {
    const whole = deflateRawSync(Buffer.from(TEXT), { level: 0 });
    const stored = Buffer.concat([
      whole.subarray(0, 5 + 65_535),
      Buffer.from([0x06, 0x00]),
      whole.subarray(5 + 65_535),
    ]);
    const first = await outcomeOf({ name: 'x', data: TEXT, method: 8, stored });
    expect(first.rule).toBe('zip.data.deflate');
    expect(first.bytes.length).toBeGreaterThan(60_000);
    expect(TEXT.startsWith(Buffer.from(first.bytes).toString())).toBe(true);
    const second = await outcomeOf({ name: 'x', data: TEXT, method: 8, stored });
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
  });

  it('reports bytes that hide behind the last block', async () => {
    const stored = Buffer.concat([deflateRawSync(Buffer.from(TEXT)), Buffer.from('hidden')]);
    const { bytes, rule } = await outcomeOf({ name: 'x', data: TEXT, method: 8, stored });
    expect(rule).toBe('zip.data.stored-size');
    expect(Buffer.from(bytes).toString()).toBe(TEXT);
  });

  it('reads an empty deflated entry, with and without a block', async () => {
    expect((await outcomeOf({ name: 'x', data: '', method: 8 })).rule).toBeUndefined();
    expect((await outcomeOf({ name: 'x', data: '', method: 8, stored: new Uint8Array(0) })).rule).toBeUndefined();
    const noBlock = agreed({ name: 'x', data: '', method: 8, stored: new Uint8Array(0) }, { size: 4 });
    expect((await outcomeOf(noBlock)).rule).toBe('zip.data.truncated');
  });

  it('can be left before its end', async () => {
    await withBytes(buildZip({ entries: [{ name: 'x', data: TEXT, method: 8 }, GOOD] }).bytes, async (container) => {
      for await (const bytes of entryNamed(container, 'x').stream()) {
        expect(bytes.length).toBeGreaterThan(0);
        break;
      }
      expect(await textOf(container, 'x')).toBe(TEXT);
    });
  });

  it('reports an archive that was changed while it was open', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.zip');
      await writeFile(path, buildZip({ entries: [{ name: 'x', data: TEXT, method: 8 }] }).bytes);
      await utimes(path, 1_000, 1_000);
      await withContainer(path, async (container) => {
        await appendFile(path, 'more');
        const { bytes, finding } = await readEntry(entryNamed(container, 'x'));
        expect(Buffer.from(bytes).toString()).toBe(TEXT);
        expect(finding).toMatchObject({
          severity: 'fail',
          class: 'unreadable-file',
          where: { rule: 'file.changed', file: 'a.zip' },
        });
      });
    });
  });
});
