import { describe, expect, it } from 'vitest';
import { entryNamed, readEntry, rulesOf, textOf, withBytes } from '../support/containers.ts';
import {
  buildZip,
  type Descriptor,
  extraField,
  type HeaderFields,
  littleEndian,
  type ZipEntrySpec,
} from '../support/zip-builder.ts';

const GOOD: ZipEntrySpec = { name: 'good.json', data: '{}' };
const DATA = 'evidence '.repeat(100);

describe('local headers against the directory', () => {
  it.each<[string, HeaderFields, string]>([
    ['name', { name: 'innocent.json' }, 'zip.header.name'],
    ['name of the same length', { name: 'y.json' }, 'zip.header.name'],
    ['size', { size: 7 }, 'zip.header.size'],
    ['stored size', { storedSize: 7 }, 'zip.header.stored-size'],
    ['size of zero', { size: 0 }, 'zip.header.size'],
    ['checksum', { crc32: 1 }, 'zip.header.crc'],
    ['method', { method: 0 }, 'zip.header.method'],
    ['encryption flag', { flags: 1 }, 'zip.header.flags'],
    ['descriptor flag', { flags: 8 }, 'zip.header.flags'],
    ['name encoding flag', { flags: 0x800 }, 'zip.header.flags'],
  ])('refuses an entry whose local header differs: %s', async (_what, local, rule) => {
    const lie: ZipEntrySpec = { name: 'x.json', data: DATA, method: 8, local };
    await withBytes(buildZip({ entries: [GOOD, lie, { name: 'z', data: 'z' }] }).bytes, async (container) => {
      const entry = entryNamed(container, 'x.json');
      expect(rulesOf(entry.findings)).toEqual([rule]);
      expect(entry.findings[0]).toMatchObject({ class: 'unsafe-entry', severity: 'fail' });
      expect(entry.refused).toBe(true);
      expect((await readEntry(entry)).bytes).toHaveLength(0);
      expect(await textOf(container, 'good.json')).toBe('{}');
      expect(await textOf(container, 'z')).toBe('z');
    });
  });

  it('states both values', async () => {
    const { bytes } = buildZip({ entries: [{ name: 'x', data: 'abcd', local: { size: 9 } }] });
    await withBytes(bytes, async (container) => {
      expect(container.entries[0]?.findings[0]).toMatchObject({ expected: '4 bytes', actual: '9 bytes' });
    });
  });

  it('reports a place where no entry begins, and one outside the file', async () => {
    for (const localOffset of [5, 0xfffffff0]) {
      const { bytes } = buildZip({ entries: [GOOD, { name: 'x', data: 'abc', central: { localOffset } }] });
      await withBytes(bytes, async (container) => {
        const entry = entryNamed(container, 'x');
        expect(rulesOf(entry.findings)).toEqual(['zip.header.missing']);
        expect(entry.refused).toBe(true);
        expect(await textOf(container, 'good.json')).toBe('{}');
      });
    }
  });

  it.each<Descriptor>(['signed32', 'plain32', 'signed64', 'plain64'])(
    'reads an entry with a %s descriptor',
    async (descriptor) => {
      const entries: ZipEntrySpec[] = [
        { name: 'x', data: DATA, method: 8, descriptor },
        { name: 'empty', data: '', method: 8, descriptor },
        GOOD,
      ];
      await withBytes(buildZip({ entries }).bytes, async (container) => {
        expect(await textOf(container, 'x')).toBe(DATA);
        expect(await textOf(container, 'empty')).toBe('');
        expect([...container.findings, ...container.entries.flatMap(({ findings }) => findings)]).toEqual([]);
      });
    },
  );

  it('refuses an entry whose descriptor states something else', async () => {
    const built = buildZip({ entries: [{ name: 'x', data: DATA, descriptor: 'signed32' }, GOOD] });
    const bytes = Uint8Array.from(built.bytes);
    const sizeAt = 30 + 1 + DATA.length + 12;
    bytes[sizeAt] = (bytes[sizeAt] ?? 0) ^ 1;
    await withBytes(bytes, async (container) => {
      expect(rulesOf(entryNamed(container, 'x').findings)).toEqual(['zip.header.descriptor']);
      expect(entryNamed(container, 'x').refused).toBe(true);
      expect(await textOf(container, 'good.json')).toBe('{}');
    });
  });

  it('reads zip64 entries, and compares their local zip64 fields', async () => {
    await withBytes(
      buildZip({ entries: [{ name: 'x', data: DATA, method: 8, zip64: true }], zip64: true }).bytes,
      async (container) => {
        expect(await textOf(container, 'x')).toBe(DATA);
        expect([...container.findings, ...entryNamed(container, 'x').findings]).toEqual([]);
      },
    );
    const extra = extraField(1, littleEndian([1, 8], [DATA.length, 8]));
    const lie: ZipEntrySpec = { name: 'x', data: DATA, zip64: true, local: { extra } };
    await withBytes(buildZip({ entries: [lie] }).bytes, async (container) => {
      expect(rulesOf(entryNamed(container, 'x').findings)).toEqual(['zip.header.size']);
    });
  });

  it('refuses data that reaches into the list of files or past the end', async () => {
    for (const size of [1_000, 2_000_000_000]) {
      const sizes = { size, storedSize: size };
      await withBytes(
        buildZip({ entries: [GOOD, { name: 'x', data: 'abc', local: sizes, central: sizes }] }).bytes,
        async (container) => {
          const entry = entryNamed(container, 'x');
          expect(rulesOf(entry.findings)).toEqual(['zip.layout.bounds']);
          expect(entry.refused).toBe(true);
          expect(await textOf(container, 'good.json')).toBe('{}');
        },
      );
    }
  });
});
