import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPickers } from '../../../electron/main/dialogs.ts';
import { fakeDialog, fakeWindow } from '../../support/fake-electron.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-dialogs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the dialogs', () => {
  it('give the picked path, or nothing when the user changed their mind', async () => {
    const picked = createPickers(fakeDialog({ canceled: false, filePaths: ['/e/a.zip'] }).dialog, () => null, folder);
    expect(await picked.pickBundle('file')).toEqual({ ok: true, value: '/e/a.zip' });
    const cancelled = createPickers(fakeDialog({ canceled: true, filePaths: [] }).dialog, () => null, folder);
    expect(await cancelled.pickAnchor()).toEqual({ ok: true, value: null });
  });

  it('ask for files or folders, in front of the window', async () => {
    const window = fakeWindow();
    const { dialog, showOpenDialog } = fakeDialog({ canceled: true, filePaths: [] });
    const pickers = createPickers(dialog, () => window, folder);
    await pickers.pickBundle('file');
    await pickers.pickBundle('folder');
    expect(showOpenDialog.mock.calls.map(([owner, options]) => [owner === window, options.properties[0]])).toEqual([
      [true, 'openFile'],
      [true, 'openDirectory'],
    ]);
  });

  it('open in the folder of the last pick, in a later run too', async () => {
    await createPickers(
      fakeDialog({ canceled: false, filePaths: ['/evidence/june/a.zip'] }).dialog,
      () => null,
      folder,
    ).pickBundle('file');
    const { dialog, showOpenDialog } = fakeDialog({ canceled: true, filePaths: [] });
    await createPickers(dialog, () => null, folder).pickAnchor();
    expect(showOpenDialog.mock.calls[0]?.[0]).toMatchObject({ defaultPath: '/evidence/june' });
  });
});
