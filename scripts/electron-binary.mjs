/** Finds Electron's program, which since Electron 42 is downloaded on first use and not at installation. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DOWNLOAD_MS = 60_000;
const RETRY_MS = 24 * 60 * 60 * 1_000;
const ATTEMPT = fileURLToPath(new URL('../.cache/electron-download-failed', import.meta.url));

function packageFolder() {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

/**
 * Absolute path of Electron's program, or null when it is not on this machine.
 *
 * @returns {string | null}
 */
export function electronBinary() {
  const folder = packageFolder();
  if (folder === null || !existsSync(join(folder, 'path.txt'))) return null;
  const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
  return existsSync(path) ? path : null;
}

const failedLately = () => Date.now() - (statSync(ATTEMPT, { throwIfNoEntry: false })?.mtimeMs ?? 0) < RETRY_MS;

/**
 * Downloads Electron's program, once a day at most, within a minute.
 *
 * @param {(line: string) => void} say told what is about to be done, before it is done
 * @param {{ insist: boolean }} options insist: try even though a try failed lately
 * @returns {Promise<string>} an empty string, or why it is still not there
 */
export async function downloadElectron(say, { insist }) {
  const folder = packageFolder();
  if (folder === null) return 'it is not installed';
  if (!insist && failedLately()) return 'its program could not be downloaded less than a day ago';
  say('Downloading the Electron program from its releases on GitHub (at most one minute) …');
  const code = await new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_MS });
    child.on('error', () => resolve(1));
    child.on('close', resolve);
  });
  if (code === 0 && electronBinary() !== null) return '';
  mkdirSync(dirname(ATTEMPT), { recursive: true });
  writeFileSync(ATTEMPT, '');
  return 'its program could not be downloaded from GitHub';
}
