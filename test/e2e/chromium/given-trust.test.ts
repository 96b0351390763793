import type { Browser, FileChooser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packAlone } from '../../fixtures/trust/screenshot-evidence.ts';
import { launchBrowser } from '../../support/browser.ts';
import { type BuiltApp, startBuiltApp } from '../../support/built-app.ts';
import { seriousFindings } from './axe.ts';

/* Trust for one bundle only, in the built app: a control pack is opened by itself, and what makes it hold is given apart. */

let app: BuiltApp;
let browser: Browser;
let page: Page;

beforeEach(async () => {
  app = await startBuiltApp();
  browser = await launchBrowser({ sealedTo: app.port });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(app.address);
  await choosing(() => page.getByRole('button', { name: 'Open file…' }).click(), packAlone().pack);
  await page.getByRole('navigation').getByRole('button', { name: 'Trust' }).click();
}, 300_000);
afterEach(async () => {
  await browser.close();
  await app.stop();
});

const verdict = () => page.getByRole('region', { name: 'Verdict' });
const main = () => page.getByRole('main');
const row = (kind: string) => main().getByRole('row').filter({ hasText: kind });

async function choosing(open: () => Promise<void>, file: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await open();
  await (await chooser).setFiles(file);
}

const addSignature = (file: Parameters<FileChooser['setFiles']>[0]) =>
  choosing(() => main().getByRole('button', { name: 'Add signature…' }).click(), file);

describe('trust for one bundle', () => {
  it('is given with the keyboard alone, makes the pack hold, and is taken away again', async () => {
    const { signature, fingerprint, keyId, tenant } = packAlone();
    await addSignature(signature);
    await row('Detached signature').getByText('Not used').waitFor();
    await main().getByRole('button', { name: 'Pin fingerprint…' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type(`${fingerprint.slice(0, 32).toUpperCase()} ${fingerprint.slice(32)}`);
    await page.keyboard.press('Tab');
    await page.keyboard.type(keyId);
    await page.keyboard.press('Enter');
    await verdict().getByText('Verified').waitFor();
    await row('Detached signature').getByText('Used', { exact: true }).waitFor();
    // The focus is back on the button; the one before it is for the tenant.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('lagoon-clinic');
    await page.keyboard.press('Enter');
    await verdict().getByText('Tampered').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(` ${tenant} `);
    await page.keyboard.press('Enter');
    await verdict().getByText('Verified').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await main()
      .getByRole('button', { name: /^Remove: Fingerprint/ })
      .click();
    await verdict().getByText('Consistent, not anchored').waitFor();
    expect(await row('Fingerprint of a key').count()).toBe(0);
  });

  it('does not lose the bundle to a file that is no signature, and says what it is', async () => {
    const junk = { name: 'minutes.txt', mimeType: 'text/plain', buffer: Buffer.from('Minutes of the kick-off.\n') };
    await addSignature(junk);
    await verdict().getByText('Malformed').waitFor();
    await page.getByRole('navigation').getByRole('button', { name: 'Findings' }).click();
    // The words of the command line, which refuses the file before it verifies anything.
    await main().getByText('minutes.txt: this is no detached signature: expected a JSON value').first().waitFor();
    await page.getByRole('navigation').getByRole('button', { name: 'Trust' }).click();
    await main()
      .getByRole('button', { name: /^Remove: Detached signature/ })
      .click();
    await verdict().getByText('Consistent, not anchored').waitFor();
    await addSignature({ ...junk, buffer: Buffer.alloc(256 * 1024 + 1) });
    await page.getByText('"minutes.txt" has 262145 bytes; at most 262144 are read.').waitFor();
    await verdict().getByText('Consistent, not anchored').waitFor();
  });
});
