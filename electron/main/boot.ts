import { join } from 'node:path';
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Clipboard,
  Dialog,
  IpcMain,
  Menu,
  Session,
  utilityProcess,
} from 'electron/main';
import { CustodyLog } from '../node/custody-log.ts';
import { loadStaticTable } from '../node/static-table.ts';
import { TrustStore } from '../node/trust-store.ts';
import { openWorkFolder } from '../node/work-folder.ts';
import { createPickers, createSaver } from './dialogs.ts';
import { Documents } from './documents.ts';
import { createDropped } from './dropped.ts';
import { createDispatch } from './handlers/dispatch.ts';
import { lastingSource } from './handlers/open-source.ts';
import { hardenApp, hardenSession } from './hardening.ts';
import { registerIpc } from './ipc.ts';
import type { LaunchRequest } from './launch.ts';
import { menuTemplate } from './menu.ts';
import { sealContents, sealSession } from './network.ts';
import { PageEvents } from './page-events.ts';
import { Recents } from './recents.ts';
import { Samples } from './samples.ts';
import { handleScheme } from './scheme.ts';
import { SettingsStore } from './settings.ts';
import { startVerifier } from './verifier.ts';
import { showPage, windowOptions } from './window.ts';

/** The parts of Electron that the program uses after `ready`. */
export interface ElectronParts {
  readonly app: App;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly utilityProcess: Pick<typeof utilityProcess, 'fork'>;
  /** The session of the window, which keeps nothing on disk. */
  readonly session: Session;
  /** The session that the window does not use, sealed all the same. */
  readonly defaultSession: Session;
  createWindow(options: BrowserWindowConstructorOptions): BrowserWindow;
}

/** Absolute paths of what was built and of what comes along. */
export interface ProgramPaths {
  readonly renderer: string;
  readonly preload: string;
  readonly verifier: string;
  readonly samples: string;
}

/** The running program. */
export interface Program {
  /** Opens what a second instance or the system asks for and brings the window to the front. */
  open(request: LaunchRequest): Promise<void>;
  /** Ends all verifiers and removes what they left. */
  close(): Promise<void>;
}

/** Builds the program from its parts, once Electron is ready, in the order in which it stands here. */
export async function boot(electron: ElectronParts, paths: ProgramPaths, launch: LaunchRequest): Promise<Program> {
  const { app } = electron;
  const developer = !app.isPackaged;
  hardenApp(app, sealContents);
  for (const session of [electron.session, electron.defaultSession]) {
    hardenSession(session);
    await sealSession(session, developer);
  }
  handleScheme(electron.session.protocol, await loadStaticTable(paths.renderer));

  const settingsFolder = join(app.getPath('userData'), 'settings');
  const work = await openWorkFolder(app.getPath('temp'));
  const events = new PageEvents();
  const recents = new Recents(settingsFolder);
  const now = (): Date => new Date();
  const custody = new CustodyLog({ folder: settingsFolder, now });
  custody.record('app.started', { version: app.getVersion(), shell: 'electron', platform: process.platform });
  const trust = new TrustStore({ folder: settingsFolder, now, custody });
  const documents = new Documents({
    startVerifier: () => startVerifier(electron.utilityProcess, paths.verifier),
    spoolRoot: work.path,
    toolVersion: app.getVersion(),
    recents,
    custody,
    trust: await trust.forVerifier(),
    emit: (event) => events.emit(event),
    now,
    monotonicNow: () => performance.now(),
  });

  const window = electron.createWindow(windowOptions({ session: electron.session, preload: paths.preload, developer }));
  const present = (): BrowserWindow | null => (window.isDestroyed() ? null : window);
  events.attach(window.webContents);
  const dispatch = createDispatch({
    info: { version: app.getVersion(), shell: 'electron', platform: process.platform },
    documents,
    recents,
    samples: new Samples(paths.samples),
    settings: new SettingsStore(settingsFolder),
    pickers: createPickers(electron.dialog, present, settingsFolder),
    dropped: createDropped(work.path),
    trust,
    custody,
    now,
    saveFile: createSaver(electron.dialog, present),
    writeClipboard: (text) => electron.clipboard.writeText(text),
  });
  registerIpc(
    electron.ipcMain,
    dispatch,
    () => present()?.webContents.mainFrame ?? null,
    () => events.pageIsReady(),
  );
  const template = menuTemplate(process.platform, developer, (command) => events.emit({ type: 'command', command }));
  electron.menu.setApplicationMenu(electron.menu.buildFromTemplate(template));

  const program: Program = {
    open: async ({ paths: asked }) => {
      for (const path of asked) {
        const opened = await documents.open(lastingSource(path), null);
        if (opened.ok) events.emit({ type: 'opened', documentId: opened.value.id });
      }
      const shown = present();
      if (shown?.isMinimized()) shown.restore();
      shown?.focus();
    },
    close: async () => {
      await documents.closeAll();
      await custody.close();
      await work.remove();
    },
  };
  await showPage(window, launch.sampleId);
  await program.open(launch);
  return program;
}
