import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, FileChooser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../../shared/base/result.ts';
import type { BathyscopeApi } from '../../../shared/ipc/api.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { launchBrowser } from '../../support/browser.ts';
import { type BuiltApp, startBuiltApp } from '../../support/built-app.ts';

/* The loopback client of the built app, as the page uses it: what a browser hands over arrives at a verifier. */

const SAMPLES = fileURLToPath(new URL('../../../samples', import.meta.url));

let app: BuiltApp;
let browser: Browser;
let page: Page;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-client-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  app = await startBuiltApp();
  browser = await launchBrowser({ sealedTo: app.port });
  page = await browser.newPage();
  await page.goto(app.address);
  await page.getByRole('button', { name: 'Open file…' }).waitFor();
});
afterEach(async () => {
  await browser.close();
  await app.stop();
});

const verdict = () => page.getByRole('region', { name: 'Verdict' }).locator('.state-mark');

async function picking(button: string): Promise<FileChooser> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  return chooser;
}

/** Hands files over as a drop does, then waits for the verdict. */
const drop = (files: readonly { path: string; text: string }[]): Promise<Result<DocumentView>> =>
  page.evaluate(async (dropped) => {
    const { api } = window as unknown as { api: BathyscopeApi };
    return api.openDropped(
      dropped.map(({ path, text }) => ({
        path,
        file: new File([text], path.split('/').at(-1) ?? '', { lastModified: 1_750_000_000_000 }),
      })),
    );
  }, files);

const done = (id: string): Promise<DocumentView> =>
  page.evaluate(async (documentId) => {
    const { api } = window as unknown as { api: BathyscopeApi };
    for (;;) {
      const reply = await api.documentGet(documentId);
      if (!reply.ok) throw new Error(reply.error.message);
      if (reply.value.state !== 'running' && reply.value.state !== 'opening') return reply.value;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }, id);

describe('the loopback client', () => {
  it('opens a picked file', async () => {
    await (await picking('Open file…')).setFiles(join(SAMPLES, 'healthy.ndjson'));
    await verdict().waitFor();
    expect(await verdict().textContent()).toContain('Consistent, not anchored');
    expect(await page.title()).toContain('healthy.ndjson');
  });

  it('opens a picked folder with all that is in it', async () => {
    await (await picking('Open folder…')).setFiles(join(SAMPLES, 'soc2-evidence-2026-06-28'));
    await verdict().waitFor();
    expect(await page.title()).toContain('soc2-evidence-2026-06-28');
  });

  it('opens dropped files as one bundle, with their dates, and says so when one can not be', async () => {
    const text = readFileSync(join(SAMPLES, 'healthy.ndjson'), 'utf8');
    const opened = await drop([{ path: 'june/audit-chain.ndjson', text }]);
    if (!opened.ok) throw new Error(opened.error.message);
    const view = await done(opened.value.id);
    expect(view.name).toBe('june');
    expect(view.files.map(({ name, modified }) => [name, modified])).toEqual([
      ['audit-chain.ndjson', '2025-06-15T15:06:40.000Z'],
    ]);
    expect(view.report?.verdict).toBe('consistent-not-anchored');
    expect(await drop([])).toMatchObject({ ok: false, error: { code: 'drop-empty' } });
    expect(await drop([{ path: '../x', text }])).toMatchObject({ ok: false, error: { code: 'drop-name' } });
  });

  it('opens a large file without holding it in the page', async () => {
    const path = join(folder, 'large.ndjson');
    writeFileSync(path, `${'x'.repeat(1023)}\n`.repeat(64 * 1024));
    await (await picking('Open file…')).setFiles(path);
    await verdict().waitFor();
    expect(await page.title()).toContain('large.ndjson');
  });

  it('saves the trust file and the custody log as downloads, and tells when it can not', async () => {
    for (const [name, pattern] of [
      ['trustExport', /^bathyscope-trust-[\d-]{10}\.json$/],
      ['custodyExport', /^bathyscope-custody-[\d-]{10}\.ndjson$/],
    ] as const) {
      const download = page.waitForEvent('download');
      const reply = await page.evaluate((call) => {
        const { api } = window as unknown as { api: BathyscopeApi };
        return api[call]();
      }, name);
      expect(reply).toEqual({ ok: true, value: null });
      expect((await download).suggestedFilename()).toMatch(pattern);
      const first = readFileSync(await (await download).path(), 'utf8').split('\n')[0] ?? '';
      expect(first).toMatch(name === 'trustExport' ? /^\{$/ : /^\{"seq":0,"prevHash":null/);
    }
    await app.stop();
    const reply = await page.evaluate(() => (window as unknown as { api: BathyscopeApi }).api.trustExport());
    expect(reply).toMatchObject({ ok: false, error: { code: 'host-gone' } });
  });

  it('brings a public key from a file, and the open bundle is judged again', async () => {
    const text = readFileSync(join(SAMPLES, 'healthy.ndjson'), 'utf8');
    const opened = await drop([{ path: 'audit-chain.ndjson', text }]);
    if (!opened.ok) throw new Error(opened.error.message);
    await done(opened.value.id);
    const { publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
    const store = await page.evaluate(async (content) => {
      const { api } = window as unknown as { api: BathyscopeApi };
      const provenance = { how: 'Read out over the telephone', by: 'A. Auditor' };
      const file = new File([content], 'producer.pem');
      return api.trustImportDropped({ kind: 'key', uses: ['audit-chain'], provenance }, [{ path: file.name, file }]);
    }, pem);
    if (!store.ok) throw new Error(store.error.message);
    const fingerprint = createHash('sha256')
      .update(publicKey.export({ format: 'der', type: 'spki' }))
      .digest('hex');
    expect(store.value.items.map((item) => item.fingerprint)).toEqual([fingerprint]);
    await expect.poll(async () => (await done(opened.value.id)).trust).toMatchObject([{ fingerprint, used: false }]);
  });

  it('copies text when a button is pressed, without a permission for the clipboard', async () => {
    await (await picking('Open file…')).setFiles(join(SAMPLES, 'healthy.ndjson'));
    await verdict().waitFor();
    const sentence = await page.getByRole('main').getByRole('heading', { level: 1 }).textContent();
    await page.getByRole('button', { name: 'Copy the sentence' }).click();
    await page.evaluate(() => {
      const field = document.createElement('textarea');
      field.id = 'paste-here';
      document.body.append(field);
      field.focus();
    });
    await page.keyboard.press('ControlOrMeta+V');
    const pasted = await page.locator('#paste-here').inputValue();
    expect(pasted).toContain('entries replayed, 0 breaks');
    expect(sentence).toContain('breaks');
  });

  it('shows the bundle again after the page was loaded again', async () => {
    await (await picking('Open file…')).setFiles(join(SAMPLES, 'healthy.ndjson'));
    await verdict().waitFor();
    await page.reload();
    await verdict().waitFor();
    expect(await page.title()).toContain('healthy.ndjson');
  });

  it('gives a page without the cookie nothing', async () => {
    const stranger = await browser.newContext();
    const other = await stranger.newPage();
    await other.goto(`http://127.0.0.1:${app.port}/`);
    expect(await other.textContent('body')).toContain('It works once.');
    await stranger.close();
  });
});
