import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from '../../shared/base/limits.ts';
import { type EntryFault, overLimit, unreadable } from '../../shared/bundle/bundle-finding.ts';
import { systemCode } from './file-source.ts';

/** Something in the folder that is not a folder. */
export interface FolderItem {
  /** Path below the root, with `/`. */
  readonly name: string;
  readonly kind: 'file' | 'link' | 'special';
  /** Of the item itself, not of what a link names; null when the system can not look at it. */
  readonly stats: BigIntStats | null;
  /** Code of the system when it can not look at it, for example `EACCES`. */
  readonly failure: string | null;
}

/** What was found below a folder. */
export interface FolderWalk {
  readonly items: FolderItem[];
  /** Folders below the root that were not looked into, or not to their end. */
  readonly problems: { readonly folder: string; readonly fault: EntryFault }[];
  /** The cap on files was reached; there is more. */
  readonly cut: boolean;
}

/**
 * Lists all that lies below a folder, without following links and without opening a file. Stops after LIMITS.bundleFiles files and
 * folders together, so a folder of any size costs bounded time and memory.
 *
 * SECURITY: the walk is bounded in number and depth. Test: folder-hostile.test.ts "does not look into folders that are nested too deep".
 * @throws the error of the file system when the root can not be read.
 */
export async function walkFolder(root: string): Promise<FolderWalk> {
  const items: FolderItem[] = [];
  const problems: FolderWalk['problems'] = [];
  const folders = [''];
  let visited = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    try {
      for await (const dirent of await opendir(join(root, folder))) {
        if (visited === LIMITS.bundleFiles) return { items, problems, cut: true };
        visited += 1;
        const name = folder === '' ? dirent.name : `${folder}/${dirent.name}`;
        const kind = await kindOf(dirent, join(root, name));
        if (kind.kind !== 'folder') items.push({ name, ...kind });
        else if (name.split('/').length < LIMITS.nameDepth) folders.push(name);
        else problems.push({ folder: name, fault: tooDeep() });
      }
    } catch (error) {
      if (folder === '') throw error;
      const why = `the system can not list this folder (${systemCode(error)}).`;
      problems.push({ folder, fault: unreadable('folder.entry.unreadable', why) });
    }
  }
  return { items, problems, cut: false };
}

/** The kind comes from the item itself: some file systems do not tell it while listing. */
async function kindOf(
  dirent: Dirent,
  path: string,
): Promise<{ kind: 'folder' } | Pick<FolderItem, 'kind' | 'stats' | 'failure'>> {
  try {
    const stats = await lstat(path, { bigint: true });
    if (stats.isDirectory()) return { kind: 'folder' };
    const kind = stats.isFile() ? 'file' : stats.isSymbolicLink() ? 'link' : 'special';
    return { kind, stats, failure: null };
  } catch (error) {
    return { kind: dirent.isSymbolicLink() ? 'link' : 'file', stats: null, failure: systemCode(error) };
  }
}

function tooDeep(): EntryFault {
  return overLimit(
    'nameDepth',
    `this folder is nested ${LIMITS.nameDepth} deep, which is the cap; what lies in it is not listed.`,
  );
}
