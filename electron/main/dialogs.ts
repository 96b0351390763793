import { dirname, join } from 'node:path';
import type { BrowserWindow, Dialog, OpenDialogOptions, SaveDialogOptions } from 'electron/main';
import { z } from 'zod';
import { failure, type Result, success } from '../../shared/base/result.ts';
import { writeFileAtomically } from '../node/atomic-write.ts';
import type { HandlerDependencies, Pickers } from './handlers/dependencies.ts';
import { StoredFile } from './stored-file.ts';

const TRUST_TITLES = {
  'trust-file': 'Import a trust file',
  key: 'Import a public key',
  'timestamp-root': 'Import a time-stamp root certificate',
  'log-key': 'Import the key of a public log',
} as const;

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

  async function pickSeveral(options: OpenDialogOptions): Promise<readonly string[] | null> {
    const owner = window();
    const folder = await lastFolder.read();
    const asked: OpenDialogOptions = { ...options, ...(folder === null ? {} : { defaultPath: folder }) };
    const { canceled, filePaths } = await (owner === null
      ? dialog.showOpenDialog(asked)
      : dialog.showOpenDialog(owner, asked));
    const [path] = filePaths;
    if (canceled || path === undefined) return null;
    await lastFolder.write(dirname(path)).catch(() => undefined);
    return filePaths;
  }

  async function pick(options: OpenDialogOptions): Promise<Result<string | null>> {
    return success((await pickSeveral(options))?.[0] ?? null);
  }

  return {
    pickTrust: (kind) => pick({ title: TRUST_TITLES[kind], properties: ['openFile', 'dontAddToRecent'] }),
    pickBundle: (kind) =>
      pick({ title: 'Open evidence', properties: [kind === 'file' ? 'openFile' : 'openDirectory', 'dontAddToRecent'] }),
    pickAnchors: async (kind) => {
      const properties: OpenDialogOptions['properties'] =
        kind === 'file' ? ['openFile', 'multiSelections', 'dontAddToRecent'] : ['openDirectory', 'dontAddToRecent'];
      return success(await pickSeveral({ title: 'Add anchors', properties }));
    },
    pickSignatures: async () =>
      success(
        await pickSeveral({
          title: 'Add detached signatures',
          properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
        }),
      ),
  };
}

/**
 * Saves what is exported where the user says, over what was there when they agreed to that in the dialog.
 *
 * @param window the window that the dialog belongs to; null without one
 */
export function createSaver(
  dialog: Pick<Dialog, 'showSaveDialog'>,
  window: () => BrowserWindow | null,
): HandlerDependencies['saveFile'] {
  return async (file) => {
    const owner = window();
    const options: SaveDialogOptions = {
      title: 'Save',
      defaultPath: file.name,
      properties: ['showOverwriteConfirmation', 'dontAddToRecent'],
    };
    const { canceled, filePath } = await (owner === null
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(owner, options));
    if (canceled || filePath === '') return success(null);
    try {
      await writeFileAtomically(filePath, file.bytes);
    } catch {
      return failure({ code: 'save-failed', message: 'The file could not be written there. Choose another folder.' });
    }
    file.handedOver();
    return success(null);
  };
}
