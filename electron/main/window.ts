import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron/main';
import { ORIGIN } from './scheme.ts';

/** What the one window is made of. */
export interface WindowParts {
  readonly session: Session;
  /** Absolute path of the built preload. */
  readonly preload: string;
  /** Whether developer tools exist; never in a packaged program. */
  readonly developer: boolean;
}

/**
 * Options of the one window.
 * SECURITY: test/electron/main/window.test.ts reads each of them.
 */
export function windowOptions({ session, preload, developer }: WindowParts): BrowserWindowConstructorOptions {
  return {
    width: 1_280,
    height: 800,
    minWidth: 800,
    minHeight: 500,
    show: false,
    title: 'Bathyscope',
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      webgl: false,
      safeDialogs: true,
      devTools: developer,
    },
  };
}

/** Shows the page in a new window: the only place that loads an address, because `loadURL` asks no navigation guard. */
export async function showPage(window: BrowserWindow, sampleId: string | null): Promise<void> {
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${ORIGIN}/${sampleId === null ? '' : `#sample=${encodeURIComponent(sampleId)}`}`);
}
