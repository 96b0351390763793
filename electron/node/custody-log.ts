import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CustodyPage } from '../../shared/ipc/contract.ts';
import { syncFolder } from './atomic-write.ts';
import { boundedFacts, type CustodyFacts, type CustodyRecorder, custodyLine } from './custody-entry.ts';
import { type CustodyLock, takeLock } from './custody-lock.ts';
import { type CustodyReplay, replayCustody } from './custody-replay.ts';
import { systemCode } from './file-source.ts';

/** Bytes of one file; above, a new one is begun, so that replaying the log stays quick. */
const FILE_BYTES = 16 * 1024 * 1024;
/** Programs that may run at the same time over one folder; each writes a log of its own. */
const WRITERS = 9;

/** The file that is written to, as this run left it. */
interface Writer {
  readonly base: string;
  readonly lock: CustodyLock;
  rows: number;
  tip: string | null;
  bytes: number;
}

/** A log as bytes, to be saved elsewhere. */
export interface ExportedLog {
  readonly bytes: Uint8Array;
  readonly entries: number;
  readonly tip: string | null;
}

/** What a log is made of. */
export interface CustodyOptions {
  /** Folder of the settings. */
  readonly folder: string;
  now(): Date;
  /** FILE_BYTES unless told. */
  readonly fileBytes?: number;
}

/**
 * The program's own custody log: `custody.ndjson`, a chain by the rule that the program checks in others (docs/formats/chain.md). Append-only,
 * one writer, each entry on disk before the next. A file that does not hold is kept under another name, and the new one's first entry names
 * it with its digest. What it shows and does not show: whoever can write the folder can rewrite the whole log; the hash of its last entry,
 * kept elsewhere, is the anchor against that.
 */
export class CustodyLog implements CustodyRecorder {
  readonly #options: CustodyOptions;
  #writer: Writer | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** Why the last entry is not on disk; null when it is. */
  #lost: string | null = null;

  constructor(options: CustodyOptions) {
    this.#options = options;
  }

  record(event: string, facts: CustodyFacts): void {
    const at = this.#options.now().toISOString();
    void this.#next(async () => {
      try {
        await this.#append(at, event, facts);
        this.#lost = null;
      } catch (error) {
        // A log that can not be written never keeps anyone from working, but it says so.
        this.#lost = `The entry "${event}" of ${at} could not be written (${systemCode(error)}).`;
      }
    });
  }

  /**
   * A page of the log, replayed just now.
   *
   * @param from position of the first entry, from the oldest
   * @param count at most how many
   */
  page(from: number, count: number): Promise<CustodyPage> {
    return this.#next(async () => {
      const writer = await this.#writing();
      const { rows, tip, entries, problem } = await replayCustody(this.#pathOf(writer), from, count);
      return {
        total: rows,
        from,
        entries,
        tip,
        problem: problem ?? this.#differenceOf(writer, rows, tip) ?? this.#lost,
      };
    });
  }

  /** The whole log of this run's file, as it stands on disk. */
  export(): Promise<ExportedLog> {
    return this.#next(async () => {
      const writer = await this.#writing();
      return { bytes: await readFile(this.#pathOf(writer)), entries: writer.rows, tip: writer.tip };
    });
  }

  /** Waits until everything that was recorded is on disk, or could not be, and lets go of the log. */
  close(): Promise<void> {
    return this.#next(async () => {
      await this.#writer?.lock.release();
      this.#writer = null;
    });
  }

  /** Everything happens one after the other: there is one writer, and a reader never sees half an entry. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  #pathOf({ base }: Pick<Writer, 'base'>): string {
    return join(this.#options.folder, `${base}.ndjson`);
  }

  #differenceOf(writer: Writer, rows: number, tip: string | null): string | null {
    if (rows === writer.rows && tip === writer.tip) return null;
    return `The file holds ${rows} entries and ends with another hash than this run wrote: it was changed from outside (${writer.rows} were written).`;
  }

  async #append(at: string, event: string, facts: CustodyFacts): Promise<void> {
    const writer = await this.#writing(at);
    const found = await stat(this.#pathOf(writer)).catch(() => null);
    if (found?.size !== writer.bytes) await this.#renew(writer, 'the file was not as this run had left it', at);
    else if (writer.bytes >= (this.#options.fileBytes ?? FILE_BYTES)) await this.#renew(writer, 'full', at);
    await this.#write(writer, at, event, facts);
  }

  /** The writer of this run: of the first log that no other running program has. */
  async #writing(at = this.#options.now().toISOString()): Promise<Writer> {
    if (this.#writer !== null) return this.#writer;
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (let number = 1; number <= WRITERS; number += 1) {
      const base = number === 1 ? 'custody' : `custody.${number}`;
      const lock = await takeLock(join(folder, `${base}.lock`));
      if (lock === null) continue;
      const writer: Writer = { base, lock, rows: 0, tip: null, bytes: 0 };
      try {
        await this.#resume(writer, at);
      } catch (error) {
        await lock.release();
        throw error;
      }
      this.#writer = writer;
      return writer;
    }
    throw new Error('every custody log of this folder is in use');
  }

  /** Goes on with the file that is there, when it holds; else begins a new one. */
  async #resume(writer: Writer, at: string): Promise<void> {
    const size = (await stat(this.#pathOf(writer)).catch(() => null))?.size ?? 0;
    const found = size === 0 ? null : await replayCustody(this.#pathOf(writer));
    if (found === null || found.problem !== null) return this.#renew(writer, found?.problem ?? 'there was no log', at);
    writer.rows = found.rows;
    writer.tip = found.tip;
    writer.bytes = found.bytes;
  }

  /**
   * Keeps the file that is there under a name of its own and begins a new one, whose first entry names it.
   *
   * @param at time of the event that the log is begun for
   */
  async #renew(writer: Writer, reason: string, at: string): Promise<void> {
    const name = (await this.#setAside(writer)) ?? (await this.#newestAside(writer));
    const before: CustodyReplay | null = name === null ? null : await replayCustody(join(this.#options.folder, name));
    const left = { entriesWrittenBefore: writer.rows, tipWrittenBefore: writer.tip };
    writer.rows = 0;
    writer.tip = null;
    writer.bytes = 0;
    await this.#write(writer, at, 'log.begun', {
      reason,
      ...(left.entriesWrittenBefore > 0 ? left : {}),
      previousFile: name,
      previousSha256: before?.sha256 ?? null,
      previousEntries: before?.rows ?? null,
      previousTip: before?.tip ?? null,
    });
    await syncFolder(this.#options.folder);
  }

  /** Renames the file that is there; the new name, or null when there is nothing to keep. */
  async #setAside(writer: Writer): Promise<string | null> {
    const { folder, now } = this.#options;
    const path = this.#pathOf(writer);
    if (((await stat(path).catch(() => null))?.size ?? 0) === 0) return null;
    const stamp = now().toISOString().slice(0, 19).replaceAll(':', '');
    for (let number = 1; ; number += 1) {
      const name = `${writer.base}-${stamp}Z${number === 1 ? '' : `-${number}`}.ndjson`;
      // SECURITY: 'wx' takes a name that nothing has, so that no kept log is ever written over (test/electron/node/custody-log.test.ts
      // "keeps every file that was set aside").
      const taken = await open(join(folder, name), 'wx', 0o600).catch((error: unknown) => {
        if (systemCode(error) === 'EEXIST') return null;
        throw error;
      });
      if (taken === null) continue;
      await taken.close();
      await rename(path, join(folder, name));
      return name;
    }
  }

  async #newestAside({ base }: Writer): Promise<string | null> {
    const names = await readdir(this.#options.folder);
    // Without their ending, a second file of the same second sorts behind the first.
    const stems = names
      .filter((name) => name.startsWith(`${base}-`) && name.endsWith('.ndjson'))
      .map((name) => name.slice(0, -7));
    const newest = stems.sort().at(-1);
    return newest === undefined ? null : `${newest}.ndjson`;
  }

  async #write(writer: Writer, at: string, event: string, facts: CustodyFacts): Promise<void> {
    const { line, hash } = custodyLine(writer.rows, writer.tip, { at, event, facts: boundedFacts(facts) });
    const file = await open(this.#pathOf(writer), 'a', 0o600);
    try {
      await file.appendFile(line);
      await file.sync();
    } finally {
      await file.close();
    }
    writer.rows += 1;
    writer.tip = hash;
    writer.bytes += Buffer.byteLength(line);
  }
}
