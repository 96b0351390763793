import { open, readFile, stat, unlink } from 'node:fs/promises';
import { uptime } from 'node:os';

/** Milliseconds in which a program writes its number into the lock that it made. */
const UNNUMBERED_MS = 60_000;

/** A file that says that a log has its writer. */
export interface CustodyLock {
  release(): Promise<void>;
}

/**
 * Takes the lock of a log, from a program that has ended if need be.
 *
 * @param path of the lock file; its folder exists
 * @returns null when another running program has it
 * @throws the error of the file system when the lock can not be made at all
 */
export async function takeLock(path: string): Promise<CustodyLock | null> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(String(process.pid)).finally(() => file.close());
      return { release: () => unlink(path).catch(() => undefined) };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (!(await isStale(path))) return null;
    await unlink(path).catch(() => undefined);
  }
  return null;
}

/** Whether nobody can hold the lock any more: the machine was started since it was made, or its process has ended. */
async function isStale(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    if (mtimeMs < Date.now() - uptime() * 1_000) return true;
    const owner = Number(await readFile(path, 'utf8'));
    // Made a moment ago, it may not have its number yet.
    if (!Number.isInteger(owner) || owner <= 0) return mtimeMs < Date.now() - UNNUMBERED_MS;
    return !isRunning(owner);
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
