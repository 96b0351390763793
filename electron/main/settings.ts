import { join } from 'node:path';
import { type Settings, settingsSchema } from '../../shared/ipc/contract.ts';
import { StoredFile } from './stored-file.ts';

/** Settings before the user has changed any. */
export const DEFAULT_SETTINGS: Settings = { theme: 'system', density: 'normal' };

/** What the user has set, kept in `settings.json` of the settings folder. */
export class SettingsStore {
  readonly #file: StoredFile<Settings>;
  #current: Promise<Settings> | null = null;

  constructor(folder: string) {
    this.#file = new StoredFile(join(folder, 'settings.json'), settingsSchema, DEFAULT_SETTINGS);
  }

  get(): Promise<Settings> {
    this.#current ??= this.#file.read();
    return this.#current;
  }

  /** Changes some settings and keeps them. They hold for this run even when the file can not be written (then rejects). */
  async set(patch: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings> {
    const before = await this.get();
    const after: Settings = { theme: patch.theme ?? before.theme, density: patch.density ?? before.density };
    this.#current = Promise.resolve(after);
    await this.#file.write(after);
    return after;
  }
}
