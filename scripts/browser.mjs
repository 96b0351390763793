/** Finds a Chromium-based browser on this machine, gets one for the tests, and seals it against the network. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function candidates(platform, env) {
  const named = env.BATHYSCOPE_BROWSER ? [env.BATHYSCOPE_BROWSER] : [];
  if (platform === 'darwin') {
    const folders = ['/Applications', join(env.HOME ?? '', 'Applications')];
    return [
      ...named,
      ...folders.flatMap((folder) => MAC.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`)),
    ];
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
    return [...named, ...folders.flatMap((folder) => WINDOWS.map((path) => join(folder, path)))];
  }
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), '/opt/google/chrome'];
  return [...named, ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))];
}

/**
 * The first installed Chrome, Chromium or Edge; BATHYSCOPE_BROWSER names another one.
 *
 * @returns {string | null} absolute path
 */
export function findBrowser(platform = process.platform, env = process.env, usable = isExecutable) {
  return candidates(platform, env).find(usable) ?? null;
}

/** Chromium refuses its sandbox to root on Linux. */
export const runsAsRoot = () => process.platform === 'linux' && process.getuid?.() === 0;

async function playwrightBrowser() {
  try {
    const { chromium } = await import('playwright-core');
    const path = chromium.executablePath();
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/**
 * A browser for the tests: an installed one, the one of Playwright, or Debian's package when this is root on Debian.
 *
 * @param {(line: string) => void} say told what is about to be done
 * @returns {Promise<string>} absolute path
 * @throws with one sentence on what to do when there is none and none can be had
 */
export async function provisionBrowser(say = () => undefined) {
  const found = findBrowser() ?? (await playwrightBrowser());
  if (found !== null) return found;
  if (runsAsRoot() && existsSync('/etc/debian_version')) {
    say('No browser found: installing the Debian package chromium …');
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']])
      spawnSync('apt-get', args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    const installed = findBrowser();
    if (installed !== null) return installed;
  }
  throw new Error('No Chrome, Chromium or Edge was found. Install one, or name it in BATHYSCOPE_BROWSER.');
}

/**
 * Arguments that leave a browser nothing to reach but one loopback origin: every other address goes to a proxy, which resolves
 * the names, and that proxy is the host itself, which is none; WebRTC has no way around it; the browser's own services stay
 * silent. `--host-resolver-rules` would say the same more shortly, but Chromium warns of it in a bar above the page.
 *
 * @param {number} port of the loopback host
 * SECURITY: test/e2e/chromium/security-seal.test.ts.
 */
export function sealedArguments(port) {
  return [
    `--proxy-server=socks5://127.0.0.1:${port}`,
    `--proxy-bypass-list=<-loopback>;127.0.0.1:${port}`,
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--force-webrtc-ip-handling-policy',
    '--dns-prefetch-disable',
    '--no-pings',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-service-autorun',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-quic',
    '--disable-sync',
    '--disable-features=AsyncDns,DnsOverHttps,MediaRouter,OptimizationHints,Translate,AutofillServerCommunication',
  ];
}
