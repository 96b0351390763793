import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** A file of the page, in memory. */
export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** Path of an address (with its leading slash) → file. */
export type StaticTable = ReadonlyMap<string, StaticFile>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * Reads a built folder once, at start. Requests are then answered by exact key: no path is ever computed from an address, so
 * there is no traversal, link or prefix to get wrong. Files of other kinds are left out.
 *
 * @param folder absolute path, such as `out/renderer`
 * @throws when the folder can not be read
 */
export async function loadStaticTable(folder: string): Promise<StaticTable> {
  const table = new Map<string, StaticFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const contentType = CONTENT_TYPES[extname(entry.name)];
    if (!entry.isFile() || contentType === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const key = `/${relative(folder, path).split(sep).join('/')}`;
    table.set(key, { bytes: new Uint8Array(await readFile(path)), contentType });
  }
  const page = table.get('/index.html');
  if (page !== undefined) table.set('/', page);
  return table;
}
