import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { openFile, type RandomAccessFile } from '../node/file-source.ts';

/** The bytes of the file that holds the entries, to be read again at any place. */
export interface EntryBytes {
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Entries in a file of their own are read again from that file. */
export async function entriesInFile(path: string): Promise<EntryBytes> {
  return await openFile(path);
}

/**
 * Entries inside a zip can not be reached at any place, so the replay writes what it inflates to the spool. What was written can be
 * read while the rest is still coming.
 */
export class Spool implements EntryBytes {
  private readonly path: string;
  private readonly out: WriteStream;
  private reader: RandomAccessFile | null = null;
  private failed: Error | null = null;

  /** @param path a file of the verifier's own spool folder; made new */
  constructor(path: string) {
    this.path = path;
    this.out = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    this.out.on('error', (error) => {
      this.failed = error;
    });
  }

  /** Resolves when the bytes may be forgotten. Throws the error of the file system, such as a full disk. */
  async write(chunk: Uint8Array): Promise<void> {
    if (this.failed !== null) throw this.failed;
    if (!this.out.write(chunk)) await once(this.out, 'drain');
  }

  /** Call once after the last chunk. */
  async end(): Promise<void> {
    this.out.end();
    await finished(this.out);
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = (await this.reader?.read(offset, length)) ?? new Uint8Array(0);
    if (bytes.length === length) return bytes;
    // A reader knows the size that the file had when it was opened; the spool has grown since.
    await this.reader?.close();
    this.reader = await openFile(this.path);
    return this.reader.read(offset, length);
  }

  async close(): Promise<void> {
    this.out.destroy();
    await this.reader?.close();
    this.reader = null;
  }
}
