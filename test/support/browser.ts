import { type Browser, chromium } from 'playwright-core';
import { provisionBrowser, runsAsRoot, sealedArguments } from '../../scripts/browser.mjs';

/** How a test wants its browser. */
export interface BrowserOptions {
  /** Port of the loopback host when the browser is to be sealed as `npm start` seals it; null for an open one. */
  readonly sealedTo?: number | null;
  /** Further arguments. */
  readonly args?: readonly string[];
  /** Whether the browser may try to reach its own services, as one does that a person starts. */
  readonly services?: boolean;
}

/** What keeps the browser's own services from the network. */
const SILENCE = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

/**
 * Starts the browser that the tests use, headless: an installed Chrome, Chromium or Edge, Playwright's, or Debian's package.
 * The caller closes it.
 *
 * @throws with one sentence on what to do when there is none
 */
export async function launchBrowser({
  sealedTo = null,
  args = [],
  services = false,
}: BrowserOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: await provisionBrowser(),
    headless: true,
    // Chromium refuses its sandbox to root; elsewhere the tests run with it, as users do.
    chromiumSandbox: !runsAsRoot(),
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      ...(services ? [] : SILENCE),
      ...(sealedTo === null ? [] : sealedArguments(sealedTo)),
      ...args,
    ],
    ignoreDefaultArgs: services ? [...SILENCE] : [],
  });
}
