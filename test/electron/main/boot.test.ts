import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IpcMainInvokeEvent } from 'electron/main';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { boot, type ElectronParts, type Program } from '../../../electron/main/boot.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import {
  fakeApp,
  fakeClipboard,
  fakeContents,
  fakeDialog,
  fakeIpcMain,
  fakeMenu,
  fakeSession,
  fakeUtilityProcess,
  fakeWindows,
} from '../../support/fake-electron.ts';
import { doneView } from '../../support/views.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-boot-'));
  mkdirSync(join(folder, 'renderer'));
  writeFileSync(join(folder, 'renderer/index.html'), '<page>');
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

async function start(launch: { paths: string[]; sampleId: string | null } = { paths: [], sampleId: null }) {
  const { app } = fakeApp({ packaged: true, folder });
  const windows = fakeWindows();
  const ipc = fakeIpcMain();
  const utility = fakeUtilityProcess();
  const electron: ElectronParts = {
    app,
    clipboard: fakeClipboard(),
    dialog: fakeDialog({ canceled: true, filePaths: [] }).dialog,
    ipcMain: ipc.ipcMain,
    menu: fakeMenu(),
    utilityProcess: utility.utility,
    session: fakeSession(),
    defaultSession: fakeSession(),
    createWindow: windows.createWindow,
  };
  vi.mocked(utility.child.postMessage).mockImplementation((message: { type: string; documentId?: string }) => {
    if (message.type === 'init')
      setImmediate(() =>
        utility.child.emit('message', {
          type: 'event',
          event: { type: 'document', document: doneView(message.documentId ?? '') },
        }),
      );
    else setImmediate(() => utility.child.emit('exit', 0));
  });
  const paths = {
    renderer: join(folder, 'renderer'),
    preload: '/preload.cjs',
    verifier: '/verifier.js',
    samples: folder,
  };
  const program: Program = await boot(electron, paths, launch);
  const window = windows.made[0]?.window;
  if (window === undefined) throw new Error('no window was made');
  const page = window.webContents;
  const invoke = (channel: string, params: unknown): Promise<unknown> =>
    ipc.handlers.get(channel)?.(
      { senderFrame: page.mainFrame } as unknown as IpcMainInvokeEvent,
      params,
    ) as Promise<unknown>;
  const sent = () => vi.mocked(page.send).mock.calls.map(([, event]) => event as { type: string });
  return { program, electron, app, windows, window, invoke, sent };
}

describe('boot', () => {
  it('hardens and seals both sessions and all contents before a page is shown', async () => {
    const { electron, app, window } = await start();
    for (const session of [electron.session, electron.defaultSession]) {
      expect(session.setPermissionRequestHandler).toHaveBeenCalled();
      expect(session.setProxy).toHaveBeenCalled();
      expect(session.webRequest.onBeforeRequest).toHaveBeenCalledOnce();
    }
    const contents = fakeContents();
    app.emit('web-contents-created', {}, contents);
    expect(contents.setWebRTCIPHandlingPolicy).toHaveBeenCalled();
    expect(contents.setWindowOpenHandler).toHaveBeenCalled();
    const shown = vi.mocked(window.loadURL).mock.invocationCallOrder[0] ?? 0;
    expect(vi.mocked(electron.session.setProxy).mock.invocationCallOrder[0]).toBeLessThan(shown);
  });

  it('serves the page on the session of the window, and replaces the menu', async () => {
    const { electron, windows } = await start();
    expect(electron.session.protocol.handle).toHaveBeenCalledWith('app', expect.any(Function));
    expect(windows.made).toHaveLength(1);
    expect(windows.made[0]?.options.webPreferences).toMatchObject({ session: electron.session, devTools: false });
    expect(electron.menu.setApplicationMenu).toHaveBeenCalledOnce();
  });

  it('answers the page', async () => {
    const { invoke } = await start();
    expect(await invoke(CHANNELS.appInfo, {})).toMatchObject({
      ok: true,
      value: { shell: 'electron', version: '0.0.0' },
    });
  });

  it('opens what the command line named, and tells the page when it listens', async () => {
    const { invoke, sent, window } = await start({ paths: ['/evidence/a.zip'], sampleId: 'healthy' });
    expect(window.loadURL).toHaveBeenCalledWith('app://bundle/#sample=healthy');
    expect(sent()).toEqual([]);
    await invoke(CHANNELS.appInfo, {});
    expect(sent().map(({ type }) => type)).toEqual(['opened']);
    expect(JSON.stringify(sent())).not.toContain('/evidence');
  });

  it('comes to the front for a second instance', async () => {
    const { program, window } = await start();
    vi.mocked(window.isMinimized).mockReturnValue(true);
    await program.open({ paths: [], sampleId: null });
    expect(window.restore).toHaveBeenCalled();
    expect(window.focus).toHaveBeenCalled();
  });

  it('sends nothing to a window that is gone', async () => {
    const { program, window, sent, invoke } = await start();
    await invoke(CHANNELS.appInfo, {});
    vi.mocked(window.webContents.isDestroyed).mockReturnValue(true);
    await program.open({ paths: ['/evidence/a.zip'], sampleId: null });
    expect(sent()).toEqual([]);
  });

  it('leaves nothing behind when it closes', async () => {
    const { program } = await start({ paths: ['/evidence/a.zip'], sampleId: null });
    expect(readdirSync(folder).some((name) => name.startsWith('bathyscope-'))).toBe(true);
    await program.close();
    expect(readdirSync(folder).some((name) => name.startsWith('bathyscope-'))).toBe(false);
    expect(existsSync(join(folder, 'settings/recents.json'))).toBe(true);
  });

  it('logs what it did, to the end', async () => {
    const { program } = await start({ paths: ['/evidence/a.zip'], sampleId: null });
    await program.close();
    const lines = readFileSync(join(folder, 'settings/custody.ndjson'), 'utf8').trimEnd().split('\n');
    const events = lines.map((line) => (JSON.parse(line) as { payload: { event: string } }).payload.event);
    expect(events).toEqual(['log.begun', 'app.started', 'document.opened', 'document.judged', 'document.closed']);
    expect(lines.join()).not.toContain('/evidence');
  });
});
