import { copyFile, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { failure, type Result, success } from '../../shared/base/result.ts';
import type { DroppedFiles } from './handlers/dependencies.ts';
import { lastingSource, type OpenSource } from './handlers/open-source.ts';

/** Bytes of loose files that are copied together; more than that is handed over as a folder or a zip. */
const MAX_LOOSE_BYTES = 1024 ** 3;

interface Dropped {
  /** Path in the drop: `folder/sub/file` or `file`. */
  readonly inDrop: string;
  readonly path: string;
}

const REFUSED = failure({
  code: 'drop-unreadable',
  message: 'What was dropped is not a file or folder of this machine.',
});
const TOO_MUCH = failure({
  code: 'drop-too-large',
  message: 'Drop one file, one folder, or a few loose files. Hand over anything else as a folder or a zip.',
});

/** Reads a handle as the preload makes it: JSON of the path in the drop and the absolute path. */
function parseHandle(handle: string): Dropped | null {
  try {
    const value: unknown = JSON.parse(handle);
    if (!Array.isArray(value) || value.length !== 2) return null;
    const [inDrop, path]: unknown[] = value;
    if (typeof inDrop !== 'string' || typeof path !== 'string' || path === '') return null;
    return { inDrop: inDrop.split('/').join(sep), path };
  } catch {
    return null;
  }
}

/** The dropped folder that a file lies in: its path without what the drop says lies below. Null for a file that lies in none. */
function folderOf({ inDrop, path }: Dropped): string | null {
  const [top, ...below] = inDrop.split(sep);
  if (top === undefined || below.length === 0 || !path.endsWith(sep + inDrop)) return null;
  return path.slice(0, path.length - below.join(sep).length - sep.length);
}

/**
 * What was dropped on the window, found again by the paths that the preload asked Electron for.
 *
 * @param workFolder where loose files are put together to one bundle
 */
export function createDropped(workFolder: string): DroppedFiles {
  /** Copies loose files into one folder, because a bundle is one place and their own folder may hold anything. */
  async function together(files: readonly Dropped[]): Promise<Result<OpenSource>> {
    const stats = await Promise.all(files.map(({ path }) => stat(path)));
    const bytes = stats.reduce((sum, { size }) => sum + size, 0);
    if (bytes > MAX_LOOSE_BYTES || !stats.every((each) => each.isFile())) return TOO_MUCH;
    const folder = await mkdtemp(join(workFolder, 'dropped-'));
    const release = (): Promise<void> => rm(folder, { recursive: true, force: true });
    try {
      for (const { path } of files) {
        const copy = join(folder, basename(path));
        await copyFile(path, copy);
        const { mtime } = await stat(path);
        await utimes(copy, mtime, mtime);
      }
    } catch (error) {
      await release();
      throw error;
    }
    return success({ path: folder, name: `${files.length} files`, reachable: false, release });
  }

  function parse(handles: readonly string[]): readonly Dropped[] | null {
    const dropped = handles.map(parseHandle).filter((item) => item !== null);
    return dropped.length === handles.length ? dropped : null;
  }

  return {
    bundle: async (handles) => {
      const dropped = parse(handles);
      const [first] = dropped ?? [];
      if (dropped === null || first === undefined) return REFUSED;
      if (dropped.length === 1 && !first.inDrop.includes(sep)) return success(lastingSource(first.path));
      const folders = new Set(dropped.map(folderOf));
      const [folder] = folders;
      if (folders.size === 1 && folder !== null && folder !== undefined) return success(lastingSource(folder));
      return folders.has(null) && folders.size === 1 ? together(dropped) : TOO_MUCH;
    },
    each: async (handles) => {
      const dropped = parse(handles);
      return dropped === null || dropped.length === 0
        ? REFUSED
        : success(dropped.map(({ path }) => lastingSource(path)));
    },
    single: async (handles) => {
      const dropped = parse(handles);
      const [only] = dropped ?? [];
      if (only === undefined) return REFUSED;
      if (dropped?.length !== 1) return failure({ code: 'one-file', message: 'Hand over exactly one file.' });
      return success(lastingSource(only.path));
    },
  };
}
