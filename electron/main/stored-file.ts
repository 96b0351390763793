import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { writeFileAtomically } from '../node/atomic-write.ts';

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * A small JSON file of the program itself, such as its settings. What can not be read or does not fit the schema counts as
 * absent: the program starts with its defaults rather than not at all.
 */
export class StoredFile<T> {
  readonly #path: string;
  readonly #schema: z.ZodType<T>;
  readonly #initial: T;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string, schema: z.ZodType<T>, initial: T) {
    this.#path = path;
    this.#schema = schema;
    this.#initial = initial;
  }

  /** What is stored, or the initial value. */
  async read(): Promise<T> {
    try {
      const text = await readFile(this.#path, 'utf8');
      if (text.length > MAX_BYTES) return this.#initial;
      const parsed = this.#schema.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : this.#initial;
    } catch {
      return this.#initial;
    }
  }

  /** Replaces the file in one step, readable by its owner only. Writes follow one another in the order of the calls. */
  write(value: T): Promise<void> {
    const text = `${JSON.stringify(value, null, 2)}\n`;
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(() => mkdir(dirname(this.#path), { recursive: true, mode: 0o700 }))
      .then(() => writeFileAtomically(this.#path, text));
    return this.#writing;
  }

  /** Waits until all that was asked to be written is, or could not be. */
  flush(): Promise<void> {
    return this.#writing.catch(() => undefined);
  }
}
