import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { seriousFindings, sideways } from './axe.ts';
import { type ServedPage, servePage } from './serve-page.ts';

/* Packs, trust, exposure and custody in a real layout: accessible in both themes, whole at every width, by keyboard alone. */

let served: ServedPage;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  served = await servePage('parts-page');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});
afterEach(async () => {
  await page?.context().close();
  expect(complaints.splice(0)).toEqual([]);
});

async function open(hash = '', options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${served.address}${hash}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

async function openPart(title: string): Promise<void> {
  const rail = page.getByRole('navigation', { name: 'Parts of the bundle' });
  await rail.getByRole('button', { name: new RegExp(`^${title}`) }).click();
  await page.locator('main h1', { hasText: title }).waitFor();
}

const press = (name: string) => page.getByRole('button', { name }).click();

/** Everything that this part can show at once. */
const PARTS: readonly { readonly title: string; readonly unfold: () => Promise<void> }[] = [
  { title: 'Packs', unfold: async () => undefined },
  {
    title: 'Trust',
    unfold: async () => {
      await press('Key of the producer…');
      await press('Choose the file…');
      await press('Remove key-2026');
    },
  },
  {
    title: 'Custody log',
    unfold: () => page.getByRole('button', { name: 'Earlier' }).waitFor(),
  },
];

describe('every part that rests on more than the chain', () => {
  for (const { title, unfold } of PARTS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`${title} is accessible in the ${colorScheme} theme`, async () => {
        await open('', { colorScheme });
        await openPart(title);
        await unfold();
        expect(await seriousFindings(page)).toEqual([]);
      });
    }

    it(`${title} is whole from 640 to 2560 pixels`, async () => {
      await open();
      await openPart(title);
      await unfold();
      for (const width of [640, 1024, 1280, 2560]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await sideways(page), `${width} pixels`).toBeLessThanOrEqual(0);
      }
    });
  }

  it('is accessible without a bundle too', async () => {
    await open('#closed');
    for (const tool of ['Trust store', 'Custody log']) {
      await press(tool);
      await page.locator('main h1', { hasText: tool }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      expect(await sideways(page)).toBeLessThanOrEqual(0);
      await page.keyboard.press('Escape');
    }
  });
});

describe('a pack', () => {
  it('is gone down to any depth while the verdict stays in sight', async () => {
    await open();
    await openPart('Packs');
    for (const depth of ['Claims, facts, tables', 'Raw bytes', 'Questions']) {
      await press(depth);
      expect(await page.evaluate(() => document.scrollingElement?.scrollTop), depth).toBe(0);
      const verdict = await page.getByRole('region', { name: 'Verdict' }).boundingBox();
      expect(verdict?.y, depth).toBeGreaterThanOrEqual(0);
    }
  });

  it('shows no row above the head of its table', async () => {
    await open();
    await openPart('Packs');
    const size = page.viewportSize() ?? { width: 1280, height: 800 };
    await page.setViewportSize({ ...size, height: 420 });
    const stuck = await page.evaluate(() => {
      const content = document.querySelector('.frame__content');
      // The comparison of claims: other tables scroll sideways in a box of their own, which their heads stick to.
      const table = [...document.querySelectorAll('.frame__content table')].find((one) =>
        one.querySelector('thead')?.textContent?.includes('computed here'),
      );
      const head = table?.querySelector('th');
      const row = table?.querySelector('tbody tr');
      if (content == null || row == null || head == null) return null;
      const top = content.getBoundingClientRect().top;
      // So far that the first row begins just above the edge: the head has to stick there.
      content.scrollTop += row.getBoundingClientRect().top - top + 4;
      const gap = Math.round(head.getBoundingClientRect().top - top);
      return { gap, rowIsAbove: row.getBoundingClientRect().top < top };
    });
    await page.setViewportSize(size);
    expect(stuck).toEqual({ gap: 0, rowIsAbove: true });
  });
});

describe('the overview', () => {
  it('keeps a head sentence with a whole hash inside its column, and shows it short', async () => {
    await open();
    const head = page.getByRole('heading', { level: 1 });
    expect(await head.textContent()).toMatch(/Sealed under [0-9a-f]{8}…[0-9a-f]{6},/);
    for (const width of [640, 1024]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await sideways(page), `${width} pixels`).toBeLessThanOrEqual(0);
    }
  });

  it('breaks a word of any length in the head sentence', async () => {
    await open('#long-word', { viewport: { width: 1024, height: 768 } });
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('g'.repeat(400));
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });

  it('says who could have faked it, party by party', async () => {
    await open();
    const parties = page.getByRole('list', { name: 'Parties that would have had to take part' });
    expect(await parties.getByRole('listitem').allTextContents()).toEqual([
      'Whoever wrote the database, or carried this',
      'and Keeper of the anchor',
      'and Holder of the signing key',
    ]);
    await press('1 anchor · 1 key · 1 root · 1 signature');
    await page.locator('main h1', { hasText: 'Trust' }).waitFor();
  });
});

describe('by keyboard alone', () => {
  it('a pack is chosen, taken down to its bytes, and its file shown', async () => {
    await open();
    await page.keyboard.press('[');
    for (let step = 0; step < 6; step += 1) await page.keyboard.press(']');
    await page.locator('main h1', { hasText: 'Packs' }).waitFor();
    for (const key of ['j', 'j', 'j', 'Enter']) await page.keyboard.press(key);
    const body = page.getByRole('article', { name: 'Audit-chain evidence pack, version 2' });
    await body.waitFor();
    await page.getByRole('button', { name: 'Raw bytes' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('main h1', { hasText: 'Files' }).waitFor();
  });

  it('a key is imported, and the focus stays where the work is', async () => {
    await open();
    await openPart('Trust');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name') ?? '');
    await page.getByRole('button', { name: 'Key of the producer…' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'how');
    await page.keyboard.type('Read out over the telephone [n]');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('by');
    await page.keyboard.type('A. Example');
    await page.keyboard.press('Enter');
    await page.getByText('new key').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Trust file…');
  });
});

describe('the colours of the system', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`are imposed on the ${colorScheme} theme of the system, states included`, async () => {
      await open('', { colorScheme, forcedColors: 'active' });
      const { paper, fail, chosen } = await page.evaluate(() => {
        const style = getComputedStyle(document.documentElement);
        const read = (name: string) => style.getPropertyValue(name).trim();
        return { paper: read('--paper'), fail: read('--fail'), chosen: read('--accent') };
      });
      expect([paper, fail, chosen].map((value) => value.toLowerCase())).toEqual(['canvas', 'canvastext', 'linktext']);
    });
  }
});
