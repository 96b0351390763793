import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, rename, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryNamed, inTemporaryFolder, readEntry, rulesOf, textOf, withContainer } from '../support/containers.ts';

const POSIX = process.platform !== 'win32';

/** A folder `bundle` with one good file, beside a file that is none of its business. */
function withFolder(run: (bundle: string, outside: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const bundle = join(folder, 'bundle');
    await mkdir(join(bundle, 'deep', 'er'), { recursive: true });
    await writeFile(join(folder, 'outside.json'), 'private');
    await writeFile(join(bundle, 'deep', 'er', 'good.json'), '{}');
    await run(bundle, join(folder, 'outside.json'));
  });
}

describe.runIf(POSIX)('a hostile folder', () => {
  it('never follows a link', async () => {
    await withFolder(async (bundle, outside) => {
      await symlink(outside, join(bundle, 'file-link.json'));
      await symlink('..', join(bundle, 'folder-link'));
      await symlink('nowhere', join(bundle, 'dangling'));
      await withContainer(bundle, async (container) => {
        expect(container.entries.map(({ name, refused }) => [name, refused])).toEqual([
          ['dangling', true],
          ['deep/er/good.json', false],
          ['file-link.json', true],
          ['folder-link', true],
        ]);
        for (const name of ['dangling', 'file-link.json', 'folder-link']) {
          const entry = entryNamed(container, name);
          expect(rulesOf(entry.findings)).toEqual(['folder.entry.link']);
          expect(entry.size).toBeNull();
          const { bytes, finding } = await readEntry(entry);
          expect(bytes).toHaveLength(0);
          expect(finding).toMatchObject({ class: 'unsafe-entry', severity: 'fail', where: { file: name } });
        }
        expect(await textOf(container, 'deep/er/good.json')).toBe('{}');
      });
    });
  });

  it('refuses pipes and sockets without opening them', async () => {
    await withFolder(async (bundle) => {
      execFileSync('mkfifo', [join(bundle, 'pipe.json')]);
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(join(bundle, 'socket'), resolve));
      try {
        await withContainer(bundle, async (container) => {
          for (const name of ['pipe.json', 'socket']) {
            expect(rulesOf(entryNamed(container, name).findings)).toEqual(['folder.entry.special']);
            expect((await readEntry(entryNamed(container, name))).bytes).toHaveLength(0);
          }
          expect(await textOf(container, 'deep/er/good.json')).toBe('{}');
        });
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
    });
  });

  it('refuses a file that was exchanged after the listing', async () => {
    await withFolder(async (bundle, outside) => {
      await writeFile(join(bundle, 'a.json'), 'private');
      await writeFile(join(bundle, 'b.json'), 'private');
      await writeFile(join(bundle, 'c.json'), 'private');
      await withContainer(bundle, async (container) => {
        await unlink(join(bundle, 'a.json'));
        await symlink(outside, join(bundle, 'a.json'));
        await writeFile(join(bundle, 'other'), 'private');
        await rename(join(bundle, 'other'), join(bundle, 'b.json'));
        await unlink(join(bundle, 'c.json'));
        const rules: (string | undefined)[] = [];
        for (const name of ['a.json', 'b.json', 'c.json']) {
          const { bytes, finding } = await readEntry(entryNamed(container, name));
          expect(bytes).toHaveLength(0);
          expect(finding).toMatchObject({ class: 'unreadable-file', severity: 'fail', where: { file: name } });
          rules.push(finding?.where.rule);
        }
        expect(rules).toEqual(['file.unreadable', 'file.changed', 'file.unreadable']);
      });
    });
  });

  it('reports a file that grows or shrinks while it is read', async () => {
    await withFolder(async (bundle) => {
      for (const change of [(path: string) => appendFile(path, 'more'), (path: string) => truncate(path, 1_500_000)]) {
        const path = join(bundle, 'large.ndjson');
        await writeFile(path, Buffer.alloc(3_000_000, 97));
        await withContainer(bundle, async (container) => {
          const stream = entryNamed(container, 'large.ndjson').stream()[Symbol.asyncIterator]();
          expect((await stream.next()).done).toBe(false);
          await change(path);
          const drain = async (): Promise<void> => {
            while (!(await stream.next()).done);
          };
          await expect(drain()).rejects.toMatchObject({ finding: { where: { rule: 'file.changed' } } });
        });
      }
    });
  });

  it('judges names by the rules of a bundle', async () => {
    await withFolder(async (bundle) => {
      const unsafe = {
        'a\\b': 'backslash',
        'a\nb': 'control',
        'a\u202Eb': 'bidi',
        'a\u200Bb': 'invisible',
        'C:x': 'drive',
      };
      for (const name of Object.keys(unsafe)) await writeFile(join(bundle, name), 'x');
      await withContainer(bundle, async (container) => {
        for (const [name, word] of Object.entries(unsafe)) {
          expect(rulesOf(entryNamed(container, name).findings)).toEqual([`folder.name.${word}`]);
          expect(entryNamed(container, name).refused).toBe(true);
        }
      });
    });
  });

  it.runIf(process.platform === 'linux')('reports names that clash and names that are no text', async () => {
    await withFolder(async (bundle) => {
      await writeFile(join(bundle, 'A.json'), '1');
      await writeFile(join(bundle, 'a.json'), '2');
      await writeFile(Buffer.concat([Buffer.from(`${bundle}/`), Buffer.from([0x7a, 0xff])]), '3');
      await withContainer(bundle, async (container) => {
        expect(container.entries.map(({ name, findings }) => [name, rulesOf(findings)])).toEqual([
          ['A.json', ['folder.name.case-fold']],
          ['a.json', ['folder.name.case-fold']],
          ['deep/er/good.json', []],
          ['z\ufffd', ['folder.name.encoding', 'file.unreadable']],
        ]);
      });
    });
  });

  it('does not look into folders that are nested too deep', async () => {
    await withFolder(async (bundle) => {
      const deepest = join(bundle, ...Array.from({ length: 31 }, () => 'd'));
      await mkdir(join(deepest, 'too', 'deep'), { recursive: true });
      await writeFile(join(deepest, 'seen.json'), '{}');
      await writeFile(join(deepest, 'too', 'unseen.json'), '{}');
      await withContainer(bundle, async (container) => {
        expect(container.entries.map(({ baseName }) => baseName)).toEqual(['seen.json', 'good.json']);
        expect(container.findings).toHaveLength(1);
        expect(container.findings[0]).toMatchObject({
          class: 'limit-exceeded',
          severity: 'fail',
          where: { rule: 'nameDepth' },
        });
        expect(await readEntry(container.entries[0] ?? entryNamed(container, 'x'))).toMatchObject({ finding: null });
      });
    });
  });
});
