import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { type ServedPage, servePage } from './serve-page.ts';

/* What only a real layout can show of the Chain screen: ten million rows, the strip's pixels, and what fits where. */

const LAST = 9_999_999;

let served: ServedPage;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  served = await servePage('chain-page');
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

async function open(hash: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  page = await context.newPage();
  page.on('console', (message) => {
    // Reading pixels back is what this test does and the page does not.
    const own = message.text().startsWith('Canvas2D: Multiple readback');
    if (['error', 'warning'].includes(message.type()) && !own) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${served.address}#${hash}`);
  await page.locator('[data-index][aria-busy="false"]').first().waitFor();
}

const grid = () => page.getByRole('grid');

/** Indices of the rows at the upper and the lower edge of the pane, as painted; -1 where there is none. */
const edges = () =>
  page.evaluate(() => {
    const box = document.querySelector('.virtual-table__pane')?.getBoundingClientRect();
    const at = (y: number): number => {
      const row = document.elementFromPoint((box?.x ?? 0) + 200, y)?.closest('[data-index]');
      return Number(row?.getAttribute('data-index') ?? -1);
    };
    return { first: at((box?.top ?? 0) + 3), last: at((box?.bottom ?? 0) - 3) };
  });

const settled = () => page.waitForFunction(() => document.querySelector('[data-index][aria-busy="true"]') === null);

describe('ten million rows', () => {
  it('are scrolled by the wheel without a gap, pixel by pixel, with a few dozen rows in the page', async () => {
    await open('huge/5000000');
    await settled();
    await grid().hover();
    await page.evaluate(() => {
      const frames: { first: number; gaps: number; most: number } = { first: 0, gaps: 0, most: 0 };
      Object.assign(window, { frames });
      const pane = document.querySelector('.virtual-table__pane');
      const look = (): void => {
        const box = pane?.getBoundingClientRect();
        if (box === undefined) return;
        for (const y of [box.top + 3, box.bottom - 3]) {
          if (document.elementFromPoint(box.x + 200, y)?.closest('[data-index]') === null) frames.gaps += 1;
        }
        frames.most = Math.max(frames.most, document.querySelectorAll('[data-index]').length);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    const before = await edges();
    for (let turn = 0; turn < 60; turn += 1) await page.mouse.wheel(0, 280);
    await page.waitForFunction(
      (first) => Number(document.querySelector('[data-index]')?.getAttribute('data-index')) >= first,
      before.first + 600 - 10,
    );
    await settled();
    const after = await edges();
    expect(after.first - before.first).toBe(600);
    expect(after.last - after.first).toBe(before.last - before.first);
    const frames = await page.evaluate(() => (window as unknown as { frames: { gaps: number; most: number } }).frames);
    expect(frames.gaps).toBe(0);
    expect(frames.most).toBeLessThan(60);
  });

  for (const deviceScaleFactor of [1, 4]) {
    it(`are reached at both ends at ${deviceScaleFactor} device pixels a pixel`, async () => {
      await open('huge', { deviceScaleFactor });
      await grid().focus();
      await page.keyboard.press('End');
      await settled();
      expect((await edges()).last).toBe(LAST);
      const bottom = await grid().evaluate(
        (element) => element.scrollHeight - element.scrollTop - element.clientHeight,
      );
      expect(Math.abs(bottom)).toBeLessThan(2);
      await page.keyboard.press('Home');
      await settled();
      expect((await edges()).first).toBe(0);
    });
  }

  it('are gone through by a drag of the scroll bar, which asks for few of them', async () => {
    await open('huge');
    const asked = () =>
      page.evaluate(
        () =>
          (window.api as unknown as { calls: { name: string }[] }).calls.filter((call) => call.name === 'rowsGet')
            .length,
      );
    const before = await asked();
    await page.evaluate(async () => {
      const table = document.querySelector('[role="grid"]');
      for (let step = 1; step <= 100; step += 1) {
        table?.scrollTo(0, (step * (table.scrollHeight - table.clientHeight)) / 100);
        await new Promise((frame) => requestAnimationFrame(frame));
      }
    });
    await settled();
    expect((await edges()).last).toBe(LAST);
    expect((await asked()) - before).toBeLessThanOrEqual(202);
  });

  it('keep their place while rows are on their way and when the density changes', async () => {
    await open('huge/6412007');
    await settled();
    const place = () =>
      page.locator('[data-index="6412007"]').evaluate((row) => {
        const pane = row.closest('.virtual-table__pane')?.getBoundingClientRect();
        const box = row.getBoundingClientRect();
        return { inside: box.top >= (pane?.top ?? 0) && box.bottom <= (pane?.bottom ?? 0) + 1, height: box.height };
      });
    expect(await place()).toEqual({ inside: true, height: 28 });
    await page.getByLabel('Rows').selectOption('compact');
    await page.waitForFunction(() => document.querySelector('[data-index]')?.getBoundingClientRect().height === 24);
    expect(await place()).toEqual({ inside: true, height: 24 });
  });
});

describe('the columns', () => {
  it('are resized by dragging, head and cells together', async () => {
    await open('edited');
    const rights = () =>
      page.evaluate(() =>
        ['.virtual-table__row--head', '[data-index="0"]'].map(
          (row) => document.querySelector(`${row} > :nth-child(4)`)?.getBoundingClientRect().right,
        ),
      );
    const [before] = await rights();
    const grip = await page.getByRole('separator', { name: 'Width of the column Hash stored' }).boundingBox();
    if (grip === null) throw new Error('The grip has no box.');
    await page.mouse.move(grip.x + grip.width - 1, grip.y + 5);
    await page.mouse.down();
    await page.mouse.move(grip.x + grip.width + 59, grip.y + 5, { steps: 4 });
    await page.mouse.up();
    const [head, cell] = await rights();
    expect(Math.round((head ?? 0) - (before ?? 0))).toBe(60);
    expect(cell).toBe(head);
  });
});

/** How much ink each column of the strip's band carries, and in which colour its middle is. */
const inkAt = (share: number) =>
  page.evaluate((at) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.strip__canvas');
    const context = canvas?.getContext('2d');
    if (canvas === null || context === null || context === undefined) return null;
    const column = context.getImageData(
      Math.min(canvas.width - 1, Math.floor(at * canvas.width)),
      0,
      1,
      canvas.height,
    ).data;
    let ink = 0;
    for (let y = 14; y < canvas.height; y += 1) if ((column[4 * y + 3] ?? 0) > 0) ink += 1;
    const middle = 4 * (14 + 12);
    return { ink, colour: [column[middle], column[middle + 1], column[middle + 2]].join() };
  }, share);

describe('the strip', () => {
  it('tells a tampered entry by height, not by colour alone, and paints it over its neighbours', async () => {
    await open('huge');
    await expect.poll(async () => (await inkAt(0.5))?.ink).toBe(8);
    const sound = await inkAt(0.5);
    const tampered = await inkAt(6_412_007 / 10_000_000);
    expect(tampered?.ink).toBe(24);
    expect(tampered?.colour).not.toBe(sound?.colour);
  });

  it('is painted again in the colours of another theme, whether of the system or chosen', async () => {
    await open('huge', { colorScheme: 'light' });
    await expect.poll(async () => (await inkAt(0.5))?.ink).toBe(8);
    const light = await inkAt(0.5);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => inkAt(0.5)).not.toEqual(light);
    const dark = await inkAt(0.5);
    await page.getByLabel('Theme').selectOption('light');
    await expect.poll(() => inkAt(0.5)).toEqual(light);
    expect(dark?.ink).toBe(light?.ink);
  });

  it('goes to the one fault of its pixel, and to the place that was pressed elsewhere', async () => {
    await open('huge');
    const box = await page.getByRole('slider').boundingBox();
    if (box === null) throw new Error('The strip has no box.');
    await page.mouse.click(box.x + (box.width * 1_204_881) / 10_000_000 + 1, box.y + 20);
    await page.getByRole('heading', { name: /^Position 1\s204\s881$/ }).waitFor();
    await page.mouse.click(box.x + box.width / 2, box.y + 20);
    await page.getByRole('heading', { name: /^Position (?:4\s9[789]\d|5\s0[012]\d)\s\d{3}$/ }).waitFor();
  });
});

describe('the screen', () => {
  for (const [width, height] of [
    [1024, 768],
    [1280, 800],
    [2560, 1440],
    [640, 400],
  ] as const) {
    it(`fits into ${width} × ${height}: nothing is cut off sideways, five rows at least are seen`, async () => {
      await open('edited/8204', { viewport: { width, height } });
      await settled();
      const over = await page.evaluate(() =>
        ['html', 'main', '.chain', '.row-panel'].map((name) => {
          const box = document.querySelector(name);
          return box === null ? 0 : Math.max(0, box.scrollWidth - box.clientWidth);
        }),
      );
      expect(over).toEqual([0, 0, 0, 0]);
      const pane = await page.locator('.virtual-table__pane').boundingBox();
      expect(pane?.height ?? 0).toBeGreaterThanOrEqual(5 * 28);
    });
  }

  it('leaves 60 % of the height to the content at 200 % zoom while a replay shows its progress', async () => {
    await open('running', { viewport: { width: 640, height: 400 } });
    const progress = await page.getByRole('button', { name: 'Cancel the replay' }).boundingBox();
    const content = await page.evaluate(() =>
      document.querySelector('main')?.parentElement?.getBoundingClientRect().toJSON(),
    );
    expect(content.bottom).toBeLessThanOrEqual(progress?.y ?? 0);
    expect(content.height).toBeGreaterThanOrEqual(240);
  });
});
