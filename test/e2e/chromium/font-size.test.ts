import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { type BuiltApp, startBuiltApp } from '../../support/built-app.ts';
import { sideways } from './axe.ts';
import { foldOfParts, openPart, PARTS } from './rail.ts';

/* The built app for a reader who set a larger font in the browser: everything grows with it, and nothing runs into something else. */

const FONT = 24;

let app: BuiltApp;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  app = await startBuiltApp();
  browser = await launchBrowser({ sealedTo: app.port, args: [`--blink-settings=defaultFontSize=${FONT}`] });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(app.address);
  await page.getByRole('button', { name: 'Seven independent faults' }).click();
  await page.getByRole('region', { name: 'Verdict' }).locator('.state-mark').waitFor();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

/** Texts whose lines stand closer than 1.2 times their size, and one-line controls and rows lower than their text. */
const crowded = () =>
  page.evaluate(() => {
    const texts = [...document.querySelectorAll('body *')].filter(
      (element) =>
        element.checkVisibility() &&
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim() !== ''),
    );
    return texts
      .filter((element) => {
        const { fontSize, lineHeight } = getComputedStyle(element);
        const box = element.closest('button, [role="row"]');
        return (
          Number.parseFloat(lineHeight) < 1.2 * Number.parseFloat(fontSize) ||
          (box !== null && box.getBoundingClientRect().height < Number.parseFloat(fontSize))
        );
      })
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`);
  });

describe('at a font size of 24 pixels in the browser', () => {
  it('the text is half again as large as at the usual 16', async () => {
    expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('19.5px');
  });

  for (const width of [1280, 1440]) {
    it(`no line runs into another and nothing is lost sideways in a window of ${width} pixels`, async () => {
      await page.setViewportSize({ width, height: 900 });
      // As at 150 % zoom: the smaller of the windows has its parts in a fold.
      expect(await foldOfParts(page).isVisible()).toBe(width === 1280);
      for (const part of PARTS) {
        await openPart(page, part);
        expect(await crowded(), part).toEqual([]);
        expect(await sideways(page), part).toBeLessThanOrEqual(0);
      }
    });
  }

  it('rows of the chain lie edge to edge, each as high as its text needs', async () => {
    await openPart(page, 'Chain');
    await page.getByRole('grid').locator('[data-index="5"]').waitFor();
    const boxes = await page
      .getByRole('grid')
      .locator('[data-index]')
      .evaluateAll((rows) => rows.slice(0, 6).map((row) => row.getBoundingClientRect().toJSON()));
    expect(boxes[0]?.height).toBe(42);
    for (const [at, box] of boxes.entries()) if (at > 0) expect(box.top).toBe(boxes[at - 1]?.bottom);
  });
});
