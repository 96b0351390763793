import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, statfs, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failure, type Result, success } from '../../shared/base/result.ts';
import type { DroppedFiles } from '../main/handlers/dependencies.ts';
import type { OpenSource } from '../main/handlers/open-source.ts';
import { systemCode } from '../node/file-source.ts';
import { systemAnswer } from '../node/system-words.ts';
import { uploadSegments } from './upload-names.ts';

/** Bounds of what a browser may hand over. */
export const UPLOAD_CAPS = {
  /** Files of one drop, as in the contract of `document:open-dropped`. */
  files: 10_000,
  /** Bytes that stay free on the disk. */
  reserve: 512 * 1024 * 1024,
} as const;

interface Drop {
  readonly folder: string;
  /** Handle → segments of the path below `folder`. */
  readonly files: Map<string, readonly string[]>;
  sealed: boolean;
}

const fault = (code: string, message: string): Result<never> => failure({ code, message });
const UNKNOWN = fault('drop-unknown', 'These files are not here any more. Drop them again.');

/** The disk would keep less than its reserve. */
class NoRoom extends Error {}

/** What the system answers when the other end of a connection is gone. */
const BROKEN_OFF: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE']);

/** Why a file could not be copied, behind "could not be copied ". */
function whyNot(error: unknown, code: string): string {
  if (error instanceof NoRoom) {
    const mebibytes = UPLOAD_CAPS.reserve / 1024 / 1024;
    return `into the folder for temporary files: less than ${mebibytes} MiB of its disk would stay free. Make room on it, then try again.`;
  }
  if (/^E[A-Z0-9]+$/.test(code) && !BROKEN_OFF.has(code))
    return `into the folder for temporary files: ${systemAnswer(code)}`;
  return 'to its end: the browser stopped handing it over. Try again.';
}

/**
 * Copies of what was dropped or picked in the browser, in a folder that only this user can read. A browser gives bytes, not
 * paths, so a copy is the only way; it lives as long as its document, and never longer than the host.
 */
export class Uploads implements DroppedFiles {
  readonly #root: string;
  readonly #reserve: number;
  readonly #drops = new Map<string, Drop>();

  /**
   * @param root an empty folder of mode 0700
   * @param reserve bytes that stay free on the disk
   */
  constructor(root: string, reserve: number = UPLOAD_CAPS.reserve) {
    this.#root = root;
    this.#reserve = reserve;
  }

  /**
   * Takes one file of a drop.
   *
   * @param dropId random UUID that the client made for this drop
   * @param path relative path of the file in the drop
   * @param modified milliseconds since 1970 as the browser states them
   * @returns an opaque handle
   */
  async add(dropId: string, path: string, modified: number, bytes: Readable): Promise<Result<string>> {
    const segments = uploadSegments(path, process.platform);
    if (segments === null) return fault('drop-name', 'A dropped file has a name that can not be stored here.');
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(dropId)) return UNKNOWN;
    const drop = this.#drops.get(dropId) ?? { folder: join(this.#root, dropId), files: new Map(), sealed: false };
    this.#drops.set(dropId, drop);
    if (drop.sealed) return UNKNOWN;
    if (drop.files.size >= UPLOAD_CAPS.files)
      return fault(
        'drop-too-large',
        `At most ${UPLOAD_CAPS.files} files can be dropped. Hand over the folder as a zip.`,
      );
    const handle = randomUUID();
    drop.files.set(handle, segments);
    const target = join(drop.folder, ...segments);
    try {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await pipeline(bytes, this.#bounded(), createWriteStream(target, { flags: 'wx', mode: 0o600 }));
      if (Number.isFinite(modified)) await utimes(target, new Date(), new Date(modified));
      return success(handle);
    } catch (error) {
      drop.files.delete(handle);
      const code = systemCode(error);
      if (code === 'EEXIST')
        return fault('drop-failed', 'Two of the dropped files have one name here. Hand over a zip.');
      // Nothing will be opened of this drop: what was copied of it gives its room back.
      await this.#remove(drop);
      return fault('drop-failed', `A dropped file could not be copied ${whyNot(error, code)}`);
    }
  }

  async bundle(handles: readonly string[]): Promise<Result<OpenSource>> {
    const taken = this.#take(handles);
    if (taken === null) return UNKNOWN;
    const { drop, paths } = taken;
    const [first] = paths;
    if (first === undefined) return UNKNOWN;
    const top = first[0] ?? '';
    const together = paths.every((path) => path[0] === top);
    if (together && (paths.length === 1 || first.length > 1))
      return success(this.#source(drop, join(drop.folder, top), top));
    return success(this.#source(drop, drop.folder, `${paths.length} files`));
  }

  async each(handles: readonly string[]): Promise<Result<readonly OpenSource[]>> {
    const taken = this.#take(handles);
    if (taken === null) return UNKNOWN;
    const tops = new Set(taken.paths.map(([top]) => top ?? ''));
    let left = tops.size;
    return success(
      [...tops].map((top) => ({
        path: join(taken.drop.folder, top),
        name: top,
        reachable: false,
        // The copies of a drop lie in one folder, so the last one that is not needed any more takes it along.
        release: async () => {
          left -= 1;
          await rm(join(taken.drop.folder, top), { recursive: true, force: true, maxRetries: 5 });
          if (left === 0) await this.#remove(taken.drop);
        },
      })),
    );
  }

  async single(handles: readonly string[]): Promise<Result<OpenSource>> {
    const taken = this.#take(handles);
    const path = taken?.paths[0];
    if (taken === null || path === undefined) return UNKNOWN;
    if (taken.paths.length === 1)
      return success(this.#source(taken.drop, join(taken.drop.folder, ...path), path.at(-1) ?? ''));
    await this.#remove(taken.drop);
    return fault('one-file', 'Hand over exactly one file.');
  }

  /** Removes every copy. */
  async close(): Promise<void> {
    this.#drops.clear();
    await rm(this.#root, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Finds the one drop that all handles belong to and closes it to further files. */
  #take(handles: readonly string[]): { readonly drop: Drop; readonly paths: readonly (readonly string[])[] } | null {
    for (const drop of this.#drops.values()) {
      const paths = handles.map((handle) => drop.files.get(handle)).filter((path) => path !== undefined);
      if (paths.length === 0) continue;
      if (paths.length !== handles.length || paths.length !== drop.files.size || drop.sealed) return null;
      drop.sealed = true;
      return { drop, paths };
    }
    return null;
  }

  #source(drop: Drop, path: string, name: string): OpenSource {
    return { path, name, reachable: false, release: () => this.#remove(drop) };
  }

  async #remove(drop: Drop): Promise<void> {
    for (const [id, known] of this.#drops) if (known === drop) this.#drops.delete(id);
    await rm(drop.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Passes bytes on as long as the disk keeps its reserve, looked at every 64 MiB. */
  #bounded(): (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
    const root = this.#root;
    const reserve = this.#reserve;
    return async function* bounded(chunks) {
      let budget = 0;
      for await (const chunk of chunks) {
        budget -= chunk.length;
        if (budget < 0) {
          const { bavail, bsize } = await statfs(root);
          if (bavail * bsize < reserve) throw new NoRoom();
          budget = 64 * 1024 * 1024;
        }
        yield chunk;
      }
    };
  }
}
