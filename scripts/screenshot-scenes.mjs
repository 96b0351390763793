/** What each picture of docs/screenshots shows, and the way there: the same clicks and keys that a reader would use. */
import { spawnSync } from 'node:child_process';
import { loadTs } from './run-ts.mjs';

const SAMPLES = {
  healthy: 'A healthy chain',
  faults: 'Seven independent faults',
  cut: 'The tail cut off',
  rewritten: 'Wholly rewritten',
  quirks: 'What the hash does not cover',
  bundle: 'A dated evidence bundle',
  differing: 'Claims that differ',
  hostile: 'A hostile archive',
};

const verdict = (page) => page.getByRole('region', { name: 'Verdict' });
const settled = (page) => verdict(page).locator('.state-mark').waitFor();
const detail = (page) => page.getByRole('complementary', { name: 'Detail of what is selected' });
const grid = (page) => page.getByRole('grid');

async function openSample(page, title) {
  await page.getByRole('button', { name: title }).click();
  await settled(page);
}

async function openPart(page, title) {
  await page
    .getByRole('navigation', { name: 'Parts of the bundle' })
    .getByRole('button', { name: new RegExp(`^${title}`) })
    .click();
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
}

async function addSampleAnchor(page) {
  const button = verdict(page).getByRole('button', { name: 'Add the sample’s anchor' });
  await button.click();
  await button.waitFor({ state: 'detached' });
  await settled(page);
}

/** Opens a part of a sample. */
const at = (sample, part) => async (page) => {
  await openSample(page, sample);
  if (part !== undefined) await openPart(page, part);
};

/** The same with the sample's anchor. */
const anchored = (sample, part) => async (page) => {
  await openSample(page, sample);
  await addSampleAnchor(page);
  if (part !== undefined) await openPart(page, part);
};

/** Process numbers of the verifiers that run below this process. */
function verifiers() {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const lines = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
  const all = lines
    .filter((match) => match !== null)
    .map(([, pid, parent, args]) => ({ pid: Number(pid), parent: Number(parent), args }));
  const hosts = new Set(all.filter(({ parent }) => parent === process.pid).map(({ pid }) => pid));
  return all.filter(({ parent, args }) => hosts.has(parent) && args.includes('child.js')).map(({ pid }) => pid);
}

function signal(name) {
  for (const pid of verifiers()) process.kill(pid, name);
}

/** Holds the verifier still in the middle of its work, so that all pictures show the same moment. */
async function freezeWhileRunning(page) {
  await openPart(page, 'Chain');
  await grid(page).getByText('Recomputed').nth(15).waitFor();
  signal('SIGSTOP');
  await page.waitForTimeout(500);
  return () => signal('SIGCONT');
}

/** Answers the dialog that a button opens. */
async function pick(page, button, file) {
  const chooser = page.waitForEvent('filechooser');
  await button.click();
  await (await chooser).setFiles(file);
}

async function pickFile(page, file) {
  await pick(page, page.getByRole('button', { name: 'Open file…' }), file);
  await settled(page);
}

/** Opens a file that is no evidence. */
async function pickText(page) {
  const buffer = Buffer.from('Minutes of the kick-off.\n');
  await pickFile(page, { name: 'minutes.txt', mimeType: 'text/plain', buffer });
}

/** Opens a control pack with OSCAL that contradicts it, and shows that. */
async function pickOscal(page) {
  const { packWithOscal } = await loadTs('test/support/oscal-pack.ts');
  const buffer = Buffer.from(packWithOscal());
  await pickFile(page, { name: 'soc2-control-pack.zip', mimeType: 'application/zip', buffer });
  await openPart(page, 'Packs');
  await page.getByRole('button', { name: /^OSCAL assessment results/ }).click();
  await page.getByRole('heading', { level: 2, name: /^OSCAL/ }).waitFor();
}

/** The packs and the trust of the pictures, made from the fixtures of the tests. */
const evidence = () => loadTs('test/fixtures/trust/screenshot-evidence.ts');

/** Fills the trust store before any evidence is opened, as an auditor would. */
async function fillStore(page, file) {
  await page.getByRole('button', { name: 'Trust store' }).click();
  await page.getByRole('button', { name: 'Trust file…' }).click();
  await pick(page, page.getByRole('button', { name: 'Choose the file…' }), file);
  await page.getByRole('main').getByRole('table').first().waitFor();
  await page.keyboard.press('Escape');
}

/** Opens a part of evidence from the fixtures, with the trust store filled. */
const trusted = (which, part) => async (page) => {
  const made = await evidence();
  await fillStore(page, made.trustFile());
  await pickFile(page, made[which]());
  await openPart(page, part);
};

/** Opens a control pack by itself, and gives its signature, a tenant and a fingerprint for it alone. */
async function giveTrust(page) {
  const { packAlone } = await evidence();
  const { pack, signature, fingerprint, keyId, tenant } = packAlone();
  await pickFile(page, pack);
  await openPart(page, 'Trust');
  const main = page.getByRole('main');
  const given = (count) =>
    main
      .locator('.trust__uses tbody tr')
      .nth(count - 1)
      .waitFor();
  await pick(page, main.getByRole('button', { name: 'Add signature…' }), signature);
  await given(1);
  await main.getByRole('button', { name: 'Expect tenant…' }).click();
  await main.getByRole('textbox', { name: 'Tenant' }).fill(tenant);
  await page.keyboard.press('Enter');
  await given(2);
  await main.getByRole('button', { name: 'Pin fingerprint…' }).click();
  await main.getByRole('textbox', { name: 'Fingerprint' }).fill(fingerprint);
  await main.getByRole('textbox', { name: 'Key id' }).fill(keyId);
  await page.keyboard.press('Enter');
  await given(3);
  await verdict(page).getByText('Verified').waitFor();
}

/** Goes to the first fault from the table, so that the focus is where the reader looks. */
async function goToFault(page) {
  await grid(page).focus();
  await page.keyboard.press('n');
  await detail(page).getByRole('heading', { name: 'As written' }).waitFor();
}

async function chooseRow(page, row) {
  for (let step = 0; step < row; step += 1) await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await detail(page).getByRole('heading', { level: 2 }).first().waitFor();
}

export const SCENES = [
  { name: 'open', prepare: (page) => page.getByRole('button', { name: SAMPLES.healthy }).waitFor() },
  {
    name: 'keys',
    prepare: async (page) => {
      await openSample(page, SAMPLES.bundle);
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'overview-not-anchored', prepare: at(SAMPLES.healthy) },
  { name: 'overview-verified', prepare: anchored(SAMPLES.bundle) },
  { name: 'overview-tampered', prepare: at(SAMPLES.faults) },
  { name: 'overview-truncated', prepare: anchored(SAMPLES.cut) },
  { name: 'overview-rewritten', prepare: anchored(SAMPLES.rewritten) },
  { name: 'overview-claims-differ', prepare: at(SAMPLES.differing) },
  { name: 'overview-malformed', prepare: at(SAMPLES.hostile) },
  {
    name: 'overview-nothing',
    prepare: pickText,
  },
  { name: 'chain-healthy', prepare: at(SAMPLES.healthy, 'Chain') },
  {
    name: 'chain-faults',
    prepare: async (page) => {
      await at(SAMPLES.faults, 'Chain')(page);
      await goToFault(page);
    },
  },
  {
    name: 'chain-uncovered',
    prepare: async (page) => {
      await at(SAMPLES.quirks, 'Chain')(page);
      await goToFault(page);
      await detail(page)
        .getByRole('heading', { name: 'As written' })
        .evaluate((heading) => heading.scrollIntoView());
    },
  },
  {
    name: 'chain-filter',
    prepare: async (page) => {
      await at(SAMPLES.healthy, 'Chain')(page);
      await page.getByRole('searchbox').fill('invoice');
      await page.getByRole('searchbox').press('Enter');
      await page.getByRole('grid', { name: 'Entries that match the filter' }).getByRole('row').nth(10).waitFor();
    },
  },
  { name: 'chain-running', large: true, prepare: freezeWhileRunning },
  {
    name: 'chain-cancelled',
    large: true,
    prepare: async (page) => {
      await (await freezeWhileRunning(page))();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await verdict(page).getByText('○ Cancelled').waitFor();
    },
  },
  {
    name: 'chain-absent',
    prepare: async (page) => {
      await pickText(page);
      await openPart(page, 'Chain');
    },
  },
  {
    name: 'error',
    large: true,
    prepare: async (page) => {
      await freezeWhileRunning(page);
      signal('SIGKILL');
      await openPart(page, 'Overview');
      await verdict(page).getByText('✕ The tool could not finish').waitFor();
    },
  },
  { name: 'isolation', prepare: at(SAMPLES.bundle, 'Isolation') },
  { name: 'retention', prepare: at(SAMPLES.bundle, 'Retention') },
  { name: 'encryption', prepare: at(SAMPLES.bundle, 'Encryption') },
  { name: 'proof', prepare: at(SAMPLES.bundle, 'Proof') },
  { name: 'oscal', prepare: pickOscal },
  {
    name: 'oscal-claims',
    prepare: async (page) => {
      await pickOscal(page);
      await page.getByRole('button', { name: 'Claims, facts, tables' }).click();
    },
  },
  { name: 'part-absent', prepare: at(SAMPLES.healthy, 'Isolation') },
  { name: 'trust-empty', prepare: at(SAMPLES.healthy, 'Trust') },
  { name: 'trust-anchor', prepare: anchored(SAMPLES.bundle, 'Trust') },
  { name: 'packs-chain', prepare: trusted('healthyPack', 'Packs') },
  { name: 'packs-chain-edited', prepare: trusted('editedPack', 'Packs') },
  { name: 'packs-control-gap', prepare: trusted('controlPack', 'Packs') },
  {
    name: 'packs-receipt',
    prepare: async (page) => {
      await trusted('receipt', 'Packs')(page);
      const { anchor } = await evidence();
      await pick(page, verdict(page).getByRole('button', { name: 'Add anchor…' }), anchor());
      await verdict(page).getByText('1 anchor').waitFor();
    },
  },
  {
    name: 'trust-store',
    prepare: async (page) => {
      await trusted('healthyPack', 'Trust')(page);
      const store = page.getByRole('heading', { name: 'Trust store' });
      await store.evaluate((heading) => heading.scrollIntoView());
    },
  },
  { name: 'trust-used', prepare: trusted('healthyPack', 'Trust') },
  {
    name: 'trust-given',
    prepare: async (page) => {
      await giveTrust(page);
      await page.getByRole('heading', { name: /^Keys, roots/ }).evaluate((heading) => heading.scrollIntoView());
    },
  },
  {
    name: 'trust-given-form',
    prepare: async (page) => {
      await at(SAMPLES.healthy, 'Trust')(page);
      await page.getByRole('button', { name: 'Pin fingerprint…' }).click();
      await page.getByRole('textbox', { name: 'Fingerprint' }).fill('3A:DD:62:9C:C2:67:54:2B');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: /^Keys, roots/ }).evaluate((heading) => heading.scrollIntoView());
    },
  },
  {
    name: 'trust-form',
    prepare: async (page) => {
      await at(SAMPLES.healthy, 'Trust')(page);
      await page.getByRole('button', { name: 'Key of the producer…' }).click();
      await page.getByRole('textbox', { name: 'How was it obtained?' }).fill('Read out over the telephone by the CISO');
      await page.getByRole('heading', { name: 'Trust store' }).evaluate((heading) => heading.scrollIntoView());
    },
  },
  {
    name: 'custody',
    prepare: async (page) => {
      await trusted('editedPack', 'Findings')(page);
      await page.getByRole('button', { name: 'Close this bundle' }).click();
      await openSample(page, SAMPLES.bundle);
      await addSampleAnchor(page);
      await page.getByRole('button', { name: /^Custody/ }).click();
      await page.getByRole('main').getByRole('table').first().waitFor();
    },
  },
  {
    name: 'findings',
    prepare: async (page) => {
      await at(SAMPLES.faults, 'Findings')(page);
      await chooseRow(page, 1);
    },
  },
  { name: 'zoomed-overview', zoomed: true, prepare: at(SAMPLES.faults) },
  {
    name: 'zoomed-parts',
    zoomed: true,
    prepare: async (page) => {
      await at(SAMPLES.bundle)(page);
      await page.getByRole('button', { name: /^Parts/ }).click();
    },
  },
  {
    name: 'zoomed-chain',
    zoomed: true,
    prepare: async (page) => {
      await at(SAMPLES.faults)(page);
      await page.getByRole('button', { name: /^Parts/ }).click();
      await openPart(page, 'Chain');
      await grid(page).getByText('Recomputed').nth(1).waitFor();
    },
  },
  {
    name: 'zoomed-files',
    zoomed: true,
    prepare: async (page) => {
      await at(SAMPLES.hostile)(page);
      await page.getByRole('button', { name: /^Parts/ }).click();
      await openPart(page, 'Files');
    },
  },
  { name: 'findings-none', prepare: anchored(SAMPLES.healthy, 'Findings') },
  { name: 'files', prepare: at(SAMPLES.bundle, 'Files') },
  {
    name: 'files-hostile',
    prepare: async (page) => {
      await at(SAMPLES.hostile, 'Files')(page);
      await chooseRow(page, 7);
    },
  },
];
