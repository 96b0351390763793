import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that a reader sees the old bytes or the new ones, never a part, also after a power cut: a new file
 * beside it (readable by its owner only), synced, then renamed over it.
 * @param path where the file is to be; its folder exists.
 * @param bytes text is written as UTF-8.
 * @throws the error of the file system; nothing is left behind then.
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const draft = draftBeside(path);
  // SECURITY: 'wx' follows no link that was planted under the name, and 0600 keeps others out. Test: atomic-write.test.ts
  // "writes with mode 0600".
  const file = await open(draft, 'wx', 0o600);
  try {
    await writeAndClose(file, bytes);
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** A name in the folder of a file that no other run takes, for what is to be renamed over it. */
export function draftBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}.tmp`);
}

async function writeAndClose(file: FileHandle, bytes: Uint8Array | string): Promise<void> {
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Has the system write a folder's names to disk, so that a file made in it outlives a power cut. Windows can not open a folder, and some
 * network file systems can not sync one: the names stand all the same.
 */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
