import type { Page } from 'playwright-core';

/** The parts of a bundle, in the order of the rail. */
export const PARTS = [
  'Overview',
  'Chain',
  'Isolation',
  'Retention',
  'Encryption',
  'Proof',
  'Packs',
  'Trust',
  'Findings',
  'Files',
] as const;

/** The button that unfolds the parts where the window is narrow; elsewhere it is hidden. */
export const foldOfParts = (page: Page) =>
  page.getByRole('navigation', { name: 'Parts of the bundle' }).getByRole('button', { name: /^Parts / });

/** Opens a part of the bundle from the rail, as wide or narrow as the window is. */
export async function openPart(page: Page, title: string): Promise<void> {
  const fold = foldOfParts(page);
  if ((await fold.isVisible()) && (await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
  await page
    .getByRole('navigation', { name: 'Parts of the bundle' })
    .getByRole('button', { name: new RegExp(`^${title}`) })
    .click();
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
}
