import { LIMITS } from '../../shared/base/limits.ts';
import type { BathyscopeApi, DroppedItem } from '../../shared/ipc/api.ts';

/** The part of a DataTransfer that is read; the browser's own satisfies it. */
export interface DropSource {
  readonly items: ArrayLike<{ readonly kind: string; webkitGetAsEntry(): FileSystemEntry | null }>;
  readonly files: ArrayLike<File>;
}

function readFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function readBatch(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

async function walk(roots: readonly FileSystemEntry[]): Promise<DroppedItem[]> {
  const found: DroppedItem[] = [];
  const open = [...roots];
  while (open.length > 0 && found.length < LIMITS.bundleFiles) {
    const entry = open.pop();
    if (entry === undefined) break;
    // `fullPath` starts with a slash and the name of what was dropped.
    if (isFile(entry)) found.push({ path: entry.fullPath.slice(1), file: await readFile(entry) });
    if (!isDirectory(entry)) continue;
    const reader = entry.createReader();
    // A reader gives a folder in batches and ends with an empty one (File and Directory Entries API, 7.3).
    for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader)) open.push(...batch);
  }
  return found;
}

/**
 * Takes what was dropped on the window. In Electron a dropped folder is one item, which the preload turns into a path;
 * in a browser its files are walked, each with its path inside the folder. Entries are taken before the first wait,
 * because a DataTransfer is empty after its event.
 * @returns items in no particular order; at most LIMITS.bundleFiles.
 */
export async function droppedItems(source: DropSource, shell: BathyscopeApi['shell']): Promise<DroppedItem[]> {
  const files = Array.from(source.files);
  if (shell === 'electron') return files.map((file) => ({ path: file.name, file }));
  const entries = Array.from(source.items)
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  return entries.length === 0 ? files.map((file) => ({ path: file.name, file })) : walk(entries);
}
