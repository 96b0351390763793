import { describe, expect, it } from 'vitest';
import { entryNamed, readEntry, rulesOf, textOf, withBytes } from '../support/containers.ts';
import { buildZip, extraField, littleEndian, type ZipEntrySpec } from '../support/zip-builder.ts';

const GOOD: ZipEntrySpec = { name: 'chain/audit-chain.ndjson', data: '{"seq":0}\n'.repeat(50), method: 8 };
const unix = (mode: number): { madeBy: number; externalAttributes: number } => ({
  madeBy: (3 << 8) | 20,
  externalAttributes: mode * 0x10000,
});

/** Opens an archive with one hostile entry between two good ones. */
async function besideGood(
  hostile: ZipEntrySpec,
  check: (outcome: { refused: boolean; rules: string[]; severities: string[]; classes: string[] }) => void,
): Promise<void> {
  const { bytes } = buildZip({ entries: [GOOD, hostile, { name: 'z.json', data: '{}' }] });
  await withBytes(bytes, async (container) => {
    expect(await textOf(container, 'chain/audit-chain.ndjson')).toBe('{"seq":0}\n'.repeat(50));
    expect(await textOf(container, 'z.json')).toBe('{}');
    expect(container.entries).toHaveLength(3);
    const entry = container.entries[1];
    if (entry === undefined) throw new Error('the hostile entry is not listed');
    const outcome = await readEntry(entry);
    if (entry.refused) {
      expect(outcome.bytes).toHaveLength(0);
      expect(outcome.finding?.where.rule).toBe(entry.findings.find(({ severity }) => severity === 'fail')?.where.rule);
    }
    check({
      refused: entry.refused,
      rules: rulesOf(entry.findings),
      severities: entry.findings.map(({ severity }) => severity),
      classes: entry.findings.map((finding) => finding.class),
    });
  });
}

describe('entries of a zip', () => {
  it('refuses a link', async () => {
    const link: ZipEntrySpec = { name: 'proof.json', data: '/etc/passwd', central: unix(0o120777) };
    await besideGood(link, ({ refused, rules, severities, classes }) => {
      expect({ refused, rules, severities, classes }).toEqual({
        refused: true,
        rules: ['zip.entry.link'],
        severities: ['fail'],
        classes: ['unsafe-entry'],
      });
    });
  });

  it('refuses a link whatever system the archive says it was made on', async () => {
    const link: ZipEntrySpec = { name: 'proof.json', data: '/etc', central: { externalAttributes: 0xa1ff0000 } };
    await besideGood(link, ({ rules }) => expect(rules).toEqual(['zip.entry.link']));
    const reparse: ZipEntrySpec = { name: 'proof.json', data: '/etc', central: { externalAttributes: 0x400 } };
    await besideGood(reparse, ({ rules }) => expect(rules).toEqual(['zip.entry.link']));
  });

  it.each([
    ['a pipe', 0o010644],
    ['a character device', 0o020644],
    ['a block device', 0o060644],
    ['a socket', 0o140644],
  ])('refuses %s', async (_what, mode) => {
    await besideGood({ name: 'x', data: '', central: unix(mode) }, ({ refused, rules }) => {
      expect(refused).toBe(true);
      expect(rules).toEqual(['zip.entry.special']);
    });
  });

  it('refuses a folder that has data and a file that says it is a folder', async () => {
    await besideGood({ name: 'folder/', data: 'hidden' }, ({ refused, rules }) => {
      expect(refused).toBe(true);
      expect(rules).toEqual(['zip.entry.folder']);
    });
    await besideGood({ name: 'folder', data: '', central: unix(0o040755) }, ({ rules }) => {
      expect(rules).toEqual(['zip.entry.folder']);
    });
    await besideGood({ name: 'folder', data: '', central: { externalAttributes: 0x10 } }, ({ rules }) => {
      expect(rules).toEqual(['zip.entry.folder']);
    });
  });

  it('reads ordinary files of every system and leaves folders out of the list', async () => {
    const entries: ZipEntrySpec[] = [
      { name: 'folder/', central: unix(0o040755) },
      { name: 'folder/deeper/', central: { externalAttributes: 0x10 } },
      { name: 'folder/unix', data: 'u', central: unix(0o100644) },
      { name: 'folder/windows', data: 'w', central: { externalAttributes: 0x20 } },
    ];
    await withBytes(buildZip({ entries }).bytes, async (container) => {
      expect(container.entries.map(({ name, baseName, index }) => ({ name, baseName, index }))).toEqual([
        { name: 'folder/unix', baseName: 'unix', index: 0 },
        { name: 'folder/windows', baseName: 'windows', index: 1 },
      ]);
      expect(container.findings).toEqual([]);
      expect(await textOf(container, 'folder/unix')).toBe('u');
    });
  });

  it('reports an unsafe name of a folder that is left out', async () => {
    await withBytes(buildZip({ entries: [{ name: '../up/' }, GOOD] }).bytes, async (container) => {
      expect(container.entries).toHaveLength(1);
      expect(rulesOf(container.findings)).toEqual(['zip.name.traversal']);
    });
  });

  it.each([
    ['encrypted', 0x1],
    ['strongly encrypted', 0x41],
    ['masked', 0x2001],
  ])('says that an entry is %s', async (_how, flags) => {
    const entry: ZipEntrySpec = { name: 'x', data: 'secret', local: { flags }, central: { flags } };
    await besideGood(entry, ({ refused, rules, classes }) => {
      expect({ refused, rules, classes }).toEqual({
        refused: true,
        rules: ['zip.entry.encrypted'],
        classes: ['unreadable-file'],
      });
    });
  });

  it('names a method that is not read', async () => {
    const { bytes } = buildZip({ entries: [{ name: 'x', data: 'abc', method: 93 }, GOOD] });
    await withBytes(bytes, async (container) => {
      const entry = entryNamed(container, 'x');
      expect(rulesOf(entry.findings)).toEqual(['zip.entry.method']);
      expect(entry.findings[0]?.message).toContain('Zstandard');
      expect(entry.refused).toBe(true);
    });
  });

  it('refuses patches and entries on another disk', async () => {
    await besideGood({ name: 'x', data: '', local: { flags: 0x20 }, central: { flags: 0x20 } }, ({ rules }) => {
      expect(rules).toEqual(['zip.entry.method']);
    });
    await besideGood({ name: 'x', data: '', central: { disk: 3 } }, ({ refused, rules }) => {
      expect(refused).toBe(true);
      expect(rules).toEqual(['zip.entry.multi-disk']);
    });
  });

  it('refuses sizes that a zip64 field announces and does not state', async () => {
    const missing: ZipEntrySpec = { name: 'x', data: 'abc', central: { size: 0xffffffff, storedSize: 0xffffffff } };
    await besideGood(missing, ({ refused, rules }) => {
      expect(refused).toBe(true);
      expect(rules).toContain('zip.entry.zip64');
    });
    const beyond = extraField(1, Buffer.from('ffffffffffffffff', 'hex'));
    await besideGood({ name: 'x', data: 'abc', central: { size: 0xffffffff, extra: beyond } }, ({ rules }) => {
      expect(rules).toContain('zip.entry.zip64');
    });
  });

  it('refuses a deciding field that stands twice, and reads past a field that is cut', async () => {
    const size = extraField(1, littleEndian([3, 8]));
    const twice = Buffer.concat([size, extraField(1, littleEndian([9, 8]))]);
    await besideGood({ name: 'x', data: 'abc', central: { size: 0xffffffff, extra: twice } }, ({ refused, rules }) => {
      expect(refused).toBe(true);
      expect(rules).toContain('zip.entry.extra');
    });
    const cut = littleEndian([0x7777, 2], [500, 2], [1, 1]);
    await besideGood({ name: 'x', data: 'abc', central: { extra: cut } }, ({ refused, rules, severities }) => {
      expect({ refused, rules, severities }).toEqual({
        refused: false,
        rules: ['zip.entry.extra'],
        severities: ['warning'],
      });
    });
  });

  it('refuses a stored entry with two different sizes', async () => {
    const lie: ZipEntrySpec = { name: 'x', data: 'abcdef', local: { size: 3 }, central: { size: 3 } };
    await besideGood(lie, ({ refused, rules }) => {
      expect(refused).toBe(true);
      expect(rules).toEqual(['zip.entry.size']);
    });
  });

  it('notes a comment and reads the entry', async () => {
    await besideGood({ name: 'x', data: 'abc', central: { comment: 'see me' } }, ({ refused, rules, severities }) => {
      expect({ refused, rules, severities }).toEqual({ refused: false, rules: ['zip.comment'], severities: ['note'] });
    });
  });
});
