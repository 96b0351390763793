import { basename } from 'node:path';
import type { Browser, FileChooser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { type BuiltApp, startBuiltApp } from '../../support/built-app.ts';
import { type SharedSample, sharedSamples, sharedSamplesMissing } from '../../support/shared-samples.ts';

/* Every sample beside the repository, through the controls of the app as an auditor uses them: the trust is brought, the evidence is opened, and
 * what stands on the screen is what is expected. */

const missing = sharedSamplesMissing();
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

const WORDS: Readonly<Record<SharedSample['expect'], string>> = {
  verified: 'Verified',
  'consistent-not-anchored': 'Consistent, not anchored',
  tampered: 'Tampered',
  unverifiable: 'Unverifiable',
  malformed: 'Malformed',
};

let app: BuiltApp;
let browser: Browser;
let page: Page;

beforeEach(async () => {
  app = await startBuiltApp();
  browser = await launchBrowser({ sealedTo: app.port });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(app.address);
  await page.getByRole('button', { name: 'Open file…' }).waitFor();
}, 300_000);
afterEach(async () => {
  await browser.close();
  await app.stop();
});

const verdict = () => page.getByRole('region', { name: 'Verdict' });

async function picking(click: () => Promise<void>): Promise<FileChooser> {
  const chooser = page.waitForEvent('filechooser');
  await click();
  return chooser;
}

type Chosen = Parameters<FileChooser['setFiles']>[0];

/** Fills the form of one piece of trust and chooses its file. */
async function importTrust(kind: string, fields: Readonly<Record<string, string>>, file: Chosen): Promise<void> {
  await page.getByRole('button', { name: kind }).click();
  const provenance = { 'How was it obtained?': 'Read out over the telephone', 'By whom?': 'A. Example' };
  for (const [label, value] of Object.entries({ ...provenance, ...fields })) {
    await page.getByRole('textbox', { name: label }).fill(value);
  }
  const chooser = await picking(() => page.getByRole('button', { name: 'Choose the file…' }).click());
  await chooser.setFiles(file);
  await page.getByRole('form').waitFor({ state: 'detached' });
}

const keyFile = (spki: string): Chosen => ({ name: 'key.b64', mimeType: 'text/plain', buffer: Buffer.from(spki) });

/** How the key of a sample is pinned: whole, in the trust store, or by its fingerprint alone, for the bundle. */
type Pinned = 'key' | 'fingerprint';

/** Fills the trust store with what a sample is judged with. */
async function fillStore(
  { pinnedKeySpki, keyId, tsaCa, logKeys = [], beside }: SharedSample,
  pinned: Pinned,
): Promise<void> {
  await page.getByRole('button', { name: 'Trust store' }).click();
  await page.getByRole('heading', { level: 1, name: 'Trust store' }).waitFor();
  if (pinnedKeySpki !== undefined && pinned === 'key') {
    const named = keyId === undefined ? {} : { 'Key id': keyId };
    await importTrust('Key of the producer…', named, keyFile(pinnedKeySpki));
  }
  if (tsaCa !== undefined) await importTrust('Time-stamp root…', {}, beside(tsaCa));
  for (const { origin, spki } of logKeys) {
    await importTrust('Key of a public log…', { 'Name of the log': origin }, keyFile(spki));
  }
  await page.keyboard.press('Escape');
}

async function openEvidence({ path }: SharedSample): Promise<void> {
  const chooser = await picking(() => page.getByRole('button', { name: 'Open file…' }).click());
  await chooser.setFiles(path);
  await verdict().locator('.state-mark').waitFor();
}

const part = (name: string) => page.getByRole('navigation').getByRole('button', { name });

/** Gives for the bundle alone what a sample names: its detached signature, the tenant, the fingerprint. */
async function give(
  { signature, tenant, pinnedKeySha256, keyId, beside }: SharedSample,
  pinned: Pinned,
): Promise<void> {
  const main = page.getByRole('main');
  const row = (name: string) => main.getByRole('row').filter({ hasText: name });
  await part('Trust').click();
  if (signature !== undefined) {
    const chooser = await picking(() => main.getByRole('button', { name: 'Add signature…' }).click());
    await chooser.setFiles(beside(signature));
    await row('Detached signature').getByText(signature).waitFor();
  }
  if (tenant !== undefined) {
    await main.getByRole('button', { name: 'Expect tenant…' }).click();
    await main.getByRole('textbox', { name: 'Tenant' }).fill(tenant);
    await page.keyboard.press('Enter');
    await row('Expected tenant').getByText(tenant).waitFor();
  }
  if (pinnedKeySha256 !== undefined && pinned === 'fingerprint') {
    await main.getByRole('button', { name: 'Pin fingerprint…' }).click();
    await main
      .getByRole('textbox', { name: 'Fingerprint' })
      .fill(pinnedKeySha256.toUpperCase().replaceAll(/..(?=.)/g, '$&:'));
    if (keyId !== undefined) await main.getByRole('textbox', { name: 'Key id' }).fill(keyId);
    await page.keyboard.press('Enter');
    await row('Fingerprint of a key').getByText('Given for this bundle only').waitFor();
  }
  await part('Overview').click();
}

async function addAnchor(path: string): Promise<void> {
  const chooser = await picking(() => verdict().getByRole('button', { name: 'Add anchor…' }).click());
  await chooser.setFiles(path);
  await verdict().getByText('1 anchor').waitFor();
}

describe.skipIf(missing !== null)('the samples beside the repository, in the app', () => {
  const ways = (sample: SharedSample): readonly Pinned[] =>
    sample.pinnedKeySha256 === undefined ? ['key'] : ['key', 'fingerprint'];

  it.each(
    sharedSamples().flatMap((sample) =>
      ways(sample).map((pinned) => [sample.id, basename(sample.input), pinned, sample] as const),
    ),
  )(
    '%s %s, by the %s: the verdict and the first broken position that are expected',
    async (_id, _name, pinned, sample) => {
      await fillStore(sample, pinned);
      await openEvidence(sample);
      await give(sample, pinned);
      if (sample.anchor !== undefined) await addAnchor(sample.beside(sample.anchor));
      await expect
        .poll(async () => (await verdict().locator('.state-mark').textContent()) ?? '', { timeout: 30_000 })
        .toContain(WORDS[sample.expect]);
      const overview = (await page.getByRole('main').textContent()) ?? '';
      const positions = [...overview.matchAll(/\bposition (\d+)/g)].map(([, position]) => Number(position));
      if (sample.firstBrokenSeq === null) expect(positions).toEqual([]);
      else expect(positions[0]).toBe(sample.firstBrokenSeq);
    },
  );

  it('are all there', () => {
    expect(sharedSamples().map(({ id }) => id)).toEqual([
      '01',
      '02',
      '03',
      '04',
      '05',
      '06',
      '07',
      '08',
      '09',
      '10',
      '11',
      '12',
      '12b',
    ]);
  });
});
