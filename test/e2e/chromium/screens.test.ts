import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { type BuiltApp, startBuiltApp } from '../../support/built-app.ts';
import { seriousFindings, sideways } from './axe.ts';
import { openPart, PARTS } from './rail.ts';

/* Every screen of the built app in a real browser: accessible, quiet, and whole at every width. */

const BUILD_MS = 300_000;

let app: BuiltApp;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  app = await startBuiltApp();
  browser = await launchBrowser({ sealedTo: app.port });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(app.address);
  await page.getByRole('button', { name: 'Open file…' }).waitFor();
}, BUILD_MS);

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

beforeEach(() => {
  complaints.length = 0;
});

const verdict = () => page.getByRole('region', { name: 'Verdict' });

async function openSample(title: string): Promise<void> {
  const close = page.getByRole('button', { name: 'Close this bundle' });
  if (await close.isVisible()) await close.click();
  await page.getByRole('button', { name: title }).click();
  await verdict().locator('.state-mark').waitFor();
}

describe('the window without a bundle', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is accessible in the ${colorScheme} theme`, async () => {
      await page.emulateMedia({ colorScheme });
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  }
});

describe('every part of a bundle', () => {
  beforeAll(async () => {
    await openSample('A dated evidence bundle');
  });

  for (const part of PARTS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`${part} is accessible in the ${colorScheme} theme`, async () => {
        await page.emulateMedia({ colorScheme });
        await openPart(page, part);
        expect(await seriousFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
      });
    }

    it(`${part} is whole at 1024 pixels, and at 200 % zoom of 1280`, async () => {
      for (const [width, height] of [
        [1024, 768],
        [640, 400],
      ] as const) {
        await page.setViewportSize({ width, height });
        await openPart(page, part);
        expect(await sideways(page), `${width} pixels`).toBeLessThanOrEqual(0);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    });
  }
});

describe('a bundle that fails', () => {
  beforeAll(() => openSample('Seven independent faults'));

  for (const part of ['Overview', 'Chain', 'Findings']) {
    it(`${part} is accessible with its faults, and with the detail of one`, async () => {
      await openPart(page, part);
      await page.keyboard.press('n');
      await openPart(page, part);
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  }
});

describe('a chain whose tail is cut off', () => {
  it('shows where an entry is missing that nothing stands there, and what was found of it', async () => {
    await openSample('The tail cut off');
    await verdict().getByRole('button', { name: 'Add the sample’s anchor' }).click();
    await verdict().getByText('1 anchor').waitFor();
    await openPart(page, 'Chain');
    await page.getByRole('region', { name: 'Faults of the chain' }).getByText('is cut off').click();
    const detail = page.getByRole('complementary', { name: 'Detail of what is selected' });
    await detail.getByRole('heading', { name: 'Position 383' }).waitFor();
    const text = await detail.innerText();
    expect(text).toMatch(/not among the 383\sentries that were read/);
    expect(text).toContain('Tail cut off.');
    expect(text).not.toContain('could not be read');
    await detail.getByRole('button', { name: 'Last entry' }).click();
    await detail.getByRole('heading', { name: 'Position 382' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('a hostile bundle', () => {
  it('brings no markup into the page on any part, and no complaint of the policy', async () => {
    await openSample('A hostile');
    for (const part of PARTS) {
      await openPart(page, part);
      expect(await page.locator('img, script:not([src]), iframe').count()).toBe(0);
      expect(await page.evaluate(() => document.body.textContent)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
    expect(complaints).toEqual([]);
  });
});

describe('the keyboard', () => {
  it('reaches the name of a file and shows its detail without a pointer', async () => {
    await openSample('A dated evidence bundle');
    for (let step = 0; step < PARTS.length - 1; step += 1) await page.keyboard.press(']');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const detail = page.getByRole('complementary', { name: 'Detail of what is selected' });
    await detail.getByRole('heading', { level: 2 }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.matches(':focus-visible'))).toBe(true);
    await page.keyboard.press('Escape');
    expect(await detail.getByRole('heading').count()).toBe(0);
  });

  it('closes the help with Esc and gives the focus back', async () => {
    const rail = page.getByRole('button', { name: /^Keys/ });
    await rail.focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await rail.evaluate((button) => button === document.activeElement)).toBe(true);
  });
});

describe('a hash', () => {
  it('is shown whole next to the edge of the window', async () => {
    await openPart(page, 'Overview');
    const hash = page.getByRole('complementary').locator('.hash').last();
    await hash.getByRole('button').focus();
    const box = await hash.getByRole('tooltip').boundingBox();
    if (box === null) throw new Error('the whole hash is shown while its short form has the focus');
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(1280);
    expect(await hash.getByRole('tooltip').textContent()).toMatch(/^[0-9a-f]{64}$/);
  });
});
