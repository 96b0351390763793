import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { type BuiltApp, startBuiltApp } from '../../support/built-app.ts';
import { seriousFindings, sideways } from './axe.ts';
import { foldOfParts, openPart, PARTS } from './rail.ts';

/*
 * The built app in small windows, which is what zoom makes of large ones: 640 × 400 is 1280 × 800 at 200 %, 320 × 640 and
 * 320 × 256 are the sizes of WCAG 1.4.10. The content has the room, nothing is cut off, and everything can be reached.
 */

const SIZES = [
  { width: 640, height: 400 },
  { width: 320, height: 640 },
  { width: 320, height: 256 },
] as const;

let app: BuiltApp;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  app = await startBuiltApp();
  browser = await launchBrowser({ sealedTo: app.port });
  page = await browser.newPage({ viewport: SIZES[0] });
  await page.goto(app.address);
  await page.getByRole('button', { name: 'Open file…' }).waitFor();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const main = () => page.getByRole('main');
const verdict = () => page.getByRole('region', { name: 'Verdict' });
const focusedText = () => page.evaluate(() => document.activeElement?.textContent ?? '');

async function openSample(title: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  const close = page.getByRole('button', { name: 'Close this bundle' });
  if (await close.isVisible()) await close.click();
  await page.getByRole('button', { name: title }).click();
  await verdict().locator('.state-mark').waitFor();
}

/** What ends right of the window and lies in no box that could be scrolled to it. */
const cutOff = () =>
  page.evaluate(() => {
    const scrolled = (element: Element): boolean => {
      for (let box = element.parentElement; box !== null && box !== document.body; box = box.parentElement) {
        const { overflowX } = getComputedStyle(box);
        if (overflowX !== 'visible' && box.scrollWidth > box.clientWidth) return true;
      }
      return false;
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.checkVisibility() && element.closest('.visually-hidden') === null)
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5 && !scrolled(element))
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`);
  });

/** Cells of tables whose content runs into the next one. */
const overfullCells = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('td, th')]
      .filter((cell) => cell.scrollWidth > cell.clientWidth + 1)
      .map((cell) => cell.textContent?.slice(0, 40)),
  );

/** Height of what is between the line of the parts and the lower edge of the window, or what runs there. */
const roomOfContent = () =>
  page.evaluate(() => {
    const pane = document.querySelector('main')?.parentElement?.getBoundingClientRect();
    return (Math.min(pane?.bottom ?? 0, window.innerHeight) - Math.max(pane?.top ?? 0, 0)) / window.innerHeight;
  });

describe('without a bundle', () => {
  for (const size of SIZES) {
    it(`all is whole and accessible at ${size.width} × ${size.height}`, async () => {
      await page.setViewportSize(size);
      for (const tool of [null, 'Trust store', 'Custody log']) {
        if (tool !== null) await page.getByRole('button', { name: tool }).click();
        await main().getByRole('heading', { level: 1 }).waitFor();
        expect(await sideways(page)).toBeLessThanOrEqual(0);
        expect(await cutOff()).toEqual([]);
        expect(await seriousFindings(page)).toEqual([]);
        if (tool !== null) await page.keyboard.press('Escape');
      }
    });
  }
});

describe('every part of a bundle', () => {
  beforeAll(() => openSample('Seven independent faults'));

  for (const part of PARTS) {
    it(`${part} has at least 60 % of the height at 200 % zoom, under a verdict that stays in sight`, async () => {
      await page.setViewportSize(SIZES[0]);
      await openPart(page, part);
      expect(await roomOfContent()).toBeGreaterThanOrEqual(0.6);
      await main().evaluate((content) => content.lastElementChild?.scrollIntoView({ block: 'end' }));
      expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0);
      expect((await verdict().boundingBox())?.y).toBeGreaterThanOrEqual(0);
    });

    for (const size of SIZES) {
      it(`${part} is whole and accessible at ${size.width} × ${size.height}`, async () => {
        await page.setViewportSize(size);
        await openPart(page, part);
        expect(await sideways(page)).toBeLessThanOrEqual(0);
        expect(await cutOff()).toEqual([]);
        expect(await seriousFindings(page)).toEqual([]);
      });
    }
  }

  it('shows the first entries of the chain at 200 % zoom before anything is scrolled, faults or none', async () => {
    for (const sample of ['Seven independent faults', 'A healthy chain']) {
      await openSample(sample);
      await page.setViewportSize(SIZES[0]);
      await openPart(page, 'Chain');
      const second = page.getByRole('grid').locator('[data-index="1"]');
      await second.waitFor();
      const box = await second.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0), sample).toBeLessThanOrEqual(SIZES[0].height);
    }
    await openSample('Seven independent faults');
  });

  it('has more than 60 % of the height at 320 × 640 too', async () => {
    await page.setViewportSize(SIZES[1]);
    expect(await roomOfContent()).toBeGreaterThanOrEqual(0.6);
  });

  it('scrolls as one page at 320 × 256, and begins with the verdict', async () => {
    await page.setViewportSize(SIZES[2]);
    await openPart(page, 'Overview');
    expect((await verdict().boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.mouse.move(160, 200);
    await page.mouse.wheel(0, 200);
    await expect.poll(() => page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(200);
    expect(await roomOfContent()).toBe(1);
  });
});

describe('a bundle with claims, and digests in its tables', () => {
  beforeAll(() => openSample('Claims that differ'));

  for (const size of SIZES) {
    it(`has every cell of its tables inside its column at ${size.width} × ${size.height}`, async () => {
      await page.setViewportSize(size);
      for (const part of PARTS) {
        await openPart(page, part);
        expect(await overfullCells(), part).toEqual([]);
        expect(await cutOff(), part).toEqual([]);
      }
    });
  }
});

describe('the parts', () => {
  beforeAll(() => openSample('Seven independent faults'));

  for (const size of SIZES) {
    it(`are all reached by keyboard at ${size.width} × ${size.height}, in the order in which they are read`, async () => {
      await page.setViewportSize(size);
      await openPart(page, 'Overview');
      await foldOfParts(page).focus();
      await page.keyboard.press('Enter');
      expect(await foldOfParts(page).getAttribute('aria-expanded')).toBe('true');
      expect(await seriousFindings(page)).toEqual([]);
      expect(await cutOff()).toEqual([]);
      const reached: string[] = [];
      const fold = PARTS.length + 6;
      for (let stop = 0; stop < fold; stop += 1) {
        await page.keyboard.press('Tab');
        const box = await page.evaluate(() => document.activeElement?.getBoundingClientRect().toJSON());
        expect(box.top, 'the focus is in sight').toBeGreaterThanOrEqual(0);
        expect(box.bottom, 'the focus is in sight').toBeLessThanOrEqual(size.height);
        reached.push(
          await page.evaluate(() => {
            const { activeElement } = document;
            const label = activeElement?.closest('label')?.querySelector('span') ?? activeElement;
            return label?.textContent ?? '';
          }),
        );
      }
      const words = ['Open another…', 'Close this bundle', 'Custody log', 'Theme', 'Rows', 'Keys ?'];
      for (const [place, word] of [...PARTS, ...words].entries()) expect(reached[place]).toContain(word);
      // Going on closes them: what has the focus is never below them.
      await page.keyboard.press('Tab');
      expect(await foldOfParts(page).getAttribute('aria-expanded')).toBe('false');
    });
  }

  it('give the focus to the content of the part that is opened, and Esc gives it back without opening one', async () => {
    await page.setViewportSize(SIZES[0]);
    await openPart(page, 'Overview');
    await foldOfParts(page).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    expect(await focusedText()).toContain('Parts Overview');
    expect(await foldOfParts(page).getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('Enter');
    for (let stop = 0; stop < PARTS.length; stop += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await main().getByRole('heading', { level: 1, name: 'Files' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    expect(await foldOfParts(page).getAttribute('aria-expanded')).toBe('false');
  });

  it('are there without a fold where there is room', async () => {
    await page.setViewportSize({ width: 1024, height: 768 });
    expect(await foldOfParts(page).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Digest and dates' }).isVisible()).toBe(false);
    await page.getByRole('button', { name: /^Overview/ }).click();
    await main().getByRole('heading', { level: 1 }).waitFor();
    await page.setViewportSize(SIZES[0]);
  });
});

describe('the head', () => {
  beforeAll(() => openSample('Seven independent faults'));

  it('unfolds digest and dates of the bundle, and its whole name', async () => {
    await page.setViewportSize(SIZES[1]);
    const bundle = page.getByRole('region', { name: 'Opened bundle' });
    const digest = bundle.getByRole('button', { name: /^SHA-256 of the bundle/ });
    expect(await digest.isVisible()).toBe(false);
    await bundle.getByRole('button', { name: 'Digest and dates' }).click();
    expect(await digest.isVisible()).toBe(true);
    expect(await bundle.getByText('opened').isVisible()).toBe(true);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await cutOff()).toEqual([]);
    await bundle.getByRole('button', { name: 'Digest and dates' }).click();
    expect(await digest.isVisible()).toBe(false);
  });

  it('leads to the trust screen, where an anchor is added', async () => {
    await page.setViewportSize(SIZES[0]);
    expect(await verdict().getByRole('button', { name: 'Add anchor…' }).isVisible()).toBe(false);
    await verdict().getByRole('button', { name: 'none' }).click();
    await main().getByRole('heading', { level: 1, name: 'Trust' }).waitFor();
    expect(await main().getByRole('button', { name: 'Add anchor…' }).isVisible()).toBe(true);
  });
});

/** Scrolls a box in both directions and tells where the head of its table is to box and cells. */
const headWhenScrolled = (selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((box) => {
      const cells = (row: string): DOMRect[] =>
        [...(box.querySelector(row)?.children ?? [])].map((cell) => cell.getBoundingClientRect());
      box.scrollIntoView();
      box.scrollTo(60, 20);
      const heads = cells('thead tr');
      const rows = cells('tbody tr:last-child');
      const frame = box.getBoundingClientRect();
      return {
        across: box.scrollLeft,
        down: box.scrollTop,
        gap: Math.round((heads[0]?.top ?? 0) - frame.top - box.clientTop),
        offset: Math.max(...heads.map((head, place) => Math.abs(head.left - (rows[place]?.left ?? 0)))),
        page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      };
    });

describe('the head of a table', () => {
  it.each([
    ['Files', '.table-scroll'],
    ['Isolation', '.plain__scroll'],
  ])('of %s stays in view and over its columns when the table scrolls in both directions', async (part, box) => {
    await openSample(part === 'Files' ? 'A hostile archive' : 'A dated evidence bundle');
    await page.setViewportSize(SIZES[2]);
    await openPart(page, part);
    expect(await headWhenScrolled(box)).toEqual({ across: 60, down: 20, gap: 0, offset: 0, page: 0 });
  });

  it('of the entries does too', async () => {
    await openSample('A healthy chain');
    await page.setViewportSize(SIZES[1]);
    await openPart(page, 'Chain');
    const grid = page.getByRole('grid');
    await grid.getByRole('row').nth(5).waitFor();
    const places = await grid.evaluate(async (box) => {
      box.scrollIntoView();
      box.scrollTo(60, 90);
      for (let frame = 0; frame < 3; frame += 1) await new Promise((done) => requestAnimationFrame(done));
      const lefts = (row: string): number[] =>
        [...(box.querySelector(row)?.children ?? [])].map((cell) => cell.getBoundingClientRect().left);
      const head = box.querySelector('[role="columnheader"]')?.getBoundingClientRect();
      return {
        across: box.scrollLeft,
        gap: Math.round((head?.top ?? 0) - box.getBoundingClientRect().top - box.clientTop),
        heads: lefts('.virtual-table__row--head'),
        cells: lefts('[data-index]'),
        painted: box.querySelector('.virtual-table__pane')?.getBoundingClientRect().right,
        last: box.querySelector('[data-index] > :last-child')?.getBoundingClientRect().right,
      };
    });
    expect(places.across).toBe(60);
    expect(Math.abs(places.gap)).toBeLessThanOrEqual(4);
    expect(places.heads.length).toBeGreaterThan(4);
    expect(places.cells).toEqual(places.heads);
    // What lies beyond the pane is not painted.
    expect(places.last).toBeLessThanOrEqual(places.painted ?? 0);
  });

  it('is a stop of the keyboard where its table scrolls, and none where all of it is shown', async () => {
    await openSample('A dated evidence bundle');
    await page.setViewportSize(SIZES[1]);
    await openPart(page, 'Files');
    const region = main().getByRole('region', { name: 'Files' });
    expect(await region.getAttribute('tabindex')).toBe('0');
    await region.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => region.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(() => region.count()).toBe(0);
  });
});

describe('the detail of what is selected', () => {
  beforeAll(() => openSample('A dated evidence bundle'));

  it('comes into sight when a file is chosen, below the list', async () => {
    await page.setViewportSize(SIZES[0]);
    await openPart(page, 'Files');
    await main().locator('[data-row]').first().click();
    const detail = page.getByRole('complementary', { name: 'Detail of what is selected' });
    await detail.getByRole('heading', { level: 2 }).waitFor();
    await expect
      .poll(async () => (await detail.getByRole('heading', { level: 2 }).boundingBox())?.y ?? 0)
      .toBeLessThan(300);
  });

  for (const [name, size] of [
    ['beside', { width: 1280, height: 800 }],
    ['below', SIZES[0]],
  ] as const) {
    it(`of an entry takes the focus with Enter ${name} the table, and Esc gives it back`, async () => {
      await page.setViewportSize(size);
      await openPart(page, 'Chain');
      const grid = page.getByRole('grid');
      await grid.getByRole('row').nth(5).waitFor();
      await grid.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const heading = page.getByRole('heading', { level: 2, name: /^Position/ });
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('row-panel');
      const box = await heading.boundingBox();
      expect(box?.y).toBeGreaterThanOrEqual(0);
      expect(box?.y).toBeLessThan(200);
      await page.keyboard.press('Escape');
      expect(await heading.count()).toBe(0);
      expect(await grid.evaluate((table) => table === document.activeElement)).toBe(true);
    });
  }
});
