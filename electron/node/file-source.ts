import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Finding } from '../../shared/base/finding.ts';
import { containerFinding } from '../../shared/bundle/bundle-finding.ts';
import type { Lend } from '../../shared/bundle/container.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { ahead } from './ahead.ts';
import { systemAnswer } from './system-words.ts';

const CHUNK_BYTES = 1024 * 1024;

/** A regular file that is open for reading, or bytes that are held (memory-file.ts). */
export interface RandomAccessFile {
  /** Bytes when it was opened. */
  readonly size: number;
  /** Modification time when it was opened, ISO 8601 UTC; null where none is known. */
  readonly modified: string | null;
  /** A fresh array; shorter than `length` only where the file ends. Throws EvidenceError when the system can not read. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Fills `target` from `offset` on; returns how many bytes there were, fewer only where the file ends. Throws like `read`. */
  readInto(target: Uint8Array, offset: number): Promise<number>;
  /** Fresh arrays of at most 1 MiB, from `from` (0) to the size at opening, then `assertUnchanged`. Throws EvidenceError. */
  stream(from?: number): AsyncIterable<Uint8Array>;
  /**
   * As `stream` from the start, but each array is good only until the next one is asked for, and the next is read meanwhile.
   * @param lend gives the memory for each read, instead
   */
  streamOnce(lend?: Lend): AsyncIterable<Uint8Array>;
  /** Throws EvidenceError when size or modification time are not what they were when the file was opened. */
  assertUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/** How a file is opened. */
export interface OpenOptions {
  /** Name in findings; the last part of the path when absent. */
  readonly name?: string;
  /** Refuse a link in the last part of the path. */
  readonly noFollow?: boolean;
  /** What the file was when its folder was listed; anything else under its name is refused. */
  readonly listed?: BigIntStats;
}

/**
 * Opens a regular file for reading.
 * @param path a link is followed unless the options forbid it.
 * @throws EvidenceError when it is not a regular file or not the one that was listed; else the error of the file system.
 */
export async function openFile(path: string, options: OpenOptions = {}): Promise<RandomAccessFile> {
  const name = options.name ?? basename(path);
  // Opening a pipe would wait for a writer without O_NONBLOCK. Neither flag exists on Windows.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (options.noFollow ? (constants.O_NOFOLLOW ?? 0) : 0);
  const handle = await open(path, flags);
  try {
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile()) throw new EvidenceError(readFinding(name, 'file.special', 'it is not a regular file.'));
    // SECURITY: a file that was put in the place of a listed one is not read. Test: folder-hostile.test.ts
    // "refuses a file that was exchanged after the listing".
    if (options.listed !== undefined && !isSameState(stats, options.listed)) {
      throw new EvidenceError(
        readFinding(name, 'file.changed', 'it was changed or exchanged after the folder was listed.'),
      );
    }
    return fileOver(handle, stats, name);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function fileOver(handle: FileHandle, opened: BigIntStats, name: string): RandomAccessFile {
  const size = Number(opened.size);

  async function read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    const filled = await fill(bytes, offset);
    return filled === bytes.length ? bytes : bytes.slice(0, filled);
  }

  function readInto(target: Uint8Array, offset: number): Promise<number> {
    return fill(target.subarray(0, Math.max(0, Math.min(target.length, size - offset))), offset);
  }

  async function fill(bytes: Uint8Array, offset: number): Promise<number> {
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await readSome(bytes, filled, bytes.length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  }

  async function readSome(
    bytes: Uint8Array,
    at: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }> {
    try {
      return await handle.read(bytes, at, length, position);
    } catch (error) {
      throw unreadableFile(name, error);
    }
  }

  async function* readTo(lend: Lend): AsyncGenerator<Uint8Array> {
    for (let at = 0; ; ) {
      const bytes = lend();
      const filled = await readInto(bytes, at);
      if (filled === 0) return;
      at += filled;
      yield bytes.subarray(0, filled);
    }
  }

  async function assertUnchanged(): Promise<void> {
    const now = await handle.stat({ bigint: true });
    if (!isSameState(now, opened)) {
      throw new EvidenceError(
        readFinding(name, 'file.changed', 'it was changed while it was read. What was read is no one state of it.'),
      );
    }
  }

  return {
    size,
    modified: opened.mtime.toISOString(),
    read,
    readInto,
    async *stream(from = 0) {
      for (let at = from; at < size; ) {
        const bytes = await read(at, CHUNK_BYTES);
        if (bytes.length === 0) break;
        at += bytes.length;
        yield bytes;
      }
      await assertUnchanged();
    },
    async *streamOnce(lend?: Lend) {
      yield* ahead(readTo(lend ?? twoInTurn()), 1);
      await assertUnchanged();
    },
    assertUnchanged,
    close: () => handle.close(),
  };
}

/** One is used while the other is read to. */
function twoInTurn(): Lend {
  let [next, other] = [new Uint8Array(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES)];
  return () => {
    [next, other] = [other, next];
    return other;
  };
}

function isSameState(a: BigIntStats, b: BigIntStats): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs;
}

/**
 * What to report when the system refuses to read a file of the evidence.
 * @param name name of the file in the bundle; escaped here.
 * @param error what the file system threw; an EvidenceError comes back as it is.
 */
export function unreadableFile(name: string, error: unknown): EvidenceError {
  if (error instanceof EvidenceError) return error;
  const code = systemCode(error);
  const why = code === 'ENOENT' ? 'it is gone since the folder was listed.' : systemAnswer(code);
  return new EvidenceError(readFinding(name, 'file.unreadable', why), { cause: error });
}

/** Code of a file system error such as `ENOENT`; `unknown` for anything else. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

function readFinding(name: string, rule: string, why: string): Finding {
  const message = (shown: string): string => `"${shown}" can not be read: ${why}`;
  const finding = containerFinding(name, { rule, class: 'unreadable-file', severity: 'fail', message: '' });
  return { ...finding, message: message(finding.where.file ?? '') };
}
