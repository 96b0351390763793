import { type FileHandle, open } from 'node:fs/promises';
import { SystemFault } from '../node/system-fault.ts';

/** The bytes of the file that holds the entries, to be read again at any place. */
export interface EntryBytes {
  /**
   * Fills `target`, which may be shared memory, from `offset` on; returns how many bytes there were, fewer only where the file ends.
   * Throws EvidenceError when the file is no longer the one that was replayed.
   */
  readInto(target: Uint8Array, offset: number): Promise<number>;
  close(): Promise<void>;
}

/** As `readInto`, into a fresh array; shorter than `length`, a size that the caller bounds, only where the file ends. */
export async function readEntryBytes(
  source: Pick<EntryBytes, 'readInto'>,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, await source.readInto(bytes, offset));
}

/**
 * What to throw when the system refuses what is kept of an open bundle.
 *
 * @param error of the file system
 */
export function spoolFault(error: unknown): SystemFault {
  return new SystemFault('What is kept of the entries in the folder for temporary files can not be written', error);
}

/**
 * Entries inside a zip can not be reached at any place, so the replay writes what it inflates to the spool. What was written can be
 * read while the rest is still coming.
 */
export class Spool implements EntryBytes {
  private readonly handle: FileHandle;
  private size = 0;

  private constructor(handle: FileHandle) {
    this.handle = handle;
  }

  /** @param path a file of the verifier's own spool folder; made new. Throws SystemFault. */
  static async create(path: string): Promise<Spool> {
    try {
      return new Spool(await open(path, 'wx+', 0o600));
    } catch (error) {
      throw spoolFault(error);
    }
  }

  /** Resolves when the bytes can be read back. Throws SystemFault, as on a full disk. */
  async write(chunk: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < chunk.length; ) {
        at += (await this.handle.write(chunk, at, chunk.length - at, this.size + at)).bytesWritten;
      }
    } catch (error) {
      throw spoolFault(error);
    }
    this.size += chunk.length;
  }

  async readInto(target: Uint8Array, offset: number): Promise<number> {
    const wanted = Math.max(0, Math.min(target.length, this.size - offset));
    let at = 0;
    while (at < wanted) {
      const { bytesRead } = await this.handle.read(target, at, wanted - at, offset + at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return at;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
