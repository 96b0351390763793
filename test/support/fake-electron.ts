/// <reference types="electron" />
import { EventEmitter } from 'node:events';
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Clipboard,
  Dialog,
  IpcMain,
  Menu,
  Protocol,
  Session,
  UtilityProcess,
  utilityProcess,
  WebContents,
  WebFrameMain,
} from 'electron/main';
import { vi } from 'vitest';

/*
 * Electron without Electron: each member that the program uses, with the types of electron.d.ts, so that a changed signature
 * breaks the build of the tests. Members that are not here are `undefined` and make a test fail that needs them.
 */

const make = <T>(members: object): T => Object.assign(new EventEmitter(), members) as unknown as T;

export function fakeSession(): Session {
  return make<Session>({
    setPermissionRequestHandler: vi.fn<Session['setPermissionRequestHandler']>(),
    setPermissionCheckHandler: vi.fn<Session['setPermissionCheckHandler']>(),
    setDevicePermissionHandler: vi.fn<Session['setDevicePermissionHandler']>(),
    setDisplayMediaRequestHandler: vi.fn<Session['setDisplayMediaRequestHandler']>(),
    setBluetoothPairingHandler: vi.fn<Session['setBluetoothPairingHandler']>(),
    setSpellCheckerEnabled: vi.fn<Session['setSpellCheckerEnabled']>(),
    setProxy: vi.fn<Session['setProxy']>(async () => undefined),
    webRequest: { onBeforeRequest: vi.fn<Session['webRequest']['onBeforeRequest']>() },
    protocol: fakeProtocol(),
  });
}

export function fakeProtocol(): Protocol {
  return make<Protocol>({
    registerSchemesAsPrivileged: vi.fn<Protocol['registerSchemesAsPrivileged']>(),
    handle: vi.fn<Protocol['handle']>(),
  });
}

export function fakeContents(): WebContents {
  return make<WebContents>({
    setWindowOpenHandler: vi.fn<WebContents['setWindowOpenHandler']>(),
    setWebRTCIPHandlingPolicy: vi.fn<WebContents['setWebRTCIPHandlingPolicy']>(),
    send: vi.fn<WebContents['send']>(),
    isDestroyed: vi.fn<WebContents['isDestroyed']>(() => false),
    mainFrame: fakeFrame('app://bundle'),
  });
}

export function fakeFrame(origin: string): WebFrameMain {
  return make<WebFrameMain>({ origin });
}

export function fakeWindow(webContents: WebContents = fakeContents()): BrowserWindow {
  return make<BrowserWindow>({
    webContents,
    loadURL: vi.fn<BrowserWindow['loadURL']>(async () => undefined),
    show: vi.fn<BrowserWindow['show']>(),
    focus: vi.fn<BrowserWindow['focus']>(),
    restore: vi.fn<BrowserWindow['restore']>(),
    isMinimized: vi.fn<BrowserWindow['isMinimized']>(() => false),
    isDestroyed: vi.fn<BrowserWindow['isDestroyed']>(() => false),
  });
}

export interface FakeAppOptions {
  readonly packaged?: boolean;
  /** Switches on the command line. */
  readonly switches?: readonly string[];
  /** Whether this is the first instance. */
  readonly first?: boolean;
  readonly folder?: string;
}

/** An app that notes the order in which its methods are called, in `calls`. */
export function fakeApp(options: FakeAppOptions = {}): { readonly app: App; readonly calls: string[] } {
  const { packaged = false, switches = [], first = true, folder = '/nowhere' } = options;
  const calls: string[] = [];
  const note =
    <A extends unknown[], R>(name: string, result: (...args: A) => R) =>
    (...args: A): R => {
      calls.push([name, ...args].map(String).join(' '));
      return result(...args);
    };
  const app = make<App>({
    isPackaged: packaged,
    commandLine: {
      hasSwitch: (name: string) => switches.includes(name),
      appendSwitch: note('appendSwitch', (_name: string, _value?: string) => undefined),
    },
    enableSandbox: note('enableSandbox', () => undefined),
    requestSingleInstanceLock: vi.fn<App['requestSingleInstanceLock']>(() => first),
    exit: note('exit', (_code?: number) => undefined),
    quit: note('quit', () => undefined),
    getPath: (_name: string) => folder,
    getVersion: () => '0.0.0',
  });
  return { app, calls };
}

export function fakeIpcMain(): {
  readonly ipcMain: IpcMain;
  readonly handlers: Map<string, Parameters<IpcMain['handle']>[1]>;
} {
  const handlers = new Map<string, Parameters<IpcMain['handle']>[1]>();
  const handle: IpcMain['handle'] = (channel, listener) => void handlers.set(channel, listener);
  return { ipcMain: make<IpcMain>({ handle }), handlers };
}

export function fakeUtilityProcess(): {
  readonly utility: Pick<typeof utilityProcess, 'fork'>;
  readonly fork: ReturnType<typeof vi.fn<(typeof utilityProcess)['fork']>>;
  readonly child: UtilityProcess;
} {
  const child = make<UtilityProcess>({
    postMessage: vi.fn<UtilityProcess['postMessage']>(),
    kill: vi.fn<UtilityProcess['kill']>(() => true),
  });
  const fork = vi.fn<(typeof utilityProcess)['fork']>(() => child);
  return { utility: { fork }, fork, child };
}

/** Dialogs in which the user picks the files given; the first of them, or none, is also where something is saved. */
export function fakeDialog(result: { canceled: boolean; filePaths: string[] }): {
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  readonly showOpenDialog: ReturnType<typeof vi.fn>;
  readonly showSaveDialog: ReturnType<typeof vi.fn>;
} {
  const showOpenDialog = vi.fn(async () => result);
  const showSaveDialog = vi.fn(async () => ({ canceled: result.canceled, filePath: result.filePaths[0] ?? '' }));
  return {
    dialog: {
      showOpenDialog: showOpenDialog as Dialog['showOpenDialog'],
      showSaveDialog: showSaveDialog as Dialog['showSaveDialog'],
    },
    showOpenDialog,
    showSaveDialog,
  };
}

export function fakeClipboard(): Pick<Clipboard, 'writeText'> {
  return { writeText: vi.fn<Clipboard['writeText']>(async () => undefined) };
}

export function fakeMenu(): Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'> {
  return {
    buildFromTemplate: vi.fn<(typeof Menu)['buildFromTemplate']>(() => make<Menu>({})),
    setApplicationMenu: vi.fn<(typeof Menu)['setApplicationMenu']>(),
  };
}

/** Makes windows and keeps their options. */
export function fakeWindows(): {
  readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly made: { readonly options: BrowserWindowConstructorOptions; readonly window: BrowserWindow }[];
} {
  const made: { options: BrowserWindowConstructorOptions; window: BrowserWindow }[] = [];
  return {
    made,
    createWindow: (options) => {
      const window = fakeWindow();
      made.push({ options, window });
      return window;
    },
  };
}
