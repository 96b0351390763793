import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../../electron/node/file-source.ts';
import { inTemporaryFolder } from '../../support/containers.ts';

describe('openFile', () => {
  it('reads any range, cut at the end of the file', async () => {
    await inTemporaryFolder(async (folder) => {
      const content = Buffer.from(Array.from({ length: 5_000 }, (_, at) => at % 251));
      await writeFile(join(folder, 'f'), content);
      const file = await openFile(join(folder, 'f'));
      await fc.assert(
        fc.asyncProperty(fc.nat(6_000), fc.nat(6_000), async (offset, length) => {
          const bytes = await file.read(offset, length);
          expect(Buffer.compare(bytes, content.subarray(offset, offset + length))).toBe(0);
        }),
      );
      await file.close();
    });
  });

  it('streams from any place in arrays that it does not use again', async () => {
    await inTemporaryFolder(async (folder) => {
      const content = Buffer.from(Array.from({ length: 2_500_000 }, (_, at) => (at * 31) % 256));
      await writeFile(join(folder, 'f'), content);
      const file = await openFile(join(folder, 'f'));
      for (const from of [0, 1, 2_499_999, 2_500_000, 3_000_000]) {
        const parts: Uint8Array[] = [];
        for await (const bytes of file.stream(from)) parts.push(bytes);
        expect(Buffer.compare(Buffer.concat(parts), content.subarray(from))).toBe(0);
        expect(new Set(parts.map(({ buffer }) => buffer)).size).toBe(parts.length);
        expect(parts.every(({ length }) => length <= 1024 * 1024)).toBe(true);
      }
      await file.close();
    });
  });

  it('streams once over in arrays that it does use again', async () => {
    await inTemporaryFolder(async (folder) => {
      const content = Buffer.from(Array.from({ length: 3_500_000 }, (_, at) => (at * 31) % 253));
      await writeFile(join(folder, 'f'), content);
      const file = await openFile(join(folder, 'f'));
      const parts: Uint8Array[] = [];
      const buffers = new Set<ArrayBufferLike>();
      for await (const bytes of file.streamOnce()) {
        parts.push(bytes.slice());
        buffers.add(bytes.buffer);
      }
      expect(Buffer.compare(Buffer.concat(parts), content)).toBe(0);
      expect(buffers.size).toBe(2);
      // Stopped early, it leaves no read behind that would meet a closed file.
      for await (const bytes of file.streamOnce()) {
        expect(bytes.length).toBe(1024 * 1024);
        break;
      }
      await file.close();
    });
  });

  it('streams once over to memory that it is lent, one read ahead of the last', async () => {
    await inTemporaryFolder(async (folder) => {
      const content = Buffer.from(Array.from({ length: 350_000 }, (_, at) => (at * 31) % 253));
      await writeFile(join(folder, 'f'), content);
      const file = await openFile(join(folder, 'f'));
      const lent: Uint8Array[] = [];
      const parts: Uint8Array[] = [];
      const lend = () => {
        lent.push(new Uint8Array(new SharedArrayBuffer(120_000), 1_000, 100_000));
        return lent.at(-1) ?? new Uint8Array(0);
      };
      for await (const bytes of file.streamOnce(lend)) {
        parts.push(bytes);
        await new Promise((resolve) => setTimeout(resolve, 5));
        expect(lent.length).toBe(parts.length + 1);
      }
      expect(parts.map(({ length }) => length)).toEqual([100_000, 100_000, 100_000, 50_000]);
      parts.forEach(({ buffer, byteOffset }, at) => {
        expect({ buffer, byteOffset }).toEqual({ buffer: lent[at]?.buffer, byteOffset: 1_000 });
      });
      expect(Buffer.compare(Buffer.concat(parts), content)).toBe(0);
      await file.close();
    });
  });

  it('says that the file changed after streaming it once over, too', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, 'f');
      await writeFile(path, 'before');
      const file = await openFile(path);
      await appendFile(path, ' and after');
      const drain = async (): Promise<void> => {
        for await (const bytes of file.streamOnce()) expect(Buffer.from(bytes).toString()).toBe('before');
      };
      await expect(drain()).rejects.toMatchObject({ finding: { where: { rule: 'file.changed' } } });
      await file.close();
    });
  });

  it('streams what the file was when it was opened, then says that it changed', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, 'f');
      await writeFile(path, 'before');
      const file = await openFile(path);
      await appendFile(path, ' and after');
      const parts: Uint8Array[] = [];
      const drain = async (): Promise<void> => {
        for await (const bytes of file.stream()) parts.push(bytes);
      };
      await expect(drain()).rejects.toMatchObject({
        finding: { class: 'unreadable-file', where: { rule: 'file.changed' } },
      });
      expect(Buffer.concat(parts).toString()).toBe('before');
      await file.close();
    });
  });

  it('refuses what is not a regular file', async () => {
    await expect(openFile('/dev/zero')).rejects.toMatchObject({ finding: { where: { rule: 'file.special' } } });
  });
});
