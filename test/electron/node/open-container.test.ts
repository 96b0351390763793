import { execFileSync } from 'node:child_process';
import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../../electron/node/hasher.ts';
import { openContainer } from '../../../electron/node/open-container.ts';
import type { BundleContainer } from '../../../shared/bundle/container.ts';
import { inTemporaryFolder, textOf, withContainer } from '../../support/containers.ts';
import { buildZip } from '../../support/zip-builder.ts';

async function outerDigest(container: BundleContainer): Promise<string | null> {
  const stream = container.streamFile();
  if (stream === null) return null;
  const hash = nodeSha256.start();
  for await (const bytes of stream) hash.update(bytes);
  return hash.digestHex();
}

describe('openContainer', () => {
  it('opens a plain file as a container of one entry', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, 'chain.ndjson');
      await writeFile(path, '{"seq":0}\n');
      await utimes(path, 1_000_000_000, 1_000_000_000);
      await withContainer(path, async (container) => {
        expect(container).toMatchObject({
          kind: 'file',
          fileBytes: 10,
          modified: '2001-09-09T01:46:40.000Z',
          findings: [],
        });
        expect(container.entries).toHaveLength(1);
        expect(container.entries[0]).toMatchObject({
          index: 0,
          name: 'chain.ndjson',
          baseName: 'chain.ndjson',
          size: 10,
          refused: false,
        });
        expect(await textOf(container, 'chain.ndjson')).toBe('{"seq":0}\n');
        expect(await outerDigest(container)).toBe(nodeSha256.hexOfText('{"seq":0}\n'));
      });
    });
  });

  it('opens an empty file', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'empty'), '');
      await withContainer(join(folder, 'empty'), async (container) => {
        expect(container.kind).toBe('file');
        expect(await textOf(container, 'empty')).toBe('');
      });
    });
  });

  it('tells a zip by its bytes, whatever its name', async () => {
    await inTemporaryFolder(async (folder) => {
      const { bytes } = buildZip({ entries: [{ name: 'a.json', data: '{}', dosDate: 0x5cdc, dosTime: 0x6000 }] });
      await writeFile(join(folder, 'evidence.json'), bytes);
      await writeFile(join(folder, 'evidence.zip'), '{}');
      await withContainer(join(folder, 'evidence.json'), async (container) => {
        expect(container).toMatchObject({ kind: 'zip', fileBytes: bytes.length });
        expect(container.entries[0]).toMatchObject({
          name: 'a.json',
          size: 2,
          storedSize: 2,
          modified: '2026-06-28T12:00:00Z',
        });
        expect(await outerDigest(container)).toBe(nodeSha256.hexOfBytes(bytes));
      });
      await withContainer(join(folder, 'evidence.zip'), async (container) => expect(container.kind).toBe('file'));
    });
  });

  it('opens a folder sorted by name, and follows a link that the person named', async () => {
    await inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'bundle', 'b'), { recursive: true });
      await writeFile(join(folder, 'bundle', 'b', 'x.json'), 'x');
      await writeFile(join(folder, 'bundle', 'b.json'), 'b');
      await writeFile(join(folder, 'bundle', 'a.json'), 'a');
      await symlink('bundle', join(folder, 'link'));
      for (const name of ['bundle', 'link']) {
        await withContainer(join(folder, name), async (container) => {
          expect(container).toMatchObject({ kind: 'folder', fileBytes: null, findings: [] });
          expect(container.entries.map((entry) => [entry.index, entry.name, entry.baseName, entry.size])).toEqual([
            [0, 'a.json', 'a.json', 1],
            [1, 'b.json', 'b.json', 1],
            [2, 'b/x.json', 'x.json', 1],
          ]);
          expect(await textOf(container, 'b/x.json')).toBe('x');
          expect(container.streamFile()).toBeNull();
        });
      }
    });
  });

  it('answers with a fault where there is nothing to judge', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'file'), 'x');
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      const codes: string[] = [];
      for (const path of [
        join(folder, 'absent\u0007'),
        join(folder, 'file', 'below'),
        join(folder, 'pipe'),
        '/dev/null',
      ]) {
        const opened = await openContainer(path);
        if (opened.ok) throw new Error(`${path} opened`);
        codes.push(opened.error.code);
        expect(opened.error.message).not.toContain('\u0007');
        expect(opened.error.message).not.toContain(folder);
      }
      expect(codes).toEqual(['path-missing', 'path-missing', 'path-special', 'path-special']);
    });
  });
});
