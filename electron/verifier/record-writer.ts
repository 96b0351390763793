import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import type { RecordHeader, RecordLine } from '../../shared/chain/replay-record.ts';
import { draftBeside } from '../node/atomic-write.ts';
import { recordFault } from './record-error.ts';

const COPIED_BYTES = 1024 * 1024;

/**
 * Writes a record into a file of its own, which is renamed over whatever was there: two runs with the same record do not mix their lines,
 * and the one renamed last stays.
 */
export class RecordWriter {
  private readonly file: FileHandle;
  private readonly path: string;
  /** It stands under its name already; else it has none until it is whole. */
  private readonly isNamed: boolean;

  private constructor(file: FileHandle, path: string, isNamed: boolean) {
    this.file = file;
    this.path = path;
    this.isNamed = isNamed;
  }

  /** A record that stands under its name from the start, and is good up to its last mark at any time. Throws RecordError, SystemFault. */
  static async grow(path: string, header: RecordHeader): Promise<RecordWriter> {
    return await RecordWriter.named(path, (file) => file.appendFile(textOf(header)));
  }

  /** Goes on with a record behind its last mark. Throws RecordError, SystemFault. */
  static async resume(path: string, bytes: number): Promise<RecordWriter> {
    return await RecordWriter.named(path, async (file) => {
      const known = await open(path, 'r');
      try {
        await copy(known, file, bytes);
      } finally {
        await known.close();
      }
      await file.datasync();
    });
  }

  /**
   * A record that appears under its name when it is whole. Until then its file has no name at all: however the run ends, also by a signal that
   * it can not notice or with the machine, the system frees it and nothing stands beside the record. Throws RecordError, SystemFault.
   */
  static async whole(path: string, header: RecordHeader): Promise<RecordWriter> {
    const draft = draftBeside(path);
    try {
      const file = await open(draft, 'wx+', 0o600);
      try {
        await unlink(draft);
        await file.appendFile(textOf(header));
        return new RecordWriter(file, path, false);
      } catch (error) {
        await file.close();
        throw error;
      }
    } catch (error) {
      throw recordFault(path, 'written', error, true);
    }
  }

  private static async named(path: string, fill: (file: FileHandle) => Promise<void>): Promise<RecordWriter> {
    try {
      return new RecordWriter(await nameWhenFilled(path, fill), path, true);
    } catch (error) {
      throw recordFault(path, 'written', error, true);
    }
  }

  /** Throws SystemFault. */
  async append(lines: readonly RecordLine[]): Promise<void> {
    if (lines.length === 0) return;
    try {
      // All of it, or an error: a single write may end early.
      await this.file.appendFile(lines.map(textOf).join(''));
      if (lines.at(-1)?.kind === 'mark') await this.file.datasync();
    } catch (error) {
      throw recordFault(this.path, 'written', error);
    }
  }

  /** Ends it. A record that had to be whole and is not leaves nothing behind. Throws SystemFault. */
  async close(isWhole: boolean): Promise<void> {
    try {
      if (isWhole && !this.isNamed) {
        const { size } = await this.file.stat();
        const named = await nameWhenFilled(this.path, async (file) => {
          await copy(this.file, file, size);
          await file.sync();
        });
        await named.close();
      }
    } catch (error) {
      throw recordFault(this.path, 'written', error);
    } finally {
      await this.file.close();
    }
  }
}

/** Makes a file, has it filled, and gives it its name; what can not be filled leaves nothing behind. */
async function nameWhenFilled(path: string, fill: (file: FileHandle) => Promise<void>): Promise<FileHandle> {
  const draft = draftBeside(path);
  const file = await open(draft, 'wx', 0o600);
  try {
    await fill(file);
    await rename(draft, path);
    return file;
  } catch (error) {
    await file.close();
    await unlink(draft);
    throw error;
  }
}

/** Appends the first bytes of one file to another. */
async function copy(from: FileHandle, to: FileHandle, bytes: number): Promise<void> {
  const buffer = Buffer.alloc(Math.min(bytes, COPIED_BYTES));
  for (let at = 0; at < bytes; ) {
    const { bytesRead } = await from.read(buffer, 0, Math.min(buffer.length, bytes - at), at);
    if (bytesRead === 0) return;
    await to.appendFile(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}

function textOf(line: RecordHeader | RecordLine): string {
  return `${JSON.stringify(line)}\n`;
}
