import { describe, expect, it } from 'vitest';
import type { BundleContainer } from '../../shared/bundle/container.ts';
import { rulesOf, textOf, withBytes } from '../support/containers.ts';
import { buildZip, littleEndian, type ZipEntrySpec } from '../support/zip-builder.ts';

const ENTRIES: ZipEntrySpec[] = [
  { name: 'a.json', data: '{"a":1}' },
  { name: 'deep/er/b.json', data: '{"b":2}', method: 8 },
];
/** An end record that lists nothing. */
const FALSE_END = littleEndian([0x06054b50, 4], [0, 8], [0, 8], [0, 2]);

async function expectReadable(container: BundleContainer): Promise<void> {
  expect(await textOf(container, 'a.json')).toBe('{"a":1}');
  expect(await textOf(container, 'deep/er/b.json')).toBe('{"b":2}');
}

function severities(container: BundleContainer): [string, string | undefined][] {
  return container.findings.map(({ severity, where }) => [severity, where.rule]);
}

describe('the end of an archive', () => {
  it('opens an archive without a remark, a zip64 one too, and an empty one', async () => {
    for (const zip64 of [false, true]) {
      await withBytes(buildZip({ entries: ENTRIES, zip64 }).bytes, async (container) => {
        expect(container.findings).toEqual([]);
        await expectReadable(container);
      });
    }
    await withBytes(buildZip({ entries: [] }).bytes, async (container) => {
      expect(container.kind).toBe('zip');
      expect(container.entries).toEqual([]);
      expect(container.findings).toEqual([]);
    });
  });

  it('says that a truncated archive can not be read', async () => {
    const { bytes, directoryAt, endAt } = buildZip({ entries: ENTRIES });
    for (const length of [4, 20, directoryAt, endAt, endAt + 21]) {
      await withBytes(bytes.subarray(0, length), async (container) => {
        expect(container.kind).toBe('zip');
        expect(container.entries).toEqual([]);
        expect(container.findings[0]).toMatchObject({
          class: 'malformed-file',
          severity: 'fail',
          where: { rule: 'zip.end.missing' },
        });
      });
    }
  });

  it('notes bytes before the archive, counted by its offsets or not', async () => {
    for (const prefixCounted of [true, false]) {
      for (const zip64 of [true, false]) {
        const { bytes } = buildZip({ entries: ENTRIES, prefix: Buffer.from('#!/bin/sh\n'), prefixCounted, zip64 });
        await withBytes(bytes, async (container) => {
          expect(container.kind).toBe('zip');
          expect(severities(container)).toEqual([['note', 'zip.layout.prefix']]);
          expect(container.findings[0]?.message).toContain('10 bytes');
          await expectReadable(container);
        });
      }
    }
  });

  it('notes bytes after the archive', async () => {
    await withBytes(buildZip({ entries: ENTRIES, trailing: Buffer.alloc(1_000, 1) }).bytes, async (container) => {
      expect(severities(container)).toEqual([['note', 'zip.layout.trailing']]);
      await expectReadable(container);
    });
  });

  it('notes a comment with its text made visible', async () => {
    await withBytes(buildZip({ entries: ENTRIES, comment: 'seen\u0007' }).bytes, async (container) => {
      expect(severities(container)).toEqual([['note', 'zip.comment']]);
      expect(container.findings[0]?.message).toContain('seen⟨U+0007⟩');
      await expectReadable(container);
    });
  });

  it('notes bytes between files, and warns of an entry among them that is not listed', async () => {
    const [first, second] = ENTRIES;
    if (first === undefined || second === undefined) throw new Error('two entries');
    const junk = buildZip({ entries: [{ ...first, gapAfter: Buffer.from('junk') }, second] });
    await withBytes(junk.bytes, async (container) => {
      expect(severities(container)).toEqual([['note', 'zip.layout.gap']]);
      await expectReadable(container);
    });
    const hidden = buildZip({ entries: [{ name: 'h', data: 'hidden' }] });
    const gapAfter = hidden.bytes.subarray(0, hidden.directoryAt);
    await withBytes(buildZip({ entries: [{ ...first, gapAfter }, second] }).bytes, async (container) => {
      expect(severities(container)).toEqual([
        ['note', 'zip.layout.gap'],
        ['warning', 'zip.layout.unlisted-entry'],
      ]);
      await expectReadable(container);
    });
  });

  it('warns of a whole archive before the archive', async () => {
    const other = buildZip({ entries: [{ name: 'other.json', data: '[]' }] });
    await withBytes(buildZip({ entries: ENTRIES, prefix: other.bytes }).bytes, async (container) => {
      expect(severities(container)).toEqual([
        ['note', 'zip.layout.prefix'],
        ['warning', 'zip.layout.unlisted-entry'],
      ]);
      await expectReadable(container);
    });
  });

  it('warns when an empty end record hides the files before it', async () => {
    const { bytes } = buildZip({ entries: ENTRIES });
    await withBytes(Buffer.concat([bytes, FALSE_END]), async (container) => {
      expect(container.entries).toEqual([]);
      expect(severities(container)).toEqual([
        ['note', 'zip.layout.prefix'],
        ['warning', 'zip.layout.unlisted-entry'],
      ]);
    });
  });

  it('reports two lists of files', async () => {
    const { bytes, directoryAt, endAt } = buildZip({ entries: ENTRIES });
    const prefix = bytes.subarray(directoryAt, endAt);
    const padded = Buffer.concat([Buffer.alloc(directoryAt), prefix]);
    await withBytes(buildZip({ entries: ENTRIES, prefix: padded }).bytes, async (container) => {
      expect(rulesOf(container.findings)).toContain('zip.directory.ambiguous');
      await expectReadable(container);
    });
  });

  it('reports a second end record', async () => {
    const { bytes } = buildZip({ entries: ENTRIES });
    const inner = buildZip({ entries: [{ name: 'other', data: 'x' }] }).bytes;
    const cases = [
      buildZip({ entries: ENTRIES, comment: inner }).bytes,
      buildZip({ entries: ENTRIES, comment: Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(40, 0xff)]) })
        .bytes,
      Buffer.concat([bytes, ...Array.from({ length: 500 }, () => FALSE_END)]),
    ];
    for (const hostile of cases) {
      await withBytes(hostile, async (container) => {
        expect(rulesOf(container.findings)).toContain('zip.end.ambiguous');
        expect(container.findings.find(({ where }) => where.rule === 'zip.end.ambiguous')?.severity).toBe('fail');
      });
    }
  });

  it('takes a stored zip inside the zip for a file like any other', async () => {
    const inner = buildZip({ entries: ENTRIES }).bytes;
    await withBytes(
      buildZip({ entries: [...ENTRIES, { name: 'inner.zip', data: inner }] }).bytes,
      async (container) => {
        expect(container.findings).toEqual([]);
        expect(container.entries).toHaveLength(3);
        await expectReadable(container);
      },
    );
  });

  it.each([
    ['fewer', 1],
    ['more', 3],
    ['none', 0],
  ])('reports an end record that states %s entries than there are, and lists them all', async (_what, entries) => {
    for (const zip64 of [false, true]) {
      const lie = zip64 ? { zip64: { entries } } : { end: { entries } };
      await withBytes(buildZip({ entries: ENTRIES, ...lie }).bytes, async (container) => {
        expect(severities(container)).toEqual([['fail', 'zip.directory.count']]);
        expect(container.findings[0]).toMatchObject({ expected: `${entries} entries`, actual: '2 entries' });
        await expectReadable(container);
      });
    }
  });

  it('lists what stands before a malformed record and says where it stopped', async () => {
    const entries = [...ENTRIES, { name: 'lost', data: '', central: { signature: 0x11111111 } }, { name: 'lost too' }];
    await withBytes(buildZip({ entries }).bytes, async (container) => {
      expect(container.entries).toHaveLength(2);
      const finding = container.findings.find(({ where }) => where.rule === 'zip.directory.record');
      expect(finding).toMatchObject({ class: 'malformed-file', severity: 'fail' });
      expect(finding?.message).toContain('after 2 entries');
      expect(finding?.where.byteOffset).toBeGreaterThan(0);
      await expectReadable(container);
    });
  });

  it('reports an archive that is one part of several', async () => {
    for (const end of [{ disk: 1 }, { directoryDisk: 2 }, { entriesHere: 1 }]) {
      await withBytes(buildZip({ entries: ENTRIES, end }).bytes, async (container) => {
        expect(container.kind).toBe('zip');
        expect(severities(container)).toEqual([['fail', 'zip.end.multi-disk']]);
      });
    }
    await withBytes(buildZip({ entries: ENTRIES, zip64: { disk: 1 } }).bytes, async (container) => {
      expect(severities(container)).toEqual([['fail', 'zip.end.multi-disk']]);
    });
  });

  it('reports a directory that is not where the end record says', async () => {
    for (const end of [{ directoryOffset: 0xfffffff0 }, { directorySize: 3 }]) {
      await withBytes(buildZip({ entries: ENTRIES, end }).bytes, async (container) => {
        expect(severities(container)).toContainEqual([
          'fail',
          'directorySize' in end ? 'zip.directory.record' : 'zip.directory.bounds',
        ]);
      });
    }
  });

  it('reports zip64 records that are missing or contradict the others', async () => {
    await withBytes(buildZip({ entries: ENTRIES, zip64: true, end: { entries: 1 } }).bytes, async (container) => {
      expect(severities(container)).toEqual([['fail', 'zip.end.zip64']]);
      await expectReadable(container);
    });
    // The locator names a place without the record, which stands right before it: programs find it there.
    const moved = buildZip({ entries: ENTRIES, zip64: { locatorOffset: 3 }, gapBeforeEnd: Buffer.from('gap') });
    await withBytes(moved.bytes, async (container) => {
      expect(severities(container)).toEqual([['note', 'zip.layout.gap']]);
      await expectReadable(container);
    });
    const far = buildZip({ entries: ENTRIES, zip64: true });
    const broken = Uint8Array.from(far.bytes);
    broken[far.endAt - 76] = 0;
    await withBytes(broken, async (container) => {
      expect(severities(container)).toEqual([['fail', 'zip.end.zip64']]);
      expect(container.entries).toEqual([]);
    });
  });

  it('says that a comment is cut', async () => {
    await withBytes(buildZip({ entries: ENTRIES, end: { commentLength: 500 } }).bytes, async (container) => {
      expect(severities(container)).toContainEqual(['fail', 'zip.end.comment']);
      await expectReadable(container);
    });
  });

  it('notes bytes between the list of files and the end record', async () => {
    await withBytes(buildZip({ entries: ENTRIES, gapBeforeEnd: Buffer.from('signature') }).bytes, async (container) => {
      expect(severities(container)).toEqual([['note', 'zip.layout.gap']]);
      await expectReadable(container);
    });
  });

  it('does not take a text that mentions the signature for a zip', async () => {
    const text = `{"note":"PK\u0005\u0006${' '.repeat(40)}"}\n`;
    await withBytes(Buffer.from(text), async (container) => {
      expect(container.kind).toBe('file');
      expect(await textOf(container, 'bundle.zip')).toBe(text);
    });
  });
});
