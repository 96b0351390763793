import { basename } from 'node:path';

/** Something to open: where it is, and what is to be done when it is closed. */
export interface OpenSource {
  /** Absolute path of a file or folder. */
  readonly path: string;
  /** Name without its folder, shown to people. */
  readonly name: string;
  /** Whether the same path will still be there in a later run. */
  readonly reachable: boolean;
  /** Frees what only this document needed, such as an uploaded copy. */
  release(): Promise<void>;
}

/** A file or folder that stays where it is when its document is closed. */
export function lastingSource(path: string, reachable = true): OpenSource {
  return { path, name: basename(path) || path, reachable, release: () => Promise.resolve() };
}
