import { dirname, join } from 'node:path';
import type { BrowserWindow, Dialog, OpenDialogOptions } from 'electron/main';
import { z } from 'zod';
import { type Result, success } from '../../shared/base/result.ts';
import type { Pickers } from './handlers/dependencies.ts';
import { StoredFile } from './stored-file.ts';

/**
 * The native dialogs. Since Electron 43 they open in Downloads each time, so the last folder is kept here.
 *
 * @param window the window that a dialog belongs to; null without one
 */
export function createPickers(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  window: () => BrowserWindow | null,
  settingsFolder: string,
): Pickers {
  const lastFolder = new StoredFile<string | null>(
    join(settingsFolder, 'last-folder.json'),
    z.string().nullable(),
    null,
  );

  async function pick(options: OpenDialogOptions): Promise<Result<string | null>> {
    const owner = window();
    const folder = await lastFolder.read();
    const asked: OpenDialogOptions = { ...options, ...(folder === null ? {} : { defaultPath: folder }) };
    const { canceled, filePaths } = await (owner === null
      ? dialog.showOpenDialog(asked)
      : dialog.showOpenDialog(owner, asked));
    const [path] = filePaths;
    if (canceled || path === undefined) return success(null);
    await lastFolder.write(dirname(path)).catch(() => undefined);
    return success(path);
  }

  return {
    pickBundle: (kind) =>
      pick({ title: 'Open evidence', properties: [kind === 'file' ? 'openFile' : 'openDirectory', 'dontAddToRecent'] }),
    pickAnchor: () => pick({ title: 'Add an anchor', properties: ['openFile', 'dontAddToRecent'] }),
  };
}
