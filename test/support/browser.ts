import { type Browser, chromium } from 'playwright-core';
import { provisionBrowser, runsAsRoot, sealedArguments } from '../../scripts/browser.mjs';

/** How a test wants its browser. */
export interface BrowserOptions {
  /** Port of the loopback host when the browser is to be sealed as `npm start` seals it; null for an open one. */
  readonly sealedTo?: number | null;
}

/**
 * Starts the browser that the tests use, headless: an installed Chrome, Chromium or Edge, Playwright's, or Debian's package.
 * The caller closes it.
 *
 * @throws with one sentence on what to do when there is none
 */
export async function launchBrowser({ sealedTo = null }: BrowserOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: await provisionBrowser(),
    headless: true,
    // Chromium refuses its sandbox to root; elsewhere the tests run with it, as users do.
    chromiumSandbox: !runsAsRoot(),
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(sealedTo === null ? [] : sealedArguments(sealedTo)),
    ],
  });
}
