/**
 * Takes the pictures of docs/screenshots from the real app: built, behind its loopback host, in a sealed browser.
 *
 *   npm run screenshots [-- NAME …]      all scenes, or those whose name begins with one of the words
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { provisionBrowser, runsAsRoot, sealedArguments } from './browser.mjs';
import { build } from './build.mjs';
import { repackPng } from './repack-png.mjs';
import { loadTs } from './run-ts.mjs';
import { SCENES } from './screenshot-scenes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(root, 'docs', 'screenshots');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
];
/** What zoom of 200 % leaves of the smaller of these, for scenes that show what becomes of them there. */
const ZOOMED = [{ width: 640, height: 400 }];
const THEMES = ['light', 'dark'];
/** Entries of the chain that is caught while it is replayed. */
const LARGE_ROWS = 2_000_000;
const LARGE = join(root, '.cache', 'screenshots');

/** The large chain; made once. */
function largeChain() {
  const path = join(LARGE, 'large', `chain-${LARGE_ROWS}.ndjson`);
  if (existsSync(path)) return path;
  console.log(`Writing a chain of ${LARGE_ROWS} entries …`);
  const words = [join(root, 'out', 'tools', 'samples.js'), '--large', String(LARGE_ROWS), '--out', LARGE];
  if (spawnSync(process.execPath, words, { stdio: 'inherit' }).status !== 0) throw new Error('no large chain');
  return path;
}

async function settle(page) {
  await page.mouse.move(0, 0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
  });
  await page.waitForTimeout(200);
}

async function takeAll(page, { name, zoomed }) {
  for (const size of zoomed ? ZOOMED : SIZES) {
    for (const colorScheme of THEMES) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settle(page);
      const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      writeFileSync(join(FOLDER, `${name}-${size.width}-${colorScheme}.png`), repackPng(picture));
    }
  }
}

const wanted = process.argv.slice(2);
const scenes = SCENES.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)));
await build();
const large = scenes.some((scene) => scene.large) ? largeChain() : null;
mkdirSync(FOLDER, { recursive: true });
if (wanted.length === 0) {
  for (const name of readdirSync(FOLDER)) if (name.endsWith('.png')) rmSync(join(FOLDER, name));
}

const { startBuiltApp } = await loadTs('test/support/built-app.ts');
const executablePath = await provisionBrowser((line) => console.log(line));
let failed = 0;
for (const scene of scenes) {
  // Each scene has a window and settings of its own, so that none shows what another left behind.
  const app = await startBuiltApp(scene.large ? [large] : []);
  const browser = await chromium.launch({
    executablePath,
    chromiumSandbox: !runsAsRoot(),
    args: ['--disable-gpu', '--force-color-profile=srgb', ...sealedArguments(app.port)],
  });
  try {
    const page = await browser.newPage({
      viewport: scene.zoomed ? ZOOMED[0] : SIZES[0],
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    await page.goto(app.address);
    const undo = await scene.prepare(page, { root, readFileSync });
    await takeAll(page, scene);
    await undo?.();
    console.log(scene.name);
  } catch (error) {
    failed += 1;
    console.error(`${scene.name}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await browser.close();
    await app.stop();
  }
}
const bytes = readdirSync(FOLDER).reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0);
console.log(`${(bytes / 1e6).toFixed(1)} MB in docs/screenshots`);
process.exitCode = failed === 0 ? 0 : 1;
