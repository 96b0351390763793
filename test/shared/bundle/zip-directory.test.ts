import { describe, expect, it } from 'vitest';
import { listZip } from '../../../shared/bundle/zip-directory.ts';
import { locateZipEnd } from '../../../shared/bundle/zip-end.ts';
import { memorySource } from '../../support/containers.ts';
import { buildZip, type ZipEntrySpec } from '../../support/zip-builder.ts';

/** Bytes that are fetched to list an archive. */
async function bytesServed(
  count: number,
  shape: (each: number) => ZipEntrySpec,
): Promise<{ served: number; size: number; files: number }> {
  const { bytes } = buildZip({ entries: Array.from({ length: count }, (_, each) => shape(each)), zip64: true });
  const source = memorySource(bytes);
  const end = await locateZipEnd(source, 'a.zip');
  if (end.kind !== 'found') throw new Error('no end record');
  const { files } = await listZip(source, 'a.zip', end);
  return { served: source.served(), size: bytes.length, files: files.length };
}

describe('listZip', () => {
  it('fetches bytes in proportion to the archive, honest or hostile', async () => {
    const shapes: ((each: number) => ZipEntrySpec)[] = [
      (each) => ({ name: `f${each}`, data: 'x' }),
      (each) => ({ name: `f${each}`, data: 'x', descriptor: 'signed32' }),
      (each) => ({ name: `f${each}`, data: 'x', central: { localOffset: 0 } }),
      (each) => ({ name: `f${each}`, data: '', central: { extra: new Uint8Array(2_000) } }),
    ];
    for (const shape of shapes) {
      const small = await bytesServed(500, shape);
      const large = await bytesServed(8_000, shape);
      expect(large.files).toBe(8_000);
      expect(large.served / large.size).toBeLessThan(2 * (small.served / small.size) + 1);
      expect(large.served).toBeLessThan(4 * large.size + 500_000);
    }
  });

  it('fetches no more than a window for each entry when offsets jump about', async () => {
    const data = new Uint8Array(40_000);
    const { served, files } = await bytesServed(300, (each) => ({ name: `f${each}`, data }));
    expect(files).toBe(300);
    expect(served).toBeLessThan(300 * 2 * 16 * 1024 + 500_000);
  });
});
