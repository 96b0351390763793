import { loadStaticTable, type StaticTable } from '../node/static-table.ts';

/** Folders of the built page and of the built client. */
export interface PageFolders {
  readonly renderer: string;
  readonly client: string;
}

/**
 * The files that the host serves: the page as Electron shows it, and one script more, which gives the page its `window.api`
 * before the page's own script runs (modules run in the order in which they stand).
 *
 * @throws when a folder can not be read or the page has no script to stand before
 */
export async function loadPage(folders: PageFolders): Promise<StaticTable> {
  const [renderer, client] = await Promise.all([loadStaticTable(folders.renderer), loadStaticTable(folders.client)]);
  const table = new Map(renderer);
  const [clientPath] = [...client.keys()].filter((path) => path.startsWith('/client-'));
  const page = renderer.get('/index.html');
  if (page === undefined || clientPath === undefined) throw new Error('the built page is not complete');
  const html = new TextDecoder().decode(page.bytes);
  const before = html.indexOf('<script type="module"');
  if (before < 0) throw new Error('the built page has no script');
  const tag = `<script type="module" src="${clientPath}"></script>\n    `;
  const bytes = new TextEncoder().encode(html.slice(0, before) + tag + html.slice(before));
  for (const path of ['/', '/index.html']) table.set(path, { ...page, bytes });
  for (const [path, file] of client) table.set(path, file);
  return table;
}
