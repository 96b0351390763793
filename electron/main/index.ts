import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, clipboard, dialog, ipcMain, Menu, protocol, session, utilityProcess } from 'electron/main';
import { prepare } from './before-ready.ts';
import { boot, type Program } from './boot.ts';
import { type LaunchRequest, parseSecondInstance } from './launch.ts';

/** Path of something beside the built main process, which is `out/main/index.js`. */
const built = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The samples are unpacked, so that a verifier reads real files. */
const unpacked = (path: string): string => path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');

function start(launch: LaunchRequest): void {
  let program: Program | null = null;
  let closing = false;
  // macOS asks before the program is ready: what comes early waits.
  const early: string[] = [];
  const open = (request: LaunchRequest): void => {
    if (program === null) early.push(...request.paths);
    else void program.open(request);
  };
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open({ paths: [path], sampleId: null });
  });
  app.on('second-instance', (_event, _argv, _folder, additionalData) => open(parseSecondInstance(additionalData)));
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (program === null || closing) return;
    event.preventDefault();
    closing = true;
    void program.close().finally(() => app.quit());
  });

  async function run(): Promise<void> {
    const electron = {
      app,
      clipboard,
      dialog,
      ipcMain,
      menu: Menu,
      utilityProcess,
      session: session.fromPartition('app', { cache: false }),
      defaultSession: session.defaultSession,
      createWindow: (options: Electron.BrowserWindowConstructorOptions) => new BrowserWindow(options),
    };
    const paths = {
      renderer: built('../renderer'),
      preload: built('../preload/index.cjs'),
      verifier: built('../verifier/index.js'),
      samples: unpacked(built('../../samples')),
    };
    program = await boot(electron, paths, launch);
    open({ paths: early.splice(0), sampleId: null });
  }

  // Never awaited at the top level: Electron is not ready before this module has run to its end.
  app
    .whenReady()
    .then(run)
    .catch((error: unknown) => {
      process.stderr.write(`Bathyscope could not start: ${error instanceof Error ? error.message : String(error)}\n`);
      app.exit(70);
    });
}

process.umask(0o077);
const launch = prepare(app, protocol, process.argv, process.cwd());
if (launch !== null) start(launch);
