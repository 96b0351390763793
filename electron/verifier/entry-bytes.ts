import { type FileHandle, open } from 'node:fs/promises';

/** The bytes of the file that holds the entries, to be read again at any place. */
export interface EntryBytes {
  /** Throws EvidenceError when the file is no longer the one that was replayed. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
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

  /** @param path a file of the verifier's own spool folder; made new */
  static async create(path: string): Promise<Spool> {
    return new Spool(await open(path, 'wx+', 0o600));
  }

  /** Resolves when the bytes can be read back. Throws the error of the file system, such as a full disk. */
  async write(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      at += (await this.handle.write(chunk, at, chunk.length - at, this.size + at)).bytesWritten;
    }
    this.size += chunk.length;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await this.handle.read(bytes, at, bytes.length - at, offset + at);
      if (bytesRead === 0) return bytes.slice(0, at);
      at += bytesRead;
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
