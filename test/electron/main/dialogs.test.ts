import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPickers, createSaver } from '../../../electron/main/dialogs.ts';
import type { ExportedFile } from '../../../electron/main/handlers/exports.ts';
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
    expect(await cancelled.pickAnchors('file')).toEqual({ ok: true, value: null });
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
    await createPickers(dialog, () => null, folder).pickAnchors('file');
    expect(showOpenDialog.mock.calls[0]?.[0]).toMatchObject({ defaultPath: '/evidence/june' });
  });

  it('give all anchors that were picked, or a folder of them', async () => {
    const filePaths = ['/anchors/8.json', '/anchors/16.json'];
    const { dialog, showOpenDialog } = fakeDialog({ canceled: false, filePaths });
    const pickers = createPickers(dialog, () => null, folder);
    expect(await pickers.pickAnchors('file')).toEqual({ ok: true, value: filePaths });
    await pickers.pickAnchors('folder');
    const asked = showOpenDialog.mock.calls.map(([options]) => options.properties.slice(0, 2));
    expect(asked).toEqual([
      ['openFile', 'multiSelections'],
      ['openDirectory', 'dontAddToRecent'],
    ]);
  });

  it('give all signatures that were picked, and never a folder', async () => {
    const filePaths = ['/given/a.sig.json', '/given/b.sig.json'];
    const { dialog, showOpenDialog } = fakeDialog({ canceled: false, filePaths });
    expect(await createPickers(dialog, () => null, folder).pickSignatures()).toEqual({ ok: true, value: filePaths });
    expect(showOpenDialog.mock.calls[0]?.[0]).toMatchObject({
      title: 'Add detached signatures',
      properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
    });
  });

  it('say what a file is wanted for', async () => {
    const { dialog, showOpenDialog } = fakeDialog({ canceled: true, filePaths: [] });
    const pickers = createPickers(dialog, () => null, folder);
    await pickers.pickTrust('key');
    await pickers.pickTrust('timestamp-root');
    expect(showOpenDialog.mock.calls.map(([options]) => options.title)).toEqual([
      'Import a public key',
      'Import a time-stamp root certificate',
    ]);
  });
});

describe('saving', () => {
  const exported = () => ({
    name: 'trust.json',
    contentType: 'application/json',
    bytes: new Uint8Array([123, 125]),
    handedOver: vi.fn<ExportedFile['handedOver']>(),
  });

  it('writes where the user says, in front of the window, and notes that it did', async () => {
    const path = join(folder, 'mine.json');
    writeFileSync(path, 'old');
    const window = fakeWindow();
    const { dialog, showSaveDialog } = fakeDialog({ canceled: false, filePaths: [path] });
    const file = exported();
    expect(await createSaver(dialog, () => window)(file)).toEqual({ ok: true, value: null });
    expect(showSaveDialog.mock.calls[0]?.[0]).toBe(window);
    expect(showSaveDialog.mock.calls[0]?.[1]).toMatchObject({ defaultPath: 'trust.json' });
    expect(readFileSync(path, 'utf8')).toBe('{}');
    expect(file.handedOver).toHaveBeenCalledOnce();
  });

  it('does nothing when the user changed their mind, and says when it can not', async () => {
    const file = exported();
    const cancelled = createSaver(fakeDialog({ canceled: true, filePaths: [] }).dialog, () => null);
    expect(await cancelled(file)).toEqual({ ok: true, value: null });
    const refused = createSaver(fakeDialog({ canceled: false, filePaths: [join(folder, 'no/x')] }).dialog, () => null);
    expect(await refused(file)).toMatchObject({ ok: false, error: { code: 'save-failed' } });
    expect(file.handedOver).not.toHaveBeenCalled();
    expect(readdirSync(folder)).toEqual([]);
  });
});
