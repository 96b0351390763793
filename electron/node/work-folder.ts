import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'bathyscope-work-';
const OWNER = 'owner';

/** A folder for what must not outlive the program: copies of evidence, row indexes. */
export interface WorkFolder {
  readonly path: string;
  /** Removes the folder with all that is in it. */
  remove(): Promise<void>;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 5 });

/** True for a folder that this user's program made and left behind when it was ended before it could clean up. */
async function isAbandoned(path: string): Promise<boolean> {
  try {
    const { uid } = await stat(path);
    if (process.getuid !== undefined && uid !== process.getuid()) return false;
    const owner = Number(await readFile(join(path, OWNER), 'utf8'));
    return Number.isInteger(owner) && owner > 0 && !isRunning(owner);
  } catch {
    return false;
  }
}

/**
 * Makes a work folder that only this user can read, and removes those that earlier runs left behind.
 *
 * @param parent such as the system's folder for temporary files
 * @throws when the folder can not be made
 */
export async function openWorkFolder(parent: string): Promise<WorkFolder> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const path = join(parent, name);
    if (await isAbandoned(path)) await remove(path).catch(() => undefined);
  }
  // SECURITY: mkdtemp makes the folder with mode 0700 and a name of its own (test/electron/node/work-folder.test.ts).
  const path = await mkdtemp(join(parent, PREFIX));
  await writeFile(join(path, OWNER), String(process.pid), { mode: 0o600 });
  return { path, remove: () => remove(path) };
}
