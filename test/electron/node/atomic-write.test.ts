import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFileAtomically } from '../../../electron/node/atomic-write.ts';
import { inTemporaryFolder } from '../../support/containers.ts';

describe('writeFileAtomically', () => {
  it('writes text and bytes, replaces what was there, and leaves nothing beside it', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, 'settings.json');
      await writeFileAtomically(path, '{"ü":1}');
      expect(await readFile(path, 'utf8')).toBe('{"ü":1}');
      await writeFileAtomically(path, Uint8Array.of(1, 2, 3));
      expect([...(await readFile(path))]).toEqual([1, 2, 3]);
      expect(await readdir(folder)).toEqual(['settings.json']);
    });
  });

  it.runIf(process.platform !== 'win32')('writes with mode 0600', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, 'secret');
      await writeFile(path, 'old', { mode: 0o666 });
      await writeFileAtomically(path, 'new');
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    });
  });

  it.runIf(process.platform !== 'win32')('replaces a link and leaves what it names alone', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'target'), 'target');
      await symlink('target', join(folder, 'link'));
      await writeFileAtomically(join(folder, 'link'), 'new');
      expect(await readFile(join(folder, 'target'), 'utf8')).toBe('target');
      expect(await readFile(join(folder, 'link'), 'utf8')).toBe('new');
    });
  });

  it('leaves nothing behind when it fails', async () => {
    await inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'taken', 'full'), { recursive: true });
      await expect(writeFileAtomically(join(folder, 'taken'), 'x')).rejects.toThrow();
      await expect(writeFileAtomically(join(folder, 'absent', 'x'), 'x')).rejects.toThrow();
      expect(await readdir(folder)).toEqual(['taken']);
    });
  });
});
