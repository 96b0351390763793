import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { runsAsRoot } from '../../scripts/browser.mjs';
import { build } from '../../scripts/build.mjs';
import { electronBinary } from '../../scripts/electron-binary.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Why the real Electron can not be started here; null when it can. */
export function reasonAgainstElectron(): string | null {
  if (electronBinary() === null)
    return 'the Electron program is not on this machine (node node_modules/electron/install.js)';
  if (runsAsRoot()) return 'Electron does not run in its sandbox as root';
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'there is no display (xvfb-run gives one)';
  return null;
}

/** The app in the real Electron, with a user-data folder of its own. */
export interface RunningElectron {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  stop(): Promise<void>;
}

/** Builds and starts the app in its sandbox. The caller stops it. */
export async function startElectron(...args: string[]): Promise<RunningElectron> {
  await build();
  const userData = mkdtempSync(join(tmpdir(), 'bathyscope-electron-'));
  const app = await _electron.launch({
    executablePath: electronBinary() ?? '',
    args: [root, `--user-data-dir=${userData}`, ...args],
    // Without it Playwright starts Electron on Linux with --no-sandbox.
    chromiumSandbox: true,
  });
  return {
    app,
    userData,
    page: await app.firstWindow(),
    stop: async () => {
      await app.close();
      rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
