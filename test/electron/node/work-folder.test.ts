import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkFolder } from '../../../electron/node/work-folder.ts';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'bathyscope-parent-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** A folder with evidence in it and the number of the process that made it. */
function folderOf(name: string, owner: string | null): string {
  const path = join(parent, name);
  mkdirSync(path);
  writeFileSync(join(path, 'evidence.json'), '{}');
  if (owner !== null) writeFileSync(join(path, 'owner'), owner);
  return path;
}

/** The number of a process that ran and has ended. */
const ended = (): string => String(spawnSync(process.execPath, ['--version']).pid);

describe('a work folder', () => {
  it('is readable by its owner only, and removed with all that is in it', async () => {
    const folder = await openWorkFolder(parent);
    if (process.platform !== 'win32') expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    writeFileSync(join(folder.path, 'evidence.json'), '{}');
    await folder.remove();
    expect(existsSync(folder.path)).toBe(false);
  });

  it('clears away what an earlier run left behind', async () => {
    const left = folderOf('bathyscope-work-left', ended());
    await openWorkFolder(parent);
    expect(existsSync(left)).toBe(false);
  });

  it('leaves folders of running programs and of others alone', async () => {
    const kept = [
      folderOf('bathyscope-work-running', String(process.pid)),
      folderOf('bathyscope-work-unknown', null),
      folderOf('bathyscope-work-nonsense', 'x'),
      folderOf('bathyscope-work-group', '-1'),
      folderOf('another-program', ended()),
    ];
    await openWorkFolder(parent);
    for (const path of kept) expect(existsSync(path), path).toBe(true);
  });

  it('of two programs stand beside each other', async () => {
    const [one, two] = [await openWorkFolder(parent), await openWorkFolder(parent)];
    expect(existsSync(one.path)).toBe(true);
    expect(one.path).not.toBe(two.path);
  });
});
