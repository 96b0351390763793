import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, FileChooser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LOG_SIGNER } from '../../fixtures/trust/log.ts';
import { launchBrowser } from '../../support/browser.ts';
import { type BuiltApp, startBuiltApp } from '../../support/built-app.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import { anchorText, ndjson } from '../../support/verifier/evidence.ts';
import { logReceiptFor } from '../../support/verifier/trust.ts';

/* Anchors as they are brought in a browser: several files, a folder, and the bytes of one as they are. */

const CHAIN = buildChain(40);
const EDITED = CHAIN.map((entry) => (entry.seq === 19 ? { ...entry, payload: {} } : entry));

let app: BuiltApp;
let browser: Browser;
let page: Page;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-anchors-'));
  mkdirSync(join(folder, 'store'));
  for (const length of [8, 16, 24, 32, 40])
    writeFileSync(join(folder, 'store', `${String(length).padStart(12, '0')}.json`), anchorText(CHAIN, length));
  writeFileSync(join(folder, 'store', 'readme.txt'), 'not an anchor');
  writeFileSync(join(folder, 'chain.ndjson'), ndjson(EDITED));
  const anchor = { length: 40, tipHash: CHAIN[39]?.hash ?? '' };
  const exact = `${JSON.stringify(anchor)}\n`;
  writeFileSync(join(folder, 'logged.json'), exact);
  writeFileSync(
    join(folder, 'receipt.json'),
    JSON.stringify(logReceiptFor(anchor, LOG_SIGNER, {}, Buffer.from(exact))),
  );
  app = await startBuiltApp();
  browser = await launchBrowser({ sealedTo: app.port });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(app.address);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const verdict = () => page.getByRole('region', { name: 'Verdict' });
const main = () => page.getByRole('main');

async function choose(click: () => Promise<void>, files: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await click();
  await (await chooser).setFiles(files);
}

async function openEvidence(name: string): Promise<void> {
  await choose(() => page.getByRole('button', { name: 'Open file…' }).click(), join(folder, name));
  await verdict().locator('.state-mark').waitFor();
}

async function openPart(title: string): Promise<void> {
  const parts = page.getByRole('navigation', { name: 'Parts of the bundle' });
  await parts.getByRole('button', { name: new RegExp(`^${title}`) }).click();
  await main().getByRole('heading', { level: 1 }).waitFor();
}

beforeEach(async () => {
  const close = page.getByRole('button', { name: 'Close this bundle' });
  if (await close.isVisible()) await close.click();
});

describe('anchors in the app', () => {
  const ends = /Last proven good at length 16, first found bad at position 19\./;

  it('brought as a folder give both ends between which the fault lies', async () => {
    await openEvidence('chain.ndjson');
    await openPart('Trust');
    await choose(() => main().getByRole('button', { name: 'Add a folder of anchors…' }).click(), join(folder, 'store'));
    await verdict().getByText('5 anchors').waitFor();
    await main().getByRole('list', { name: 'What the anchors say' }).getByText(ends).waitFor();
    await openPart('Overview');
    await main().getByText(ends).first().waitFor();
  });

  it('brought as several files at once are compared one by one', async () => {
    await openEvidence('chain.ndjson');
    const files = [8, 16, 24].map((length) => join(folder, 'store', `${String(length).padStart(12, '0')}.json`));
    await choose(() => verdict().getByRole('button', { name: 'Add anchor…' }).click(), files);
    await verdict().getByText('3 anchors').waitFor();
    await openPart('Trust');
    expect(
      await main()
        .getByRole('button', { name: /^Remove the anchor/ })
        .count(),
    ).toBe(3);
    await main().getByRole('button', { name: 'Remove the anchor 000000000016.json' }).click();
    await verdict().getByText('2 anchors').waitFor();
    await main()
      .getByText(/Last proven good at length 8, first found bad at position 19\./)
      .waitFor();
  });

  it('brought with the bytes as they are hold a receipt that was made over just those', async () => {
    await openEvidence('receipt.json');
    await openPart('Trust');
    const add = () =>
      choose(() => main().getByRole('button', { name: 'Add anchor…' }).click(), join(folder, 'logged.json'));
    await add();
    await verdict().getByText('Tampered').waitFor();
    await main().getByRole('button', { name: 'Remove the anchor logged.json' }).click();
    await verdict().getByText('Unverifiable').waitFor();
    await main().getByRole('checkbox', { name: 'Take the bytes as they are' }).check();
    await add();
    await main().getByText('They are not the canonical ones').waitFor();
    // The receipt is for this anchor now; only the key of the log is not trusted yet.
    await verdict().getByText('Unverifiable').waitFor();
    await openPart('Packs');
    await main().getByText('as they are, not canonical').waitFor();
  });
});
