import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { entryNamed, readEntry, rulesOf, textOf, withBytes } from '../support/containers.ts';
import { buildZip, extraField, littleEndian, type ZipEntrySpec } from '../support/zip-builder.ts';

const GOOD: ZipEntrySpec = { name: 'audit-chain.ndjson', data: '{"seq":0}\n' };

function unicodePath(headerName: Uint8Array, name: string): Uint8Array {
  return extraField(0x7075, Buffer.concat([littleEndian([1, 1], [crc32(headerName), 4]), Buffer.from(name)]));
}

describe('names in a zip', () => {
  it.each([
    ['../../etc/passwd', 'zip.name.traversal'],
    ['a/../../b', 'zip.name.traversal'],
    ['/etc/passwd', 'zip.name.absolute'],
    ['C:/Windows/system.ini', 'zip.name.drive'],
    ['c:evil', 'zip.name.drive'],
    ['folder\\file.json', 'zip.name.backslash'],
    ['line\nbreak', 'zip.name.control'],
    ['nul\u0000.json', 'zip.name.control'],
    ['evil\u202Enosj.exe', 'zip.name.bidi'],
    ['two\u200Bfaced.json', 'zip.name.invisible'],
    ['./audit-chain.json', 'zip.name.segment'],
    ['a//b', 'zip.name.segment'],
    ['', 'zip.name.empty'],
  ])('refuses %j and reads the rest', async (name, rule) => {
    await withBytes(buildZip({ entries: [{ name, data: 'x' }, GOOD] }).bytes, async (container) => {
      const entry = container.entries[0];
      if (entry === undefined) throw new Error('not listed');
      expect(entry.name).toBe(name);
      expect(entry.refused).toBe(true);
      expect(rulesOf(entry.findings)).toContain(rule);
      expect((await readEntry(entry)).finding?.severity).toBe('fail');
      expect(await textOf(container, 'audit-chain.ndjson')).toBe('{"seq":0}\n');
    });
  });

  it('spells hidden characters in what it says', async () => {
    await withBytes(buildZip({ entries: [{ name: 'a\u202Eb\u0007', data: 'x' }] }).bytes, async (container) => {
      const [first] = container.entries[0]?.findings ?? [];
      expect(first?.message).toContain('a⟨U+202E⟩b⟨U+0007⟩');
      expect(first?.where.file).toBe('a⟨U+202E⟩b⟨U+0007⟩');
    });
  });

  it('reads neither of two entries with one name', async () => {
    const entries: ZipEntrySpec[] = [{ name: 'a.json', data: '1' }, GOOD, { name: 'a.json', data: '2' }];
    await withBytes(buildZip({ entries }).bytes, async (container) => {
      expect(container.entries.map(({ refused }) => refused)).toEqual([true, false, true]);
      expect(rulesOf(container.entries[2]?.findings ?? [])).toEqual(['zip.name.duplicate']);
      expect(await textOf(container, 'audit-chain.ndjson')).toBe('{"seq":0}\n');
    });
  });

  it.each([
    ['A.json', 'a.JSON', 'zip.name.case-fold'],
    ['\u00e9.json', 'e\u0301.json', 'zip.name.normalization'],
    ['chain', 'chain/a.json', 'zip.name.file-as-folder'],
    ['chain', 'CHAIN/', 'zip.name.file-as-folder'],
  ])('reports that %j and %j clash', async (one, other, rule) => {
    const entries: ZipEntrySpec[] = [{ name: one, data: '' }, { name: other, data: '' }, GOOD];
    await withBytes(buildZip({ entries }).bytes, async (container) => {
      expect(rulesOf(entryNamed(container, one).findings)).toContain(rule);
      expect(entryNamed(container, one).refused).toBe(true);
      expect(entryNamed(container, 'audit-chain.ndjson').findings).toEqual([]);
    });
  });

  it('decodes CP437 without the UTF-8 flag and UTF-8 with it', async () => {
    const cp437 = Buffer.from([0x81, 0x62, 0x65, 0x72, 0xff]);
    const entries: ZipEntrySpec[] = [
      { name: cp437, data: 'c' },
      { name: 'über', data: 'u' },
    ];
    await withBytes(buildZip({ entries }).bytes, async (container) => {
      expect(container.entries.map(({ name }) => name)).toEqual(['über\u00a0', 'über']);
      expect(container.entries.map(({ refused }) => refused)).toEqual([false, false]);
    });
  });

  it('warns of a name that is UTF-8 and does not say so', async () => {
    await withBytes(buildZip({ entries: [{ name: Buffer.from('é.json'), data: 'x' }] }).bytes, async (container) => {
      const [entry] = container.entries;
      expect(entry?.name).toBe('├⌐.json');
      expect(entry?.refused).toBe(false);
      expect(entry?.findings.map(({ severity, where }) => [severity, where.rule])).toEqual([
        ['warning', 'zip.name.encoding-unstated'],
      ]);
    });
  });

  it('shows bytes that are no UTF-8 though said to be', async () => {
    const flags = { flags: 0x800 };
    const entry: ZipEntrySpec = {
      name: Buffer.from([0x61, 0xff, 0xfe, 0x5c]),
      data: 'x',
      local: flags,
      central: flags,
    };
    await withBytes(buildZip({ entries: [entry, GOOD] }).bytes, async (container) => {
      expect(container.entries[0]?.name).toBe('a\\xff\\xfe\\x5c');
      expect(container.entries[0]?.refused).toBe(true);
      expect(rulesOf(container.entries[0]?.findings ?? [])).toEqual(['zip.name.encoding']);
    });
  });

  it('refuses an entry with two names', async () => {
    const extra = unicodePath(Buffer.from('shown.json'), 'other.json');
    await withBytes(
      buildZip({ entries: [{ name: 'shown.json', data: 'x', central: { extra } }, GOOD] }).bytes,
      async (container) => {
        const entry = entryNamed(container, 'shown.json');
        expect(entry.refused).toBe(true);
        expect(rulesOf(entry.findings)).toEqual(['zip.name.unicode-path']);
        expect(entry.findings[0]?.message).toContain('other.json');
      },
    );
  });

  it('takes the Unicode name where the header can not spell it, and ignores one that was made for another name', async () => {
    const header = Buffer.from([0xfc, 0x2e]);
    const spelled: ZipEntrySpec = { name: header, data: 'x', central: { extra: unicodePath(header, 'ü.json') } };
    const stale: ZipEntrySpec = { name: 'b', data: 'x', central: { extra: unicodePath(Buffer.from('zzz'), 'c') } };
    await withBytes(buildZip({ entries: [spelled, stale] }).bytes, async (container) => {
      expect(container.entries.map(({ name }) => name)).toEqual(['ü.json', 'b']);
      expect(container.entries.map(({ findings }) => findings)).toEqual([[], []]);
    });
  });

  it('judges the Unicode name by the same rules', async () => {
    const header = Buffer.from([0xfc, 0x2e]);
    const entry: ZipEntrySpec = { name: header, data: 'x', central: { extra: unicodePath(header, '../ü') } };
    await withBytes(buildZip({ entries: [entry] }).bytes, async (container) => {
      expect(rulesOf(container.entries[0]?.findings ?? [])).toEqual(['zip.name.traversal']);
    });
  });

  it('cuts and refuses names above the cap, and names that are nested too deep', async () => {
    const entries: ZipEntrySpec[] = [
      { name: 'n'.repeat(60_000), data: '1' },
      { name: 'n'.repeat(60_001), data: '2' },
      { name: `${'d/'.repeat(32)}x`, data: '3' },
      { name: `${'d/'.repeat(31)}x`, data: '4' },
    ];
    await withBytes(buildZip({ entries }).bytes, async (container) => {
      expect(container.entries.map(({ findings }) => rulesOf(findings))).toEqual([
        ['nameBytes'],
        ['nameBytes'],
        ['nameDepth'],
        [],
      ]);
      expect(container.entries.map(({ refused }) => refused)).toEqual([true, true, true, false]);
      expect(container.entries[0]?.name).toBe(`${'n'.repeat(1024)}…`);
      expect(container.entries[0]?.findings[0]?.class).toBe('limit-exceeded');
      expect(container.entries[0]?.findings[0]?.message.length).toBeLessThan(400);
    });
  });
});
