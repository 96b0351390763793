import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { type Recent, recentSchema } from '../../shared/ipc/contract.ts';
import type { OpenSource } from './handlers/open-source.ts';
import { StoredFile } from './stored-file.ts';

/** Recent bundles that are kept. */
export const MAX_RECENTS = 20;

const storedRecentSchema = z.strictObject({
  id: recentSchema.shape.id,
  name: z.string().max(1_024),
  /** Null when the bundle was only a copy, such as a file dropped into a browser. */
  path: z.string().max(32_768).nullable(),
  openedAt: z.string().max(64),
  verdict: z.string().max(64).nullable(),
});
type StoredRecent = z.infer<typeof storedRecentSchema>;

/** Bundles opened lately, newest first, kept in `recents.json` of the settings folder. Only main and host see the paths. */
export class Recents {
  readonly #file: StoredFile<StoredRecent[]>;
  #list: Promise<StoredRecent[]> | null = null;

  constructor(folder: string) {
    this.#file = new StoredFile(join(folder, 'recents.json'), z.array(storedRecentSchema).max(MAX_RECENTS), []);
  }

  /** The list as the page sees it: without paths. */
  async list(): Promise<Recent[]> {
    const list = await this.#load();
    return list.map(({ path, ...recent }) => ({ ...recent, reachable: path !== null }));
  }

  /** Path and name of a recent bundle; null when it is unknown or was only a copy. */
  async find(id: string): Promise<{ readonly path: string; readonly name: string } | null> {
    const found = (await this.#load()).find((recent) => recent.id === id);
    return found === undefined || found.path === null ? null : { path: found.path, name: found.name };
  }

  /** Puts a bundle at the head of the list; the same path is listed once. Returns its id. */
  async add(source: OpenSource, openedAt: string): Promise<string> {
    const path = source.reachable ? source.path : null;
    const id = randomUUID();
    const entry: StoredRecent = { id, name: source.name.slice(0, 1_024), path, openedAt, verdict: null };
    await this.#change((list) => [entry, ...list.filter((recent) => path === null || recent.path !== path)]);
    return id;
  }

  /** Notes the verdict word of a bundle that is still listed. */
  setVerdict(id: string, verdict: string): Promise<void> {
    return this.#change((list) => list.map((recent) => (recent.id === id ? { ...recent, verdict } : recent)));
  }

  /** Forgets all. */
  clear(): Promise<void> {
    return this.#change(() => []);
  }

  /** Waits until the list is on disk. */
  async flush(): Promise<void> {
    await this.#list;
    await this.#file.flush();
  }

  #load(): Promise<StoredRecent[]> {
    this.#list ??= this.#file.read();
    return this.#list;
  }

  /** A list that can not be written is worth less than the bundle that is being opened: it holds for this run. */
  async #change(change: (list: StoredRecent[]) => StoredRecent[]): Promise<void> {
    const list = this.#load().then((before) => change(before).slice(0, MAX_RECENTS));
    this.#list = list;
    await this.#file.write(await list).catch(() => undefined);
  }
}
