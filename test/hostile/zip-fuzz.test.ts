import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import type { BundleContainer } from '../../shared/bundle/container.ts';
import { readEntry, withBytes } from '../support/containers.ts';
import { buildZip, type Descriptor, type ZipEntrySpec } from '../support/zip-builder.ts';

/** Names that Windows keeps for devices, which the reader warns of. */
const DEVICE = /(?:^|\/)(?:con|prn|aux|nul)(?:\.|\/)/;
const NAME = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}\.json$/).filter((name) => !DEVICE.test(name));
const NAMES = fc.uniqueArray(NAME, { minLength: 1, maxLength: 6 });

/** Honest archives of every form that the reader knows. */
const HONEST = NAMES.chain((names) =>
  fc.record({
    entries: fc.tuple(
      ...names.map((name) =>
        fc
          .record({
            data: fc.oneof(
              fc.uint8Array({ maxLength: 300 }),
              fc.integer({ min: 0, max: 50_000 }).map((size) => new Uint8Array(size).fill(97)),
            ),
            method: fc.constantFrom(0, 8),
            descriptor: fc.constantFrom<(Descriptor | null)[]>(
              null,
              null,
              'signed32',
              'plain32',
              'signed64',
              'plain64',
            ),
            zip64: fc.boolean(),
          })
          .map(
            ({ descriptor, ...rest }): ZipEntrySpec => ({
              name,
              ...rest,
              ...(descriptor === null ? {} : { descriptor }),
            }),
          ),
      ),
    ),
    zip64: fc.boolean(),
  }),
);

/** What another, independent reader makes of the archive; null where it gives up. */
async function readByYauzl(bytes: Uint8Array): Promise<Map<string, Buffer> | null> {
  const found = new Map<string, Buffer>();
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes), { decodeStrings: true });
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      const parts: Buffer[] = [];
      for await (const part of await zip.openReadStreamPromise(entry)) parts.push(Buffer.from(part));
      found.set(entry.fileName, Buffer.concat(parts));
    }
    return found;
  } catch {
    return null;
  }
}

async function readAll(container: BundleContainer): Promise<Map<string, { bytes: Uint8Array; complete: boolean }>> {
  const found = new Map<string, { bytes: Uint8Array; complete: boolean }>();
  for (const entry of container.entries) {
    const { bytes, finding } = await readEntry(entry);
    found.set(entry.name, { bytes, complete: finding === null });
  }
  return found;
}

describe('archives of every form', () => {
  it('reads honest archives without a finding, as another reader does', async () => {
    await fc.assert(
      fc.asyncProperty(HONEST, async (spec) => {
        const { bytes } = buildZip(spec);
        const other = await readByYauzl(bytes);
        await withBytes(bytes, async (container) => {
          expect(container.findings).toEqual([]);
          expect(container.entries.flatMap(({ findings }) => findings)).toEqual([]);
          const ours = await readAll(container);
          expect([...ours.keys()]).toEqual(spec.entries.map(({ name }) => name));
          for (const [name, { bytes: content, complete }] of ours) {
            expect(complete).toBe(true);
            expect(Buffer.compare(other?.get(name) ?? Buffer.from('absent'), content)).toBe(0);
          }
        });
      }),
      { numRuns: 100 },
    );
  });

  it('reads what JSZip writes without a finding', async () => {
    for (const streamFiles of [true, false]) {
      const zip = new JSZip();
      zip.file('folder/größe.json', '{"ä":1}');
      zip.file('plain.ndjson', '{}\n'.repeat(10_000));
      const bytes = await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE', streamFiles });
      await withBytes(bytes, async (container) => {
        const ours = await readAll(container);
        expect([...container.findings, ...container.entries.flatMap(({ findings }) => findings)]).toEqual([]);
        expect(Buffer.from(ours.get('folder/größe.json')?.bytes ?? []).toString()).toBe('{"ä":1}');
        expect(ours.get('plain.ndjson')?.bytes).toHaveLength(30_000);
      });
    }
  });

  it('never crashes on flipped bytes, and never completes with a checksum that was not stated', async () => {
    const flips = fc.array(fc.record({ place: fc.nat(), value: fc.integer({ min: 1, max: 255 }) }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(HONEST, flips, async (spec, changes) => {
        const bytes = Uint8Array.from(buildZip(spec).bytes);
        for (const { place, value } of changes)
          bytes[place % bytes.length] = (bytes[place % bytes.length] ?? 0) ^ value;
        const checksums = new Set(checksumsIn(bytes));
        await withBytes(bytes, async (container) => {
          for (const { bytes: content, complete } of (await readAll(container)).values()) {
            if (complete && container.kind === 'zip') expect(checksums.has(crc32(content))).toBe(true);
          }
        });
      }),
      { numRuns: 400 },
    );
  });

  it('never differs in silence from another reader on a flipped directory', async () => {
    await fc.assert(
      fc.asyncProperty(HONEST, fc.nat(), fc.integer({ min: 1, max: 255 }), async (spec, place, value) => {
        const built = buildZip(spec);
        const bytes = Uint8Array.from(built.bytes);
        const at = built.directoryAt + (place % (bytes.length - built.directoryAt));
        bytes[at] = (bytes[at] ?? 0) ^ value;
        const other = await readByYauzl(bytes);
        if (other === null) return;
        await withBytes(bytes, async (container) => {
          const failed = [...container.findings, ...container.entries.flatMap(({ findings }) => findings)].some(
            ({ severity }) => severity === 'fail',
          );
          const ours = await readAll(container);
          if (failed || [...ours.values()].some(({ complete }) => !complete)) return;
          expect([...ours.keys()].sort()).toEqual([...other.keys()].sort());
          for (const [name, { bytes: content }] of ours)
            expect(Buffer.compare(other.get(name) ?? Buffer.alloc(0), content)).toBe(0);
        });
      }),
      { numRuns: 400 },
    );
  });

  it('never crashes on bytes that only begin like a zip', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom('PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0007\u0008'),
        async (noise, magic) => {
          await withBytes(Buffer.concat([Buffer.from(magic), noise]), async (container) => {
            expect(container.kind).toBe('zip');
            expect(container.entries).toEqual([]);
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Every number that stands where a directory record could state a checksum. */
function checksumsIn(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: Math.max(0, bytes.length - 3) }, (_, at) => view.getUint32(at, true));
}
