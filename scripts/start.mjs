/**
 * Starts Bathyscope: in Electron where its program can be had, else as the same app in an installed browser.
 *
 *   npm start -- [--sample ID] [--no-browser] [--port N] [file or folder …]
 *
 * BATHYSCOPE_SHELL=loopback leaves Electron out; BATHYSCOPE_SHELL=electron insists on it; BATHYSCOPE_BROWSER names a browser.
 */
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, runsAsRoot, sealedArguments } from './browser.mjs';
import { build } from './build.mjs';
import { downloadElectron, electronBinary } from './electron-binary.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const HOST = join(root, 'out', 'loopback', 'host', 'index.js');
const EXIT_FAULT = 70;
/** Milliseconds in which an end with an error counts as a failed start. */
const EARLY_MS = 3_000;
const say = (line) => console.log(line);

const args = process.argv.slice(2);
const withoutBrowser = args.includes('--no-browser');
const passedOn = args.filter((arg) => arg !== '--no-browser');
const shell = process.env.BATHYSCOPE_SHELL ?? '';
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Why Electron is not used; an empty string when it is. */
async function reasonAgainstElectron() {
  if (shell === 'loopback') return 'BATHYSCOPE_SHELL asks for it';
  if (withoutBrowser) return 'no window is wanted';
  if (!hasDisplay) return 'there is no display to show a window on';
  if (runsAsRoot()) return 'it does not run in its sandbox as root';
  if (electronBinary() !== null) return '';
  if (process.env.CI && shell !== 'electron') return 'nothing is downloaded under CI';
  return downloadElectron(say, { insist: shell === 'electron' });
}

const ended = (child) =>
  new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });

/** Runs the loopback host; resolves with its address once it listens, rejects when it ends before that. */
function startHost() {
  const host = fork(HOST, passedOn, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const address = new Promise((resolve, reject) => {
    let text = '';
    host.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.split('\n', 1)[0]);
    });
    host.on('close', (code) => reject(new Error(`The loopback host ended with code ${code}.`)));
  });
  return { host, address };
}

/** Opens the address as an app window with a fresh profile; resolves when the window is closed. */
async function showInBrowser(browser, address) {
  // A fresh profile: no extension of the user reads the page, and no history keeps what it shows.
  const profile = mkdtempSync(join(tmpdir(), 'bathyscope-browser-'));
  const { port } = new URL(address);
  const window = spawn(
    browser,
    [
      `--app=${address}`,
      `--user-data-dir=${profile}`,
      '--window-size=1280,800',
      ...sealedArguments(Number(port)),
      ...(runsAsRoot() ? ['--no-sandbox'] : []),
    ],
    { stdio: 'ignore' },
  );
  const code = await ended(window);
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  return code;
}

async function runLoopback(reason) {
  const browser = withoutBrowser || !hasDisplay ? null : findBrowser();
  const where = browser === null ? 'a browser of yours' : basename(browser);
  say(`Bathyscope is not shown in Electron: ${reason}.`);
  say(`The same app runs on this machine's loopback address instead, in ${where}; nothing leaves the machine.`);
  const { host, address } = startHost();
  const closed = ended(host);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => host.kill('SIGTERM'));
  const url = await address;
  say(url);
  if (browser !== null) {
    if (runsAsRoot()) say('You are root, so the browser runs without its sandbox.');
    const code = await Promise.race([showInBrowser(browser, url), closed]);
    if (code === 0) host.kill('SIGTERM');
    else say('The browser ended early. Open the address above by hand, or press Ctrl+C.');
  }
  return closed;
}

/** Runs Electron; why it could not be used when it ended at once, as it does where a system library is missing. */
async function runElectron() {
  const startedAt = performance.now();
  const code = await ended(spawn(electronBinary(), [root, ...passedOn], { stdio: 'inherit' }));
  process.exitCode = code;
  return code !== 0 && performance.now() - startedAt < EARLY_MS ? `it ended at once with code ${code}` : '';
}

await build();
const reason = (await reasonAgainstElectron()) || (await runElectron());
if (reason !== '') {
  try {
    process.exitCode = await runLoopback(reason);
  } catch (error) {
    console.error(error.message);
    process.exitCode = EXIT_FAULT;
  }
}
